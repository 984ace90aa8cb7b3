"""What a check run changes in the findings of one file, worked out before anything is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from appointments.cases import rules
from appointments.cases.data import FindingData
from appointments.cases.enums import FindingStatus
from appointments.cases.models import Case, Finding


class FindingChange:
    """The findings that are known of a file held against those that were found now."""

    WORDS = ("check_name", "level", "params", "officer_words", "applicant_zh", "applicant_en", "fix_by")

    def __init__(self, case: Case, known: Mapping[str, Finding], found: Sequence[FindingData], now: datetime) -> None:
        self.case = case
        wanted = {data.code: data for data in found}
        self.fresh = [
            Finding(case=case, found_at=now, last_seen_at=now, **data.fields())
            for code, data in wanted.items()
            if code not in known
        ]
        self._gone = [finding for code, finding in known.items() if code not in wanted]
        again = [finding for code, finding in known.items() if code in wanted]
        self.reworded = [finding for finding in again if _reword(finding, wanted[finding.code])]
        self.gone = [finding.pk for finding in self._gone]
        self.seen_again = [finding.pk for finding in again]
        self.before = {"findings": sorted(known)}
        self.after = {"findings": sorted(wanted)}
        still_open = [finding.level for finding in again if finding.status == FindingStatus.OPEN]
        self.level = rules.worst([*still_open, *(finding.level for finding in self.fresh)])

    def __bool__(self) -> bool:
        """Whether other things are found than were known, or the same in other words."""
        return bool(self.fresh or self._gone or self.reworded)

    @property
    def concerns_applicant(self) -> bool:
        """Whether anything changed that the applicant was told or has to be told."""
        return any(finding.applicant_zh for finding in (*self.fresh, *self._gone))


def _reword(finding: Finding, data: FindingData) -> bool:
    """Bring a known finding to the words of now; tell whether they differ."""
    differs = False
    for name in FindingChange.WORDS:
        value = getattr(data, name)
        if getattr(finding, name) != value:
            setattr(finding, name, value)
            differs = True
    return differs
