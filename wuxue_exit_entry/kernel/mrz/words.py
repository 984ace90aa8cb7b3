"""The words for what is wrong in a machine readable zone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.kernel.errors import Sentence

if TYPE_CHECKING:
    from wuxue_exit_entry.kernel.mrz.values import Repair

NAMES_UNCHECKED: Sentence = _("姓名没有校验位，请与证件上的姓名逐字核对。")

PROBLEMS: Mapping[str, Sentence] = {
    "empty": _("没有读到机读码，请扫描或粘贴证件资料页下方的字符。"),
    "length": _("机读码应为2行各44或36个字符，或3行各30个字符；现在是{found}。"),
    "line_missing": _("缺少一行机读码，请把每一行都扫描或粘贴进来。"),
    "lines_swapped": _("机读码两行的先后已对调。"),
    "fillers_adjusted": _("第{line}行的填充符数目不对，已调整到{width}个字符，请核对姓名。"),
    "filler_k": _("连续的字母K已当作填充符，请核对姓名最后一个字母。"),
    "look_alike": _("有外形与拉丁字母相同的其他文字，已改为拉丁字母。"),
    "sign": _("第{line}行第{position}位的“{sign}”不是机读码字符。"),
    "repaired": _("第{line}行第{position}位应为数字，已由{was}改为{becomes}，请与证件核对。"),
    "not_a_digit": _("第{line}行第{position}位应为数字，请核对。"),
    "check_number": _("第{line}行第{position}位校验不符：证件号码有误，请逐位核对。"),
    "check_birth": _("第{line}行第{position}位校验不符：出生日期有误，请核对。"),
    "check_expiry": _("第{line}行第{position}位校验不符：有效期有误，请核对。"),
    "check_optional": _("第{line}行第{position}位校验不符：备用栏有误，请核对。"),
    "check_composite": _("第{line}行第{position}位总校验不符，请核对这一行的数字。"),
    "optional_unchecked": _("备用栏没有校验位，未能核对。"),
    "number_empty": _("机读码中没有证件号码，请核对。"),
    "birth_impossible": _("机读码中的出生日期不存在，请核对。"),
    "birth_unknown": _("证件上的出生日期不完整，请按证件填写已知部分。"),
    "birth_century": _("出生年份只有两位，请看证件选择：{young}或{old}。"),
    "expiry_impossible": _("机读码中的有效期不存在，请核对。"),
    "expiry_unknown": _("证件没有写明有效期。"),
    "expired": _("证件已过有效期（{expiry}）。"),
    "nationality_unknown": _("国籍代码{code}不认识，请看证件选择国籍（地区）。"),
    "issuer_unknown": _("签发国代码{code}不认识，请核对。"),
    "sex_sign": _("性别应为M、F或填充符，请看证件选择。"),
    "name_empty": _("机读码中没有姓名，请按证件填写。"),
    "name_digits": _("第{line}行第{position}位：姓名中不会有数字，请核对。"),
    "name_cut": _("姓名占满整行，可能没有印完；请按证件上的姓名填写，过长时全名写入备注。"),
    "is_visa": _("这是签证页，不是护照。请翻到护照资料页再扫描。"),
    "document_code": _("证件代码{code}与机读码的大小不符，请核对证件种类。"),
}
WITH_LIKELY: Sentence = _("{told}最可能是第{line}行第{position}位：{was}应为{becomes}。")


def sentence(
    code: str, line: int, position: int, figures: Mapping[str, int | str], repair: "Repair | None"
) -> Sentence:
    """The sentence of a problem, followed by the likely repair where it is only proposed."""
    told = format_lazy(PROBLEMS[code], **{"line": line, "position": position, **figures})
    if repair is None or code == "repaired":
        return told
    return format_lazy(
        WITH_LIKELY,
        told=told,
        line=repair.line,
        position=repair.position,
        was=repair.was,
        becomes=repair.becomes,
    )
