"""The words for what the kernel refuses and what it cleaned; the rules themselves know only codes."""

from collections.abc import Iterable, Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.kernel.errors import BusinessError, Sentence
from wuxue_exit_entry.kernel.identity import IdentityProblem, IdKind
from wuxue_exit_entry.kernel.text import Note

KIND_LABELS: Mapping[IdKind, Sentence] = {
    IdKind.RESIDENT_ID: _("居民身份证"),
    IdKind.HMT_RESIDENCE: _("港澳台居民居住证"),
    IdKind.HK_MACAO_PERMIT: _("港澳居民来往内地通行证"),
    IdKind.TAIWAN_PERMIT: _("台湾居民来往大陆通行证"),
    IdKind.PR_CARD: _("外国人永久居留身份证"),
    IdKind.PASSPORT: _("外国护照"),
    IdKind.CN_PASSPORT: _("中国护照"),
    IdKind.CN_HK_MACAO_PERMIT: _("往来港澳通行证"),
    IdKind.CN_TAIWAN_PERMIT: _("往来台湾通行证"),
}

PROBLEMS: Mapping[str, Sentence] = {
    "kind_unknown": _("请选择证件种类。"),
    "number_empty": _("请填写证件号码。"),
    "number_too_long": _("证件号码太长，请核对。"),
    "old_15_digits": _("15位的旧身份证号码已停用，请填写18位号码。"),
    "wrong_length": _("号码应为{wanted}位，现在是{typed}位。"),
    "not_digits": _("号码应为数字，只有最后一位可以是字母X。"),
    "checksum": _("号码有误，请逐位核对。"),
    "region_unknown": _("号码前两位不是省份代码，请核对。"),
    "birth_impossible": _("号码中的出生日期不存在，请核对。"),
    "birth_future": _("号码中的出生日期还没到，请核对。"),
    "birth_too_early": _("号码中的出生日期太早，请核对。"),
    "is_pr_card": _("这是外国人永久居留身份证的号码，请改选证件种类。"),
    "is_hmt_residence": _("这是港澳台居民居住证的号码，请改选证件种类。"),
    "is_resident_id": _("这是18位身份证件的号码，请改选证件种类。"),
    "not_hmt_residence": _("港澳台居民居住证号码以810000、820000或830000开头，请核对。"),
    "not_pr_card": _("18位的外国人永久居留身份证号码以9开头，请核对。"),
    "pr_card_form": _("永久居留身份证号码应为9开头的18位数字，旧证为3个字母加12位数字。"),
    "pr_card_province": _("永久居留身份证号码中的省份代码不存在，请核对。"),
    "hk_macao_permit_form": _("通行证号码应为字母H或M加8位数字，例如H01234567。"),
    "taiwan_permit_form": _("台胞证号码应为8位数字，旧本式为10位。"),
    "cn_hk_macao_permit_form": _("往来港澳通行证号码以C开头，共9位，旧本式以W开头。"),
    "cn_taiwan_permit_form": _("往来台湾通行证号码应为字母L加8位数字，旧本式以T开头。"),
    "passport_signs": _("护照号码只有字母和数字，请核对。"),
    "passport_form": _("护照号码应为{shortest}到{longest}位，并含有数字。"),
    "cn_passport_form": _("中国护照号码为8到10位，例如E12345678或EA1234567。"),
    "birth_differs": _("出生日期与证件号码不一致。"),
    "sex_differs": _("性别与证件号码不一致。"),
    "nationality_differs": _("国籍与证件号码不一致。"),
    "region_differs": _("地区与通行证号码不一致。"),
    "name_empty": _("请填写姓名。"),
    "name_too_long": _("姓名最多{longest}个字符，现在是{typed}个。"),
    "name_dot_at_edge": _("间隔号只能在姓名中间，请核对。"),
    "name_digits": _("姓名中不能有数字。"),
    "name_signs": _("姓名中有不能使用的符号，请按证件填写。"),
    "name_letters": _("姓名中没有文字，请按证件填写。"),
    "phone_empty": _("请填写电话号码。"),
    "phone_signs": _("电话号码只有数字，请核对。"),
    "phone_area_code": _("座机请加区号，例如0713-6200001。"),
    "phone_mobile": _("手机号码应为11位数字，以13至19开头。"),
    "phone_foreign": _("境外号码请写加号、国家或地区代码和号码，例如+852 91234567。"),
}

NOTES: Mapping[Note, Sentence] = {
    Note.INVISIBLE: _("已去掉看不见的字符。"),
    Note.SPACES: _("已去掉多余的空格。"),
    Note.FULL_WIDTH: _("已改为半角字符。"),
    Note.DASHES: _("已去掉连接号。"),
    Note.DOT: _("间隔号已统一为“·”。"),
}


def sentence(problem: IdentityProblem) -> Sentence:
    """What is wrong, in the reader's language when it is shown."""
    return format_lazy(PROBLEMS[problem.code], **problem.figures)


def refusal(problem: IdentityProblem, field: str = "") -> BusinessError:
    """The problem as a refusal of one field."""
    return BusinessError(problem.code, sentence(problem), field, status=400)


def cleaned(notes: Iterable[Note]) -> list[Sentence]:
    """What was cleaned, one sentence each."""
    return [NOTES[note] for note in notes]
