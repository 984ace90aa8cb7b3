"""What data sharing was to cover: asked for as paper when the source is down or does not know it."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.enums import SimulatedOutcome
from appointments.catalogue.rules import Paper
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "source"
DOWN = Text(
    "{paper}：共享数据接口暂时中断，这次请带上。",
    "{paper}: the shared data source is down for now, please bring it this time.",
)
UNKNOWN = Text(
    "{paper}：共享数据里没有查到，请带上。",
    "{paper}: the shared data does not have it, please bring it.",
)


def check_sources(subject: Subject) -> list[FindingData]:
    """Ask for each paper whose source gave nothing (行政许可法 32: 一次告知)."""
    papers = [*subject.checklist.shared, *subject.checklist.asked_because_source_down]
    return [finding for paper in papers for finding in _judge(subject, paper)]


def _judge(subject: Subject, paper: Paper) -> list[FindingData]:
    source = paper.source
    outcome = subject.sources.get(source.code, "") if source else SimulatedOutcome.DOWN
    if paper.source_is_down or outcome == SimulatedOutcome.DOWN:
        return [_ask(subject, paper, "down", DOWN, "接口中断，已请申请人带纸质材料")]
    if outcome == SimulatedOutcome.NOT_FOUND:
        return [_ask(subject, paper, "unknown", UNKNOWN, "共享数据未查到，已请申请人带来")]
    return []


def _ask(subject: Subject, paper: Paper, detail: str, words: Text, officer: str) -> FindingData:
    tell = Text(words.zh.format(paper=paper.name.zh), words.en.format(paper=paper.name.en))
    return subject.found(
        NAME, f"{detail}.{paper.code}", Level.AMBER, f"{paper.name.zh}：{officer}", tell, material=paper.code
    )
