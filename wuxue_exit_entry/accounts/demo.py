"""The units of the brigade, and synthetic staff for the demonstration; `services` re-exports what is here."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wuxue_exit_entry.accounts import rules
from wuxue_exit_entry.accounts.enums import DutyKind, UnitKind
from wuxue_exit_entry.accounts.models import DutyShift, Unit, User
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError

WEEKS_ROSTERED = 8

_UNITS = (
    ("brigade", "出入境管理大队", UnitKind.BRIGADE, None),
    ("window", "办证窗口", UnitKind.WINDOW, "brigade"),
    ("foreigners", "外国人管理中队", UnitKind.SECTION, "brigade"),
    ("station-wuxue", "武穴派出所", UnitKind.STATION, "brigade"),
    ("station-kanjiang", "刊江派出所", UnitKind.STATION, "brigade"),
    ("station-tianzhen", "田镇派出所", UnitKind.STATION, "brigade"),
    ("station-meichuan", "梅川派出所", UnitKind.STATION, "brigade"),
    ("station-huaqiao", "花桥派出所", UnitKind.STATION, "brigade"),
    ("station-yuchuan", "余川派出所", UnitKind.STATION, "brigade"),
    ("station-dafasi", "大法寺派出所", UnitKind.STATION, "brigade"),
    ("station-dajin", "大金派出所", UnitKind.STATION, "brigade"),
    ("station-shifosi", "石佛寺派出所", UnitKind.STATION, "brigade"),
    ("station-siwang", "四望派出所", UnitKind.STATION, "brigade"),
    ("station-wanzhang", "万丈湖派出所", UnitKind.STATION, "brigade"),
    ("station-longping", "龙坪派出所", UnitKind.STATION, "brigade"),
)

# username, name, unit, role, police
_STAFF = (
    ("window", "李静", "window", "window_officer", True),
    ("window2", "胡强", "window", "window_officer", True),
    ("auxiliary", "周敏", "window", "window_auxiliary", False),
    ("leader", "陈建军", "brigade", "duty_leader", True),
    ("supervisor", "王海涛", "brigade", "supervisor", True),
    ("keeper", "赵文", "brigade", "catalogue_keeper", True),
    ("affairs", "杨帆", "foreigners", "foreign_affairs_officer", True),
    ("station", "何平", "station-wuxue", "station_officer", True),
    ("sysadmin", "孙立", "brigade", "system_admin", False),
    ("secadmin", "吴刚", "brigade", "security_admin", False),
    ("auditor", "郑洁", "brigade", "audit_admin", False),
)
USERNAMES = (*(row[0] for row in _STAFF), "hotel", "clerk")  # the last two are opened with the first hotel


@transaction.atomic
def load_units() -> None:
    """Put the brigade and all below it into the tree; units that exist stay as they are."""
    by_code = {unit.code: unit for unit in Unit.objects.all()}
    for code, name, kind, parent in _UNITS:
        if code not in by_code:
            unit = Unit.objects.create(code=code, name=name, kind=kind, parent=by_code.get(parent or ""))
            by_code[code] = unit
            audit.record(SYSTEM, "accounts.unit.created", unit, after={"code": code, "name": name})


@transaction.atomic
def load_demo_staff() -> None:
    """Create one synthetic account per role and rosters around today; run again, it changes nothing.

    Raises BusinessError(demo_only).
    """
    require_demo_mode()
    load_units()
    password = demo_password()
    for number, row in enumerate(_STAFF):
        _load_user(number, password, *row)
    for day in range(-7, WEEKS_ROSTERED * 7):
        _roster_day(clock.today() + timedelta(days=day))


def demo_password() -> str:
    """Return the one password of the demo accounts, made at the first call and kept beside the other secrets."""
    path: Path = settings.VAR_DIR / "secrets" / "demo_password"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with path.open("x", encoding="ascii") as new:
            path.chmod(0o600)
            new.write(rules.new_temporary_password())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def require_demo_mode() -> None:
    """Refuse outside demo mode.

    Raises BusinessError(demo_only).
    """
    if not settings.DEMO_MODE:
        raise BusinessError("demo_only", "只在演示模式（DEMO_MODE=true）下可用。", status=403)


def _load_user(number: int, password: str, username: str, name: str, unit: str, role: str, is_police: bool) -> None:
    user = User.objects.filter(username=username).first()
    if user is None:
        home = Unit.objects.get(code=unit)
        phone = f"1380000{number + 1:04d}"
        user = User.objects.create_user(
            username, password, name=name, unit=home, roles=[role], is_police=is_police, phone=phone
        )
        audit.record(SYSTEM, "accounts.user.created", user, after={"username": username, "roles": [role]})
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])


def _roster_day(day: date) -> None:
    """Leader round the clock; the two officers of the window take turns, the auxiliary on working days."""
    officer = ("window", "window2")[day.toordinal() % 2]
    _shift(("leader", "supervisor")[day.weekday() >= 5], DutyKind.LEADER, day, time(8, 30), 24)
    _shift(officer, DutyKind.OFFICER, day, time(8, 30), 24)
    if day.weekday() < 5:
        _shift("auxiliary", DutyKind.AUXILIARY, day, time(8, 30), 9)


def _shift(username: str, kind: DutyKind, day: date, begins: time, hours: int) -> None:
    user = User.objects.get(username=username)
    start = datetime.combine(day, begins, clock.SHANGHAI)
    end = start + timedelta(hours=hours)
    if not DutyShift.objects.filter(user=user, start__lt=end, end__gt=start).exists():
        DutyShift.objects.create(user=user, kind=kind, start=start, end=end)
