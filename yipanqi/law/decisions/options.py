"""What the law allows in a case now, what it bars and why, and what is near (due or possible within some days)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from yipanqi.law.conclusions import day_words
from yipanqi.law.days import Calendar
from yipanqi.law.decisions.absence import ADMONITION_DAYS
from yipanqi.law.decisions.applications import applications
from yipanqi.law.decisions.arrest import arrest
from yipanqi.law.decisions.breaches import Breach, Record, read_record
from yipanqi.law.decisions.device_grounds import device, device_end
from yipanqi.law.decisions.ending import reduction, release, termination
from yipanqi.law.decisions.level import level_review
from yipanqi.law.decisions.penalty import penalty
from yipanqi.law.decisions.praise import praise
from yipanqi.law.decisions.recall import recall
from yipanqi.law.decisions.revoking import pending, revoking
from yipanqi.law.decisions.sanctions import admonition, month_of, warning
from yipanqi.law.events import Organ
from yipanqi.law.facts import CaseFacts, Category
from yipanqi.law.findings import Option
from yipanqi.law.parameters import Region
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, Certainty

DAYS_AHEAD = 30
# what a question may call a measure
_NAMES = {
    "praise": "表扬",
    "admonition": "训诫",
    "warning": "警告",
    "penalty": "提请治安管理处罚 治安管理处罚 提请治安处罚 治安处罚",
    "device": "电子定位装置 使用电子定位装置 电子定位",
    "arrest": "提请逮捕 逮捕",
    "revoke_probation": "提请撤销缓刑 撤销缓刑",
    "revoke_parole": "提请撤销假释 撤销假释",
    "recall": "提请收监执行 收监执行 提请收监 收监",
    "reduction": "减刑 提出减刑建议 提请减刑",
    "leave": "外出 请假 批准外出",
    "recurring_travel": "经常性跨市县活动 经常性跨市、县活动",
    "execution_place": "变更执行地",
    "contact": "接触特定人员",
    "area": "进入特定区域 进入特定区域（场所）",
    "extension": "延长病情报告 延长报告期限",
    "exit": "出境",
    "release": "解除 解除社区矫正",
    "termination": "终止 终止社区矫正",
}
MEASURE_NAMES = {word: name for name, words in _NAMES.items() for word in (name, *words.split())}
_GUARDED = frozenset(
    {"praise", "admonition", "warning", "penalty", "revoke_probation", "revoke_parole", "recall", "arrest"}
)
_MINOR = "未成年人：考核奖惩不公开，通知监护人到场"
_THIRD_RUNG = {
    Category.CONTROL: "给予警告并提请治安管理处罚",
    Category.PROBATION: "提请撤销缓刑",
    Category.PAROLE: "提请撤销假释",
    Category.TEMPORARY: "提请收监执行",
}


@dataclass(frozen=True, slots=True)
class Options:
    """Measures allowed now, measures barred with why, and what is near, in order of the day."""

    allowed: tuple[Option, ...]
    barred: tuple[Option, ...]
    near: tuple[Option, ...]


def options_for(
    facts: CaseFacts, *, on: date, calendar: Calendar, region: Region, days_ahead: int = DAYS_AHEAD
) -> Options:
    """Every measure of the law on one case as known at the end of `on`."""
    case = Reading(facts, on=on, calendar=calendar, region=region)
    found = tuple(_guarded(option, facts) for option in _measures(case))
    record = read_record(case)
    near = tuple(_near(case, record, found, on + timedelta(days=days_ahead))) if case.over_on is None else ()
    return Options(
        allowed=tuple(option for option in found if option.allowed),
        barred=tuple(option for option in found if not option.allowed),
        near=tuple(sorted(near, key=lambda option: option.near_on or date.max)),
    )


def _measures(case: Reading) -> Iterator[Option]:
    over = _over(case)
    for option in _running(case):
        if over and option.measure not in _left(case):
            yield replace(option, allowed=False, ground="", copies=(), barred=over, because=over, near_on=None)
        else:
            yield option


def _left(case: Reading) -> tuple[str, ...]:
    """After the case has ended nothing is left; after death or revocation termination; after the term also release."""
    if case.ended_on is not None:
        return ()
    return ("termination",) if case.over_on is not None else ("release", "termination")


def _over(case: Reading) -> str:
    if case.ended_on is not None:
        word = case.facts.ending.value if case.facts.ending is not None else "社区矫正结束"
        return f"{case.ended_on}{word}，不再采取任何措施。"
    if case.over_on is not None:
        return f"{case.over_on}死亡、被裁定撤销或者被决定收监，社区矫正终止，不再采取其他措施。"
    ends_on = case.facts.term_ends_on
    return (
        f"矫正期{ends_on}已届满，只能依法解除、终止或者列为期满待定。"
        if ends_on is not None and ends_on < case.on
        else ""
    )


def _running(case: Reading) -> Iterator[Option]:
    record = read_record(case)
    revocations, recalled = tuple(revoking(case, record)), recall(case, record)
    revocation = next((option for option in revocations if option.allowed), None)
    proposing = revocation is not None or recalled.allowed or pending(case)
    yield praise(case, record)
    yield admonition(case, record)
    yield warning(case, record)
    yield penalty(case, record)
    yield device(case, record, proposing)
    yield arrest(case, revocation)
    yield from revocations
    yield recalled
    yield reduction(case)
    yield from applications(case)
    yield release(case)
    yield termination(case)


def _guarded(option: Option, facts: CaseFacts) -> Option:
    """A minor's case stays under the minors' rules after eighteen: nothing public, the guardian is called."""
    if not facts.minor or option.measure not in _GUARDED or not option.allowed:
        return option
    return replace(
        option,
        copies=(*option.copies, Organ.GUARDIAN),
        because=f"{option.because}{_MINOR}。",
        basis=(*option.basis, CCL("58"), MEASURES("55")),
    )


def _near(case: Reading, record: Record, found: tuple[Option, ...], until: date) -> Iterator[Option]:
    for option in found:
        if not option.allowed and option.near_on is not None and case.on < option.near_on <= until:
            yield option
    review = level_review(case, until)
    if review is not None:
        yield review
    end = device_end(case)
    if end is not None and end <= until:
        yield _note("device_end", "电子定位装置到期", end, f"{end}到期自动解除；仍有必要的须在此前评估并再次批准。")
    for prohibition in case.facts.prohibitions:
        if prohibition.to_on is not None and case.on <= prohibition.to_on <= until:
            yield _note("prohibition_end", "禁止令到期", prohibition.to_on, f"禁止令至{prohibition.to_on}届满。")
    for breach in record.open:
        if breach.still_out and breach.since_on is not None:
            yield from _rungs(case, breach, breach.since_on, until)


def _rungs(case: Reading, breach: Breach, since_on: date, until: date) -> Iterator[Option]:
    """The next rung of an absence that still lasts, and what a return before it would bring."""
    last_light = since_on + timedelta(days=case.value(ADMONITION_DAYS, since_on))
    month_end = month_of(case, since_on)
    what, back = ("逾期报到", "报到") if breach.kind is None else ("脱离监管", "返回")
    rungs = ((last_light, "训诫", "警告"), (month_end, "警告", _THIRD_RUNG[case.facts.category]))
    for last_on, now, then in rungs:
        if case.on <= last_on <= until:
            change = f"若{day_words(last_on)}（含）前{back}，则为{now}；其后为{then}。"
            yield replace(_note("absence", f"{what}升级", last_on + timedelta(days=1), change), change=change)


def _note(measure: str, title: str, day: date, because: str) -> Option:
    return Option(
        measure=measure,
        title=title,
        allowed=False,
        near_on=day,
        because=because,
        certainty=Certainty.ASSUMED,
        basis={"device_end": (CCL("29"),), "absence": (MEASURES("34"), MEASURES("35"), MEASURES("46"))}.get(
            measure, (CCL("23"),)
        ),
    )
