"""What an edit would change for sample applicants, before it is saved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation

from appointments.catalogue import rules, selectors, telling
from appointments.catalogue.edition import new_edition
from appointments.catalogue.enums import Decision, FactKind
from appointments.catalogue.rules import Checklist
from appointments.catalogue.specs import Catalogue, ServiceSpec
from wuxue_exit_entry.kernel import clock

MAX_ROWS = 60


@dataclass(frozen=True)
class Sample:
    """Somebody made up, known by the answers that they would give."""

    name: str
    answers: dict[str, str]


_ADULT = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
_CHILD = {"age": "0-15", "escort": "guardian", "child_id": "yes", "hukou": "wuxue", "urgent": "no"}
SAMPLES = (
    Sample("本地成人", _ADULT),
    Sample("外省户口", {**_ADULT, "hukou": "other"}),
    Sample("省内外地户口", {**_ADULT, "hukou": "hubei"}),
    Sample("登记备案人员", {**_ADULT, "state_worker": "yes"}),
    Sample("现役军人", {**_ADULT, "military": "yes"}),
    Sample("60 岁以上", {**_ADULT, "age": "60-130"}),
    Sample("16 岁学生", {**_ADULT, "age": "16-17"}),
    Sample("孩子，监护人陪同", _CHILD),
    Sample("孩子，委托他人", {**_CHILD, "escort": "entrusted", "child_id": "no"}),
    Sample("有急事", {**_ADULT, "urgent": "yes"}),
    Sample("有电子通行证", {**_ADULT, "ecard": "yes"}),
)


@dataclass(frozen=True)
class Difference:
    """What changes for one sample applicant in one item."""

    service: str
    sample: str
    lines: tuple[str, ...]


def differences(save: Callable[[], object]) -> list[Difference]:
    """What `save` would change for the samples; nothing of it stays."""
    before = selectors.catalogue()
    with transaction.atomic():
        save()
        new_edition()
        after = selectors.read_catalogue(clock.today())
        transaction.set_rollback(True)
    with translation.override("zh-hans"):
        return list(_compare(before, after))[:MAX_ROWS]


def _compare(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    for code in sorted(before.services.keys() | after.services.keys()):
        old, new = before.services.get(code), after.services.get(code)
        if old == new:
            continue
        for sample in SAMPLES:
            lines = tuple(_lines(_told(before, old, sample), _told(after, new, sample)))
            if lines:
                yield Difference(code, sample.name, lines)


@dataclass(frozen=True)
class _Told:
    questions: tuple[str, ...]
    listed: Checklist


def _told(catalogue: Catalogue, spec: ServiceSpec | None, sample: Sample) -> _Told | None:
    if spec is None:
        return None
    answers, asked = dict(sample.answers), []
    while question := rules.next_question(spec, answers):
        options = [one.value for one in question.options] or ["no"]
        answers[question.fact] = options[0]
    asked = [question.text.zh for question in spec.questions if question.fact in rules.kept_answers(spec, answers)]
    return _Told(tuple(asked), rules.checklist(spec, rules.facts_of(spec, answers), catalogue.sources))


def _lines(before: _Told | None, after: _Told | None) -> Iterator[str]:
    if before is None or after is None:
        yield "停用" if after is None else "新增"
        return
    yield from _sets("问题", before.questions, after.questions)
    for label, name in (("带来", "bring"), ("大厅办", "hall_makes"), ("我们查", "shared")):
        yield from _sets(label, _names(before.listed, name), _names(after.listed, name))
    for kind in FactKind:
        old, new = (telling.amount(one.listed.figures[kind]) for one in (before, after))
        if old != new:
            yield f"{kind.label}：{old} → {new}"
    if before.listed.decision != after.listed.decision:
        yield f"结论：{Decision(before.listed.decision).label} → {Decision(after.listed.decision).label}"
    if before.listed.minutes != after.listed.minutes:
        yield f"时间：{before.listed.minutes} 分钟 → {after.listed.minutes} 分钟"
    yield from _sets("提示", _titles(before.listed), _titles(after.listed))


def _names(listed: Checklist, name: str) -> tuple[str, ...]:
    return tuple(paper.name.zh for paper in getattr(listed, name))


def _titles(listed: Checklist) -> tuple[str, ...]:
    return tuple(one.title.zh for one in (*listed.because, *listed.notices))


def _sets(label: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    gone = [one for one in before if one not in after]
    come = [one for one in after if one not in before]
    if gone or come:
        yield f"{label}：" + "，".join([*(f"－{one}" for one in gone), *(f"＋{one}" for one in come)])
