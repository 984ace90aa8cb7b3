"""Roles as code: what each post may do. A change here is reviewed like any other change and takes effect at once.

The three administrators keep each other in check (GB/T 22239-2019, 8.1.5): they share no permission, and no account
may hold two of them; the database refuses it as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from wuxue_exit_entry.accounts.permissions import DECISIONS, Permission

P = Permission


@dataclass(frozen=True, kw_only=True)
class Role:
    """A post in the hall."""

    code: str
    label: str
    description: str
    permissions: frozenset[Permission]
    police_only: bool = False
    tenant: bool = False  # of a hotel: sees the rows of the own unit and no staff page
    home: str = "accounts:me"  # name of the first screen after sign-in


_AUXILIARY = frozenset(
    {
        P.BOOKING_READ,
        P.BOOKING_CREATE_FOR_CALLER,
        P.BOOKING_CHANGE,
        P.CASE_READ,
        P.CASE_TICK,
        P.ARRIVAL_CHECK_IN,
        P.GREEN_ENTER,
    }
)
_OFFICER = _AUXILIARY | {
    P.CASE_REGISTER,
    P.FINDING_CORRECT,
    P.CASE_COMPLETE,
    P.SWEEP_RUN,
    P.SWEEP_SIGN_OFF,
    P.NO_SHOW_EXCUSE,
    P.PERSON_NUMBER_REVEAL,
}
_FOREIGN_AFFAIRS = frozenset(
    {
        P.CONTACTS_READ,
        P.CONTACTS_EDIT,
        P.PEOPLE_READ,
        P.HOTEL_OPEN,
        P.LODGING_READ,
        P.PERSON_NUMBER_REVEAL,
    }
)
_STATION = frozenset(
    {
        P.CONTACTS_READ,
        P.PEOPLE_READ,
        P.LODGING_READ,
    }
)
_DESK = frozenset({P.DESK_REGISTER})
_LEADER = (
    _OFFICER
    | _FOREIGN_AFFAIRS
    | {
        P.CAPACITY_EXTRA,
        P.GREEN_DECIDE,
        P.FIGURES_READ,
        P.MESSAGING_READ,
        P.MESSAGING_RETRY,
        P.ALARM_ACKNOWLEDGE,
        P.ROSTER_EDIT,
    }
)

_ROLES = (
    Role(
        code="window_officer",
        label="窗口民警",
        description="预约专窗和办证窗口：核对、登记建档、办结，签核当天的检索。",
        permissions=_OFFICER,
        police_only=True,
        home="desk:list",
    ),
    Role(
        code="window_auxiliary",
        label="窗口辅警",
        description="在民警带领下接待、代约、签到、核对材料；不作任何决定。",
        permissions=_AUXILIARY,
        home="desk:list",
    ),
    Role(
        code="duty_leader",
        label="带班领导",
        description="带班：审批绿色通道、加号、排班，处置告警。",
        permissions=_LEADER,
        police_only=True,
        home="desk:list",
    ),
    Role(
        code="foreign_affairs_officer",
        label="外管民警",
        description="境外人员和住宿登记：联系单位、宾馆、住客。",
        permissions=_FOREIGN_AFFAIRS,
        police_only=True,
        home="lodging:stay-list",
    ),
    Role(
        code="station_officer",
        label="派出所民警",
        description="本所辖区的宾馆、住客和境外人员。",
        permissions=_STATION,
        home="lodging:stay-list",
    ),
    Role(
        code="hotel_manager",
        label="宾馆负责人",
        description="本宾馆的登记、前台人员和密钥。",
        permissions=_DESK | {P.DESK_MANAGE},
        tenant=True,
        home="front:register",
    ),
    Role(
        code="hotel_clerk",
        label="宾馆前台",
        description="登记本宾馆的境外住客。",
        permissions=_DESK,
        tenant=True,
        home="front:register",
    ),
    Role(
        code="supervisor",
        label="大队长",
        description="看全局：统计、号源、消息和排班；必要时行使带班领导的权限。",
        permissions=_LEADER | {P.CAPACITY_EDIT},
        police_only=True,
        home="supervision:figures",
    ),
    Role(
        code="catalogue_keeper",
        label="事项维护员",
        description="维护事项、材料、问题、开放时间、节假日和号源。",
        permissions=frozenset({P.CATALOGUE_EDIT, P.CAPACITY_EDIT}),
        home="keeper:home",
    ),
    Role(
        code="system_admin",
        label="系统管理员",
        description="建立和停用账号、分配角色、维护单位；看不到业务数据。",
        permissions=frozenset({P.USER_ADMIN, P.UNIT_ADMIN}),
        home="accounts:user-list",
    ),
    Role(
        code="security_admin",
        label="安全管理员",
        description="解锁账号、重置动态口令、结束登录。",
        permissions=frozenset({P.SECURITY_ADMIN}),
        home="accounts:security",
    ),
    Role(
        code="audit_admin",
        label="审计管理员",
        description="查看审计日志，只读。",
        permissions=frozenset({P.AUDIT_READ}),
        home="audit:event-list",
    ),
)

ROLES = {role.code: role for role in _ROLES}
CHOICES = [(role.code, role.label) for role in _ROLES]
DUTY_LEADER, SUPERVISOR, SYSTEM_ADMIN = "duty_leader", "supervisor", "system_admin"
ADMINISTRATORS = (SYSTEM_ADMIN, "security_admin", "audit_admin")
FORBIDDEN_PAIRS = tuple(combinations(ADMINISTRATORS, 2))


def permissions_of(codes: Iterable[str], *, is_police: bool) -> frozenset[str]:
    """Return what the roles `codes` allow; without police status nothing that decides."""
    allowed: set[Permission] = set()
    for code in codes:
        if code in ROLES:
            allowed |= ROLES[code].permissions
    return frozenset(p.value for p in (allowed if is_police else allowed - DECISIONS))


def are_tenant(codes: Iterable[str]) -> bool:
    """Whether one of the roles belongs to a hotel."""
    return any(code in ROLES and ROLES[code].tenant for code in codes)


def labels_of(codes: Iterable[str]) -> list[str]:
    """Return the labels of the roles `codes`."""
    return [ROLES[code].label if code in ROLES else code for code in codes]


def roles_with(permission: Permission) -> list[str]:
    """Return the codes of the roles that hold `permission`."""
    return [role.code for role in _ROLES if permission in role.permissions]
