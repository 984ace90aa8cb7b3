"""Units, accounts, duty shifts, hand-overs, and the counters of the rate limits."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords

from wuxue_exit_entry.accounts import roles
from wuxue_exit_entry.accounts.devices import TotpDevice
from wuxue_exit_entry.accounts.enums import DutyKind, Language, UnitKind
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id
from wuxue_exit_entry.privacy.fields import SealedField

__all__ = ["DutyShift", "HandOver", "RateWindow", "TotpDevice", "Unit", "User"]


class Unit(models.Model):
    """A unit of the brigade or a police station; scoping follows this tree."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField("使用中", default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="accounts_unit_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Accounts by name; names are kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account `username`, however it was capitalised."""
        return self.get(username=(username or "").strip().lower())

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account as it is given; people do that through `services.create_user`."""
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the plugin does not know packages without types
    """An account of the staff. Rights come from `roles` (code) alone; there are no groups and no superusers."""

    last_login = None  # type: ignore[assignment]  # signed_in_at instead: no history row for each sign-in

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=60)
    phone = SealedField("手机", purpose="accounts.user.phone", max_length=20, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="users")
    roles = models.JSONField("角色", default=list, blank=True)
    is_police = models.BooleanField("民警", default=False, help_text="辅警不作任何决定。")
    language = models.CharField("语言", max_length=10, choices=Language.choices, default=Language.CHINESE)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(default=0)
    signed_in_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "session_epoch", "signed_in_at"])

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(roles__contains=list(pair)),
                name=f"accounts_user_not_{pair[0]}_and_{pair[1]}",
            )
            for pair in roles.FORBIDDEN_PAIRS
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_labels(self) -> list[str]:
        """Labels of the roles."""
        return roles.labels_of(self.roles)

    def as_actor(self) -> Actor:
        """Return this account as the one who acts; an auxiliary's decisions are stripped here."""
        return Actor(
            kind="hotel" if roles.are_tenant(self.roles) else "staff",
            user_id=self.pk,
            name=self.name,
            unit_id=self.unit_id,
            is_police=self.is_police,
            permissions=roles.permissions_of(self.roles, is_police=self.is_police) if self.is_active else frozenset(),
        )

    def get_session_auth_hash(self) -> str:
        """Return what every session of this account carries; a new password or epoch ends them all."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same for the retired secret keys."""
        yield from (self._session_hash(str(key)) for key in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str) -> str:
        value = f"{self.session_epoch}:{self.password}"
        return salted_hmac("accounts.user.session", value, secret=secret, algorithm="sha256").hexdigest()


class DutyShift(models.Model):
    """Somebody is on duty from `start` to `end`; alarms go to them."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="shifts")
    kind = models.CharField("岗位", max_length=10, choices=DutyKind.choices)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")

    class Meta:
        ordering = ["start", "kind"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="accounts_dutyshift_ends_after_start"),
            models.UniqueConstraint(fields=["user", "start"], name="accounts_dutyshift_one_per_start"),
        ]
        indexes = [models.Index(fields=["end", "start"], name="accounts_dutyshift_period")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"

    @property
    def is_coming(self) -> bool:
        """Whether it has not begun."""
        return self.start > clock.now()


class HandOver(models.Model):
    """One on duty hands over to another; it counts from the moment the other confirms it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    shift = models.ForeignKey(DutyShift, models.PROTECT, related_name="hand_overs")
    from_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    notes = models.TextField("交接事项", max_length=2000, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="accounts_handover_to_another"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None), name="accounts_handover_confirmed_or_withdrawn"
            ),
            models.UniqueConstraint(
                fields=["shift"],
                condition=Q(confirmed_at=None, withdrawn_at=None),
                name="accounts_handover_one_open_per_shift",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_user} → {self.to_user}"


class RateWindow(models.Model):
    """How often something was done since `started_at`; `key` is a keyed hash, never a number or an address."""

    key = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    hits = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key[:8]
