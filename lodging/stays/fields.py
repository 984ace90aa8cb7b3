"""What a stay consists of, once for form, file, API, template and receipt; the order is the form's."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.kernel.errors import Sentence


@dataclass(frozen=True)
class Field:
    """One item of the form. `aliases` are headings that tables of hotels use for it."""

    key: str
    label: Sentence
    length: int
    aliases: tuple[str, ...] = ()
    sealed: bool = False


FIELDS = (
    Field("surname", _("英文姓"), 100, ("姓", "surname", "last name", "family name")),
    Field("given_name", _("英文名"), 100, ("名", "given name", "first name", "given names")),
    Field("name_zh", _("中文姓名"), 60, ("姓名", "中文名", "chinese name")),
    Field("sex", _("性别"), 1, ("sex", "gender")),
    Field("birth_date", _("出生日期"), 10, ("生日", "出生年月日", "date of birth", "birthday", "dob")),
    Field("nationality", _("国籍（地区）"), 3, ("国籍", "国家", "国籍地区", "国籍(地区)", "nationality", "country")),
    Field("category", _("人员类别"), 16, ("人员类型", "category")),
    Field("document_type", _("证件种类"), 24, ("证件类型", "证件名称", "document type", "id type")),
    Field(
        "document_number",
        _("证件号码"),
        40,
        ("证件号", "护照号", "护照号码", "passport no", "document no", "document number"),
        sealed=True,
    ),
    Field("no_number_reason", _("无证件号码的原因"), 100),
    Field("document_expiry", _("证件有效期至"), 10, ("证件有效期", "有效期", "expiry date", "date of expiry")),
    Field("document_issuer", _("签发地"), 3, ("签发机关", "签发国", "issuing country")),
    Field("visa_type", _("签证种类"), 24, ("签证(注)种类", "签证类型", "签注种类", "visa type")),
    Field("visa_number", _("签证号码"), 20, ("签证号", "visa no", "visa number"), sealed=True),
    Field("visa_expiry", _("签证有效期至"), 10, ("签证有效期", "visa expiry")),
    Field("stay_until", _("在华停留有效期至"), 10, ("停留有效期", "停留期限", "在华停留至", "stay until")),
    Field("entry_date", _("入境日期"), 10, ("入境时间", "entry date", "date of entry")),
    Field("entry_port", _("入境口岸"), 40, ("口岸", "port of entry")),
    Field("purpose", _("停留事由"), 16, ("入境事由", "事由", "purpose")),
    Field("stay_date", _("入住时间"), 25, ("入住日期", "入住日期时间", "到店时间", "check in", "check-in", "arrival")),
    Field(
        "planned_leave", _("拟离开日期"), 10, ("预离日期", "拟离店日期", "预计离店", "departure", "planned departure")
    ),
    Field("leave_date", _("实际离店时间"), 25, ("离店时间", "离店日期", "退房时间", "check out", "check-out")),
    Field("room", _("房号"), 10, ("房间号", "房间", "room", "room no")),
    Field("group", _("团组"), 60, ("团队", "团号", "group")),
    Field("phone", _("在华联系电话"), 20, ("联系电话", "电话", "手机", "phone"), sealed=True),
    Field("occupation", _("职业"), 40, ("occupation",)),
    Field("birth_place", _("出生地"), 60, ("place of birth",)),
    Field("home_address", _("境外常住地址"), 200, ("家庭住址", "home address")),
    Field("came_from", _("从何地来"), 60, ("何处来", "coming from")),
    Field("goes_to", _("到何地去"), 60, ("何处去", "going to")),
    Field("received_by", _("接待单位"), 100, ("接待人", "邀请单位", "host")),
    Field("remark", _("备注"), 300, ("remark", "remarks", "note")),
)
BY_KEY = {field.key: field for field in FIELDS}
REFERENCE = "client_ref"
