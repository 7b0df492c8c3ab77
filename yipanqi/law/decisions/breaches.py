"""What a case holds against the person: breaches, and which of them a sanction has already answered (一事不二罚)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yipanqi.law.duties.intake import REPORT_IN
from yipanqi.law.events import Event, EventKind
from yipanqi.law.facts import Category
from yipanqi.law.reading import Reading

UNLINKED = "未写明针对哪一事实的处分，按针对当日以前最近一次未处分的违规理解（一事不二罚）"
ABSENCES = (EventKind.ABSENT, EventKind.LOST)
SANCTIONS = (
    EventKind.ADMONISHED,
    EventKind.WARNED,
    EventKind.PENALTY_PROPOSED,
    EventKind.PENALISED,
    EventKind.REVOCATION_PROPOSED,
    EventKind.RECALL_PROPOSED,
)


class Gravity(Enum):
    """How grave a breach was found to be."""

    LIGHT = "轻微"
    SERIOUS = "较重"
    GRAVE = "严重"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One fact: when it happened or ended; absences carry their days, `gravity` None = not yet found."""

    key: str
    kind: EventKind | None
    on: date
    gravity: Gravity | None = None
    reason: str = ""
    since_on: date | None = None
    still_out: bool = False
    good_reason: bool | None = None

    @property
    def words(self) -> str:
        """The fact by its day; an absence that still lasts by the day it began."""
        return f"{self.since_on}起的违规" if self.still_out else f"{self.on}的违规"

    @property
    def days(self) -> int:
        """Days of an absence."""
        return (self.on - self.since_on).days if self.since_on is not None else 0


@dataclass(frozen=True, slots=True)
class Record:
    """The breaches of a case and its sanctions; `open` are the breaches that no sanction has answered."""

    breaches: tuple[Breach, ...]
    open: tuple[Breach, ...]
    admonitions: tuple[Event, ...]
    warnings: tuple[Event, ...]
    penalties: tuple[Event, ...]
    assumption: str

    def open_after(self, event: Event) -> tuple[Breach, ...]:
        """Open breaches that happened after a sanction: 仍不改正."""
        return tuple(breach for breach in self.open if breach.on > event.on)


def read_record(case: Reading) -> Record:
    """Breaches and sanctions as known on the day of reading."""
    breaches = tuple(sorted(_breaches(case), key=lambda breach: (breach.on, breach.key)))
    answered, assumed = _answered(case, breaches)
    return Record(
        breaches=breaches,
        open=tuple(breach for breach in breaches if breach.key not in answered),
        admonitions=tuple(case.of(EventKind.ADMONISHED)),
        warnings=tuple(case.of(EventKind.WARNED)),
        penalties=_penalties(case),
        assumption=UNLINKED if assumed else "",
    )


def _penalties(case: Reading) -> tuple[Event, ...]:
    """Penalties of the police for a breach of supervision; a detention counts when it says so."""
    penalised = [event for event in case.of(EventKind.PENALISED) if event.supervision is not False]
    detained = [event for event in case.of(EventKind.DETAINED) if event.supervision]
    return tuple(sorted((*penalised, *detained), key=lambda event: event.on))


def _breaches(case: Reading) -> list[Breach]:
    found = [_absence(case, event) for kind in ABSENCES for event in case.of(kind)]
    for kind in (EventKind.BREACHED, EventKind.PROHIBITION_BREACHED):
        found += [_breach(event) for event in case.of(kind)]
    late = _late_report(case)
    return [*found, late] if late is not None else found


def key_of(event: Event) -> str:
    """What a sanction refers to: the event's id, else its kind and day."""
    return event.id or f"{event.kind.value}:{event.on.isoformat()}"


def _absence(case: Reading, event: Event) -> Breach:
    back_on = event.to_on
    if back_on is None:
        closing = EventKind.FOUND if event.kind is EventKind.LOST else EventKind.LEAVE_RETURNED
        answer = case.answer(event, closing)
        back_on = answer.on if answer is not None else None
    back_on = case.past(back_on)
    return Breach(
        key=key_of(event),
        kind=event.kind,
        on=back_on or case.until,
        since_on=event.from_on or event.on,
        still_out=back_on is None,
        good_reason=event.good_reason,
        reason=event.reason or "",
    )


def _breach(event: Event) -> Breach:
    gravity = next((found for found in Gravity if event.level in (found.value, f"情节{found.value}")), None)
    if gravity is None and event.grave is not None:
        worst = Gravity.GRAVE if event.kind is EventKind.PROHIBITION_BREACHED else Gravity.SERIOUS
        gravity = worst if event.grave else Gravity.LIGHT
    return Breach(
        key=key_of(event),
        kind=event.kind,
        on=event.on,
        gravity=gravity,
        reason=event.reason or "",
        good_reason=event.good_reason,
    )


def _late_report(case: Reading) -> Breach | None:
    """不按规定时间报到, counted from the last day of reporting in."""
    facts = case.facts
    if facts.category is Category.TEMPORARY or facts.effective_on is None:
        return None
    if facts.known_since is not None and facts.arrived_on is None:
        return None
    deadline, _ = case.due(REPORT_IN.limit, facts.effective_on)
    arrived_on = case.past(facts.arrived_on)
    until = arrived_on or case.until
    if deadline is None or until <= deadline.due_on:
        return None
    return Breach(key="late_report", kind=None, on=until, since_on=deadline.due_on, still_out=arrived_on is None)


def _answered(case: Reading, breaches: Sequence[Breach]) -> tuple[set[str], bool]:
    """Keys that sanctions have used up, and whether a sanction had to be matched by its day."""
    known = {breach.key for breach in breaches}
    answered: set[str] = set()
    loose: list[Event] = []
    for kind in SANCTIONS:
        for event in case.of(kind):
            linked = known.intersection(event.refers_to)
            answered |= linked
            if not linked and not _follows(case, event):
                loose.append(event)
    for event in sorted(loose, key=lambda event: event.on):
        before = [breach for breach in breaches if breach.on <= event.on and breach.key not in answered]
        if before:
            answered.add(before[-1].key)
    return answered, bool(loose)


def _follows(case: Reading, event: Event) -> bool:
    """A penalty that carries out a proposal answers the fact of that proposal."""
    if event.kind is not EventKind.PENALISED:
        return False
    return any(
        proposal.id in event.refers_to if event.refers_to else proposal.on <= event.on
        for proposal in case.of(EventKind.PENALTY_PROPOSED)
    )
