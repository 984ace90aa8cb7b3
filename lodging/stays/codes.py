"""The table of remarks: every code that form, file and API can answer, published at `/api/v1/lodging/errors/`.

Only errors reject. A code never changes its meaning; one that goes gets an end date and stays listed.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from lodging.stays.enums import Severity
from wuxue_exit_entry.kernel.errors import Sentence

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True)
class Code:
    """One code; `message` and `fix` are `str.format` patterns of the remark's values."""

    code: str
    severity: Severity
    message: Sentence
    fix: Sentence = ""
    valid_from: date = date(2026, 12, 1)
    valid_until: date | None = None


_CODES = (
    # -- what a first report cannot do without ---------------------------------------------------------------------
    Code("name_missing", ERROR, _("没有姓名。"), _("填写证件上的英文姓；港澳台居民、华侨填写中文姓名。")),
    Code(
        "number_missing",
        ERROR,
        _("没有证件号码，也没有说明原因。"),
        _("填写证件号码；确实没有的，写明原因，先登记后补。"),
    ),
    Code("stay_date_missing", ERROR, _("没有入住时间。"), _("例：2026-10-16T22:05:00+08:00。")),
    Code(
        "stay_date_unreadable",
        ERROR,
        _("入住时间「{value}」看不懂。"),
        _("例：2026-10-16T22:05:00+08:00；不写时区按北京时间。"),
    ),
    Code(
        "stay_date_without_time",
        ERROR,
        _("入住时间「{value}」缺少几点几分，24 小时从入住时间起算。"),
        _("例：2026-10-16 22:05。"),
    ),
    Code(
        "stay_date_future", ERROR, _("入住时间「{value}」还没到。"), _("客人到店后再登记；预先知道的团组请用团组预报。")
    ),
    Code("leave_before_stay", ERROR, _("离店时间早于入住时间。"), _("核对两个时间。")),
    Code("leave_date_unreadable", ERROR, _("离店时间「{value}」看不懂。"), _("例：2026-10-18T09:30:00+08:00。")),
    Code(
        "client_ref_missing",
        ERROR,
        _("没有 client_ref，或者它不是 UUID。"),
        _("每位客人的每次入住用一个自己生成的 UUID；更正时沿用它。"),
    ),
    Code("cancelled", ERROR, _("这一条已经撤销，不能再更正。"), _("用新的 client_ref 重新登记。")),
    Code("not_an_object", ERROR, _("这一条不是一个对象。"), _("每位客人一个 JSON 对象。")),
    # -- names -----------------------------------------------------------------------------------------------------
    Code("name_zh_missing", WARNING, _("港澳台居民、华侨要有中文姓名。"), _("按证件补填中文姓名。")),
    Code("name_brackets", WARNING, _("姓名里的括号内容不登记。"), _("改为「{fix}」。")),
    Code("name_too_long", WARNING, _("姓名太长，末位记「?」，全名写入备注。"), _("核对备注里的全名。")),
    Code("name_homoglyph", WARNING, _("「{value}」里混有外形相同的其他文字。"), _("改为「{fix}」，并对照证件核对。")),
    Code(
        "name_signs",
        WARNING,
        _("姓名「{value}」里有英文字母、空格和 , . - / ' 以外的字符。"),
        _("对照证件机读区填写。"),
    ),
    Code("name_order", WARNING, _("只有一个名字时登记在「英文姓」。"), _("已移到英文姓。")),
    Code("name_kana", WARNING, _("中文姓名里的假名或无法辨认的字记「*」。"), _("改为「{fix}」。")),
    Code("name_zh_spaces", INFO, _("中文姓名里的空格已去掉。")),
    Code("name_normalised", INFO, _("姓名已转成半角大写：「{fix}」。")),
    Code("name_cut", WARNING, _("姓名在机读区末尾可能被截断。"), _("对照证件的可视区；放不下的全名写入备注。")),
    # -- person ----------------------------------------------------------------------------------------------------
    Code("sex_missing", WARNING, _("没有性别。"), _("按证件补填。")),
    Code("sex_unknown", WARNING, _("性别「{value}」看不懂。"), _("M、F、X 或 1、2、9、0。")),
    Code("birth_date_missing", WARNING, _("没有出生日期。"), _("按证件补填；证件上缺月、日的，只填年或年月。")),
    Code("birth_date_unreadable", WARNING, _("出生日期「{value}」看不懂，没有采用。"), _("年-月-日，例：1988-03-12。")),
    Code(
        "birth_date_serial",
        WARNING,
        _("出生日期「{value}」像是表格的日期序号，没有采用。"),
        _("如果是 {fix}，请确认。"),
    ),
    Code("birth_date_range", WARNING, _("出生日期 {value} 不可能。"), _("对照证件核对。")),
    Code("birth_date_differs", WARNING, _("出生日期与证件号码里的 {fix} 不一致。"), _("对照证件核对。")),
    Code("nationality_missing", WARNING, _("没有国籍（地区）。"), _("按证件补填。")),
    Code(
        "nationality_unknown",
        WARNING,
        _("国籍（地区）「{value}」不在代码表里。"),
        _("用三位字母代码，例：RUS；也可填中文或英文名称。"),
    ),
    Code("nationality_differs", WARNING, _("国籍（地区）与证件号码里的 {fix} 不一致。"), _("对照证件核对。")),
    Code("category_unknown", WARNING, _("人员类别「{value}」不在代码表里，按国籍判断。"), _("见代码表。")),
    # -- document --------------------------------------------------------------------------------------------------
    Code("document_type_missing", WARNING, _("没有证件种类。"), _("按证件补填。")),
    Code(
        "document_type_unknown",
        WARNING,
        _("证件种类「{value}」不在代码表里。"),
        _("用代码表的键，或两位、三位国家代码。"),
    ),
    Code("document_number_form", WARNING, _("证件号码「{value}」与这种证件的格式不符。"), _("{fix}")),
    Code(
        "document_number_signs", WARNING, _("证件号码里有外形相同的其他文字，已按「{fix}」登记。"), _("对照证件核对。")
    ),
    Code("document_number_cleaned", INFO, _("证件号码已转成半角大写，去掉空格。")),
    Code("document_number_later", WARNING, _("先登记，证件号码待补：{value}。"), _("24 小时内补上。")),
    Code(
        "document_expired",
        WARNING,
        _("证件在入住前已过期（{value}）。"),
        _("核对有效期；确已过期的照常登记，并告知客人到出入境大厅办理。"),
    ),
    Code("document_expiry_unreadable", WARNING, _("证件有效期「{value}」看不懂，没有采用。"), _("年-月-日。")),
    Code("issuer_unknown", WARNING, _("签发地「{value}」不在代码表里。"), _("用三位字母代码。")),
    Code("mrz", WARNING, _("机读区：{value}"), _("{fix}")),
    # -- entry and permission to stay --------------------------------------------------------------------------------
    Code("visa_type_unknown", WARNING, _("签证种类「{value}」不在代码表里。"), _("见代码表。")),
    Code("visa_not_needed", INFO, _("这种证件不登记签证。")),
    Code("visa_expiry_unreadable", WARNING, _("签证有效期「{value}」看不懂，没有采用。"), _("年-月-日。")),
    Code("entry_date_missing", WARNING, _("没有入境日期。"), _("按护照上的入境章补填。")),
    Code("entry_date_unreadable", WARNING, _("入境日期「{value}」看不懂，没有采用。"), _("年-月-日。")),
    Code("entry_date_after_stay", WARNING, _("入境日期晚于入住日期。"), _("核对入境章。")),
    Code("entry_date_before_birth", WARNING, _("入境日期早于出生日期。"), _("核对两个日期。")),
    Code("stay_until_missing", WARNING, _("没有在华停留有效期。"), _("用停留期计算器算出，再补填。")),
    Code("stay_until_unreadable", WARNING, _("在华停留有效期「{value}」看不懂，没有采用。"), _("年-月-日。")),
    Code(
        "stay_until_passed",
        WARNING,
        _("在华停留有效期在入住前已满。"),
        _("照常登记。请告知客人尽快到出入境大厅办理；民警会联系。"),
    ),
    Code("purpose_missing", WARNING, _("没有停留事由。"), _("见代码表。")),
    Code("purpose_unknown", WARNING, _("停留事由「{value}」不在代码表里。"), _("见代码表。")),
    # -- the stay ----------------------------------------------------------------------------------------------------
    Code("room_missing", WARNING, _("没有房号。"), _("补填房号。")),
    Code("planned_leave_unreadable", WARNING, _("拟离开日期「{value}」看不懂，没有采用。"), _("年-月-日。")),
    Code("planned_leave_before_stay", WARNING, _("拟离开日期早于入住日期。"), _("核对两个日期。")),
    Code(
        "planned_leave_after_permission",
        WARNING,
        _("拟离开日期晚于在华停留有效期。"),
        _("照常登记。请提醒客人在到期前办理延期。"),
    ),
    Code("stay_long", WARNING, _("拟住 {value} 天，超过一年。"), _("核对拟离开日期。")),
    Code("journalist", WARNING, _("记者签证的职业和证件种类常被登错。"), _("对照证件核对。")),
    Code("too_long", WARNING, _("「{field}」超过 {value} 个字，多出的没有登记。"), _("缩短后更正。")),
    Code("cleaned", INFO, _("「{field}」里看不见的字符已去掉。")),
    Code("unknown_field", WARNING, _("不认识的字段「{value}」，没有采用。"), _("字段名见接口文档。")),
    Code(
        "same_guest",
        WARNING,
        _("同一证件今晚已在本宾馆登记（房号 {value}）。"),
        _("是同一次入住的，请更正原来那一条。"),
    ),
    Code("clock_ahead", INFO, _("入住时间比系统时间晚 {value} 分钟，按系统时间登记。"), _("请校准电脑时间。")),
    Code("late", INFO, _("超过 24 小时报送，照常接收，延迟标志 {value}。")),
)
CODES = {code.code: code for code in _CODES}
