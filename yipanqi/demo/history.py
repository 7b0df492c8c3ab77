"""A fictitious case's history: mostly in order, sometimes late, now and then not done at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from yipanqi.demo.sentences import Judgment
from yipanqi.law.events import EventKind, Member
from yipanqi.law.facts import Category, ReleaseGround

REPORT_EVERY = {"严管": 7, "普管": 15, "宽管": 30}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event to be written: kind, day and its typed facts; `answers` are the marks of the events it refers to."""

    kind: EventKind
    on: date
    data: dict[str, Any] = field(default_factory=dict)
    mark: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diligence:
    """How carefully an agency works: the share of things done late, and of things not done."""

    late: float
    left: float


@dataclass(frozen=True, slots=True)
class Story:
    """What is told of one case: when it came in, its level, and how carefully it is kept."""

    judgment: Judgment
    arrived_on: date | None
    level: str
    woman: bool
    minor: bool
    until: date
    diligence: Diligence
    ended_on: date | None


def history(chance: Random, story: Story) -> list[Happened]:
    """All events of the case up to `story.until`, in order of day."""
    parts: tuple[Callable[[Random, Story], Iterator[Happened]], ...] = (
        _papers,
        _intake,
        _reports,
        _body_reports,
        _reviews,
        _leaves,
        _praise_and_blame,
        _ending,
    )
    found = [event for part in parts for event in part(chance, story) if event.on <= story.until]
    return sorted(found, key=lambda event: event.on)


def _day(chance: Random, start: date, low: int, high: int) -> date:
    return start + timedelta(days=chance.randint(low, high))


def _done(chance: Random, story: Story, due: date, early: int) -> date | None:
    """The day something due on `due` was done: in time, late, or never."""
    dice = chance.random()
    if _left(dice, story, due):
        return None
    if dice < story.diligence.left + story.diligence.late:
        return _day(chance, due, 2, 9)
    return _day(chance, due, -early, 0)


def _left(dice: float, story: Story, due: date) -> bool:
    """Not done, and not long ago: what is found undone is made up for within two months or so."""
    return dice < story.diligence.left * 2 and (story.until - due).days < 60


def _papers(chance: Random, story: Story) -> Iterator[Happened]:
    effective = story.judgment.effective_on
    yield Happened(EventKind.DECISION_NOTIFIED, _day(chance, effective, 1, 4))
    received = _day(chance, effective, 2, 8)
    yield Happened(EventKind.DOCUMENTS_RECEIVED, received)
    if (receipt := _done(chance, story, received + timedelta(days=4), 3)) is not None:
        yield Happened(EventKind.DOCUMENTS_RECEIPTED, receipt)


def _intake(chance: Random, story: Story) -> Iterator[Happened]:
    arrived = story.arrived_on
    if arrived is None:
        return
    for kind, within, early in (
        (EventKind.GROUP_FORMED, 5, 4),
        (EventKind.DECLARED, 5, 4),
        (EventKind.PLAN_MADE, 10, 6),
    ):
        done = _done(chance, story, arrived + timedelta(days=within), early)
        if done is not None:
            yield Happened(kind, done, _members(story) if kind is EventKind.GROUP_FORMED else {})
    yield Happened(EventKind.LEVEL_SET, arrived, {"level": story.level})


def _members(story: Story) -> dict[str, Any]:
    members = {Member.OFFICE, Member.COMMITTEE, Member.FAMILY, Member.SOCIAL_WORKER}
    if story.woman:
        members.add(Member.WOMAN)
    if story.minor:
        members |= {Member.MINORS_SPECIALIST, Member.GUARDIAN}
    return {"members": sorted(member.value for member in members)}


def _reports(chance: Random, story: Story) -> Iterator[Happened]:
    if story.arrived_on is None:
        return
    every = REPORT_EVERY[story.level]
    last = story.arrived_on
    while last <= story.until:
        done = _done(chance, story, last + timedelta(days=every), min(3, every - 1))
        last = done or last + timedelta(days=every)
        if done is not None:
            yield Happened(EventKind.REPORTED, done)


def _months(story: Story) -> Iterator[date]:
    month = (story.arrived_on or story.until).replace(day=1)
    while month <= story.until:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _body_reports(chance: Random, story: Story) -> Iterator[Happened]:
    if story.judgment.category is not Category.TEMPORARY or story.arrived_on is None:
        return
    for month in _months(story):
        last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        first = max(story.arrived_on, month + timedelta(days=3))
        on = first + timedelta(days=chance.randint(0, (last - first).days))
        if not _left(chance.random(), story, on):
            yield Happened(EventKind.BODY_REPORTED, on)


def _reviews(chance: Random, story: Story) -> Iterator[Happened]:
    if story.judgment.ground is not ReleaseGround.MEDICAL or story.arrived_on is None:
        return
    last = story.arrived_on
    while last <= story.until:
        done = _done(chance, story, last + timedelta(days=89), 12)
        last = done or last + timedelta(days=91)
        if done is not None:
            yield Happened(EventKind.MEDICAL_REVIEWED, done)


def _leaves(chance: Random, story: Story) -> Iterator[Happened]:
    if story.arrived_on is None or chance.random() > 0.25:
        return
    days_in = (story.until - story.arrived_on).days
    if days_in < 40:
        return
    start = story.arrived_on + timedelta(days=chance.randint(20, days_in - 12))
    end = start + timedelta(days=chance.randint(1, 6))
    asked = start - timedelta(days=3)
    facts = {"from_on": start, "to_on": end, "level": "司法所", "reason": "处理家庭重要事务", "to": ["county"]}
    yield Happened(EventKind.LEAVE_PERMITTED, asked, facts, mark="leave")
    yield Happened(EventKind.TALKED, start + timedelta(days=1), {}, answers=("leave",))
    yield Happened(EventKind.LEAVE_RETURNED, end, answers=("leave",))


def _praise_and_blame(chance: Random, story: Story) -> Iterator[Happened]:
    if story.arrived_on is None:
        return
    arrived, days_in = story.arrived_on, (story.until - story.arrived_on).days
    limit = story.judgment.effective_on + timedelta(days=12)
    if story.judgment.category is not Category.TEMPORARY and arrived > limit:
        on = _day(chance, arrived, 1, 6)
        yield from _decision(story, EventKind.ADMONISHED, on, "late", answers=("arrival",))
    elif days_in > 60 and chance.random() < 0.06:
        breach = _day(chance, arrived, 30, days_in - 20)
        yield Happened(EventKind.BREACHED, breach, {"reason": "未按规定报告，情节轻微"}, mark="breach")
        yield from _decision(story, EventKind.ADMONISHED, _day(chance, breach, 2, 8), "admonished", answers=("breach",))
    if days_in > 200 and chance.random() < 0.08:
        on = _day(chance, arrived, 185, days_in - 5)
        yield from _decision(story, EventKind.COMMENDED, on, "praised")
        yield Happened(EventKind.PLAN_CHANGED, _day(chance, on, 1, 9))


def _decision(
    story: Story, kind: EventKind, on: date, mark: str, *, answers: tuple[str, ...] = ()
) -> Iterator[Happened]:
    """A decision on behaviour: copied to the procuratorate at once, published unless the person is a minor."""
    yield Happened(kind, on, {"to": ["procuratorate", "person"]}, mark=mark, answers=answers)
    if not story.minor:
        yield Happened(EventKind.TOLD, on + timedelta(days=3), {"to": ["public"]}, answers=(mark,))


def _ending(chance: Random, story: Story) -> Iterator[Happened]:
    due = story.judgment.ends_on - timedelta(days=30)
    if due <= story.until and (done := _done(chance, story, due, 8)) is not None:
        yield Happened(EventKind.SUMMARY_FILED, done)
    if story.ended_on is not None:
        yield Happened(EventKind.APPRAISED, story.ended_on - timedelta(days=chance.randint(2, 12)))
        yield Happened(EventKind.END_NOTIFIED, story.ended_on)
