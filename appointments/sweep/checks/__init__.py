"""The checks in their order: one function in one file each, pure functions of a `Subject`."""

from collections.abc import Callable

import structlog
from django.utils import translation

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.sweep.checks.age import check_age
from appointments.sweep.checks.elsewhere import check_elsewhere
from appointments.sweep.checks.filing import check_filing
from appointments.sweep.checks.guardian import check_guardian
from appointments.sweep.checks.identity import check_identity
from appointments.sweep.checks.lane import check_lane
from appointments.sweep.checks.length import check_length
from appointments.sweep.checks.old_document import check_old_document
from appointments.sweep.checks.phone import check_phone
from appointments.sweep.checks.photo import check_photo
from appointments.sweep.checks.registers import check_registers
from appointments.sweep.checks.running import check_running
from appointments.sweep.checks.scope import check_scope
from appointments.sweep.checks.sources import check_sources
from appointments.sweep.checks.stay import check_stay
from appointments.sweep.data import Subject

Check = Callable[[Subject], list[FindingData]]

CHECKS: tuple[Check, ...] = (
    check_identity,
    check_age,
    check_guardian,
    check_scope,
    check_elsewhere,
    check_old_document,
    check_filing,
    check_registers,
    check_sources,
    check_photo,
    check_running,
    check_stay,
    check_length,
    check_lane,
    check_phone,
)
log = structlog.get_logger("sweep")


def judge(subject: Subject) -> list[FindingData]:
    """Return what all checks find, each code once; officers read Chinese, whoever triggers the sweep."""
    found: dict[str, FindingData] = {}
    with translation.override("zh-hans"):
        for check in CHECKS:
            for finding in _run(check, subject):
                found.setdefault(finding.code, finding)
    return list(found.values())


def _run(check: Check, subject: Subject) -> list[FindingData]:
    """Run one check; one that breaks asks for a look at this file and does not stop the sweep for the others."""
    try:
        return check(subject)
    except Exception:
        name = check.__name__.removeprefix("check_")
        log.exception("check failed", check=name)
        return [subject.found("broken", name, Level.AMBER, f"「{name}」检查未能完成，请人工核对")]
