"""What an account may be allowed to do; roles (roles.py) are bundles of these, views and services name them."""

from django.db.models import TextChoices


class Permission(TextChoices):
    """One right; the label is what the administrator reads."""

    BOOKING_READ = "booking.read", "查看预约"
    BOOKING_CREATE_FOR_CALLER = "booking.create_for_caller", "代来电、来访群众预约"
    BOOKING_CHANGE = "booking.change", "改期、取消预约"
    CAPACITY_EXTRA = "capacity.extra", "说明理由后加号"
    CASE_READ = "case.read", "查看预约档案"
    CASE_REGISTER = "case.register", "登记建档"
    CASE_TICK = "case.tick", "核对材料"
    FINDING_CORRECT = "finding.correct", "更正检索结论"
    CASE_COMPLETE = "case.complete", "办结"
    ARRIVAL_CHECK_IN = "arrival.check_in", "到场签到"
    SWEEP_RUN = "sweep.run", "发起检索"
    SWEEP_SIGN_OFF = "sweep.sign_off", "检索签核"
    GREEN_ENTER = "green.enter", "录入绿色通道申请"
    GREEN_DECIDE = "green.decide", "审批绿色通道"
    NO_SHOW_EXCUSE = "no_show.excuse", "免除爽约记分"
    PERSON_NUMBER_REVEAL = "person_number.reveal", "查看完整证件号码"
    CATALOGUE_EDIT = "catalogue.edit", "维护事项目录"
    CAPACITY_EDIT = "capacity.edit", "维护开放时间和号源"
    CONTACTS_READ = "contacts.read", "查看联系单位"
    CONTACTS_EDIT = "contacts.edit", "维护联系单位"
    PEOPLE_READ = "people.read", "查看境外人员"
    HOTEL_OPEN = "hotel.open", "开通、停用宾馆"
    LODGING_READ = "lodging.read", "查看住宿登记"
    DESK_REGISTER = "desk.register", "前台登记住客"
    DESK_MANAGE = "desk.manage", "管理前台人员和密钥"
    FIGURES_READ = "figures.read", "查看统计"
    MESSAGING_READ = "messaging.read", "查看消息发送"
    MESSAGING_RETRY = "messaging.retry", "重发消息"
    ALARM_ACKNOWLEDGE = "alarm.acknowledge", "处置告警"
    ROSTER_EDIT = "roster.edit", "排班"
    USER_ADMIN = "user.admin", "管理用户"
    UNIT_ADMIN = "unit.admin", "管理单位"
    SECURITY_ADMIN = "security.admin", "解锁账号、重置动态口令、结束登录"
    AUDIT_READ = "audit.read", "查看审计日志"


DECISIONS = frozenset(
    {
        Permission.CAPACITY_EXTRA,
        Permission.CASE_REGISTER,
        Permission.FINDING_CORRECT,
        Permission.CASE_COMPLETE,
        Permission.SWEEP_SIGN_OFF,
        Permission.GREEN_DECIDE,
        Permission.NO_SHOW_EXCUSE,
        Permission.HOTEL_OPEN,
    }
)
"""Rights that decide something; an auxiliary (辅警) never holds them, whatever the role says."""
