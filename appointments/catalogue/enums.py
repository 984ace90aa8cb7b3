"""The closed words of the catalogue; whatever a keeper may change is data instead."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Family(TextChoices):
    """What a person can hold one live booking of at a time."""

    PASSPORT = "passport", _("普通护照")
    HK_MACAO = "hk_macao", _("往来港澳通行证")
    HK_MACAO_ENDORSEMENT = "hk_macao_endorsement", _("往来港澳签注")
    TAIWAN = "taiwan", _("往来台湾通行证")
    TAIWAN_ENDORSEMENT = "taiwan_endorsement", _("往来台湾签注")
    EXIT_ENTRY_PERMIT = "exit_entry_permit", _("出入境通行证")
    HKMT_RESIDENT = "hkmt_resident", _("港澳台居民证件")
    FOREIGNER_VISA = "foreigner_visa", _("外国人签证和停留")
    FOREIGNER_RESIDENCE = "foreigner_residence", _("外国人居留")
    RECORD = "record", _("出入境记录")


class LaneKind(TextChoices):
    """What a window is staffed for; a booking takes places of one kind."""

    CN_DOCUMENTS = "cn_documents", _("综合受理")
    ENDORSEMENT = "endorsement", _("签注")
    FOREIGN = "foreign", _("外国人/港澳台")
    URGENT = "urgent", _("绿色通道")
    COLLECT = "collect", _("发证")


class Mark(TextChoices):
    """How sure a fact is; the letters are those of the source list."""

    VERIFIED = "V", "权威来源"
    SECOND_HAND = "V*", "转载来源，待核"
    PARTLY = "V2", "部分来源，待核"
    BACKGROUND = "B", "经验，待核"
    DESIGN = "D", "本大厅自定"

    @property
    def is_weak(self) -> bool:
        """Whether the public reads «以窗口公布为准» until a keeper confirms it."""
        return self in (Mark.SECOND_HAND, Mark.PARTLY, Mark.BACKGROUND)


class Scope(TextChoices):
    """Whether the county may take the item."""

    ACCEPT = "accept", "本大厅受理"
    ACCEPT_IF_COMMISSIONED = "accept_if_commissioned", "受委托后受理"
    REFER_TO_HUANGGANG = "refer_to_huanggang", "到黄冈办理"
    REFER_ELSEWHERE = "refer_elsewhere", "到其他单位办理"


class ProvidedBy(TextChoices):
    """Who produces a material."""

    APPLICANT = "applicant", "申请人带来"
    HALL = "hall", "大厅现场制作"
    SHARED = "shared", "数据共享取得"


class FactKind(TextChoices):
    """Figures that differ with the answers."""

    FEE = "fee", _("收费")
    LEGAL_LIMIT = "legal_limit", _("法定时限")
    PROMISE = "promise", _("承诺时限")
    VALIDITY = "validity", _("有效期")
    STAY = "stay", _("每次停留")


class Unit(TextChoices):
    """What the number of a fact counts."""

    CNY = "cny", _("元")
    WORKDAY = "workday", _("个工作日")
    DAY = "day", _("天")
    MONTH = "month", _("个月")
    YEAR = "year", _("年")
    TEXT = "text", _("文字说明")


class RulingKind(TextChoices):
    """What an answer leads to, besides papers and figures; earlier members outrank later ones."""

    NOT_ELIGIBLE = "not_eligible", "不符合条件"
    REFER = "refer", "到别处办理"
    MACHINE = "machine", "自助机办理"
    ON_SITE = "on_site", "直接到窗口"
    NOTICE = "notice", "提示"


class Decision(TextChoices):
    """What the checklist says about booking."""

    BOOKABLE = "bookable", _("可以预约")
    MACHINE = "machine", _("不用预约，自助机办理")
    REFER = "refer", _("到别处办理")
    ON_SITE_ONLY = "on_site_only", _("不用预约，直接到窗口")
    NOT_ELIGIBLE = "not_eligible", _("暂不能办理")


class QuestionKind(TextChoices):
    YES_NO = "yes_no", "是/否"
    CHOICE = "choice", "单选"
    AGE = "age", "年龄段"


class GuideElement(TextChoices):
    """办事指南 elements in the order of the national guide; materials, times and fees come from their own rows."""

    SCOPE = "scope", _("适用范围")
    BASIS = "basis", _("审批依据")
    AUTHORITY = "authority", _("受理机构")
    CONDITIONS = "conditions", _("申请条件")
    PROHIBITED = "prohibited", _("禁止性要求")
    MATERIALS = "materials", _("申请材料及要求")
    METHOD = "method", _("办理方式")
    LIMITS = "limits", _("办结时限")
    FEES = "fees", _("收费依据及标准")
    RESULT = "result", _("审批结果")
    DELIVERY = "delivery", _("结果送达")
    RIGHTS = "rights", _("申请人权利和义务")
    PHONES = "phones", _("咨询、监督投诉")
    PLACE = "place", _("办理地址和时间")
    VISITS = "visits", _("到现场次数")


class SimulatedOutcome(TextChoices):
    """What the simulator of a data source answers."""

    FOUND = "found", "查到"
    NOT_FOUND = "not_found", "未查到"
    DOWN = "down", "接口中断"
