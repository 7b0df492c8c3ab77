"""A case read on a day: events so far by kind, numbers as they hold here, and the making of duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Required, TypedDict, TypeVar, Unpack

from yipanqi.law.days import Calendar, Deadline, period_end
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.facts import CaseFacts
from yipanqi.law.findings import Duty, Used, minute
from yipanqi.law.parameters import Region
from yipanqi.law.rules import Limit, Rule, Unit
from yipanqi.law.sources import Article, Dated

T = TypeVar("T")
_NOTHING: Mapping[str, object] = {}
_NONE: tuple[Event, ...] = ()
_CUSTODY = (EventKind.DETAINED, EventKind.REHABILITATED, EventKind.COERCED, EventKind.ARRESTED)
_TERMINATING = (EventKind.DIED, EventKind.REVOCATION_RULED, EventKind.RECALL_DECIDED)
_AT_LIBERTY = frozenset(("取保候审", "监视居住"))


def occasion_of(event: Event) -> str:
    """What names the occasion an event gives rise to: its id, else its day."""
    return event.id or event.on.isoformat()


class Said(TypedDict, total=False):
    """What a rule says of a duty besides its dates (see `Duty`)."""

    why: Required[str]
    used: Used
    change_if: str
    subject: str
    missing: str
    flag: str
    opens_on: date | None
    extra: Mapping[str, Any]
    cites: tuple[Article, ...]


_SETTLED: dict[str, Duty] = {}


def _settled(rule: Rule) -> Duty:
    """A stand-in for a duty that is done, where only open ones are asked for and this one is left out anyway."""
    found = _SETTLED.get(rule.name)
    if found is None:
        found = _SETTLED[rule.name] = Duty(of=rule, occasion="", done_on=date.min)
    return found


def _order(event: Event) -> tuple[date, str, str]:
    return (event.on, event.at.isoformat() if event.at is not None else "", event.id)


class Reading:
    """Facts as known at the end of `on`: what lies later has not happened; their order does not matter."""

    __slots__ = (
        "_by_kind",
        "_custody",
        "_sorted",
        "calendar",
        "ended_on",
        "facts",
        "on",
        "only_open",
        "over_on",
        "region",
    )

    def __init__(
        self, facts: CaseFacts, *, on: date, calendar: Calendar, region: Region, only_open: bool = False
    ) -> None:
        self.facts, self.on, self.calendar, self.region = facts, on, calendar, region
        self.only_open = only_open
        self.ended_on = facts.ended_on if facts.ended_on is not None and facts.ended_on <= on else None
        by_kind: dict[EventKind, list[Event]] = {}
        for event in facts.events:
            if event.on <= on:
                found = by_kind.get(event.kind)
                if found is None:
                    by_kind[event.kind] = [event]
                else:
                    found.append(event)
        self._by_kind = by_kind
        self.over_on = self.ended_on or self._terminated_on()
        self._sorted: dict[EventKind, list[Event]] = {}
        self._custody: tuple[tuple[date, date | None], ...] | None = None

    def _terminated_on(self) -> date | None:
        """The day of death, revocation or recall (社区矫正法 45), though nobody has recorded the end yet."""
        days = [
            event.on
            for kind in _TERMINATING
            for event in self._by_kind.get(kind, _NONE)
            if event.granted or kind is EventKind.DIED
        ]
        return min(days, default=None)

    @property
    def until(self) -> date:
        """The last day on which duties can arise: today, or the day the case ended."""
        return self.over_on or self.on

    @property
    def entered_on(self) -> date | None:
        """The day supervision began: registration, else arrival or hand-over, if it has come."""
        facts = self.facts
        return self.past(facts.registered_on or facts.arrived_on or facts.handed_over_on)

    @property
    def supervised_since(self) -> date | None:
        """The day supervision began; where a ledger does not say, the import, if the term had then run a month."""
        return self.entered_on or (self.past(self.facts.known_since) if self.presumed_since else None)

    @property
    def presumed_since(self) -> date | None:
        """The start of the term of a case that came by ledger without a day of arrival, a month old or more."""
        facts = self.facts
        known, start = facts.known_since, facts.effective_on or facts.term_starts_on
        if self.entered_on is not None or known is None or start is None:
            return None
        return start if period_end(start, months=1) < known else None

    @property
    def last_supervised_on(self) -> date:
        """The last day so far on which supervision duties can arise: today, the term's end or the case's end."""
        ends_on = self.facts.term_ends_on
        return self.until if ends_on is None else min(self.until, ends_on)

    @property
    def supervised(self) -> bool:
        """Whether supervision runs today."""
        return self.over_on is None and self.last_supervised_on == self.on

    def capped(self, day: date) -> date:
        """No permit, order or report runs past the printed end of the term."""
        ends_on = self.facts.term_ends_on
        return day if ends_on is None else min(day, ends_on)

    def past(self, day: date | None) -> date | None:
        """The day if it has come, else None."""
        return day if day is not None and day <= self.on else None

    def has(self, kind: EventKind) -> bool:
        """Whether such an event has happened."""
        return kind in self._by_kind

    def of(self, kind: EventKind) -> Sequence[Event]:
        """Events of a kind so far, in order of time."""
        found = self._sorted.get(kind)
        if found is None:
            unsorted = self._by_kind.get(kind)
            if unsorted is None:
                return _NONE
            if len(unsorted) > 1:
                unsorted.sort(key=_order)
            found = self._sorted[kind] = unsorted
        return found

    def first(self, kind: EventKind) -> Event | None:
        """The earliest such event."""
        found = self.of(kind)
        return found[0] if found else None

    def last(self, kind: EventKind) -> Event | None:
        """The latest such event."""
        found = self.of(kind)
        return found[-1] if found else None

    def answer(self, opener: Event, kind: EventKind) -> Event | None:
        """The event that answers `opener`: by reference to it or to the same matter, else the first before the next."""
        loose: Event | None = None
        shared: Event | None = None
        for event in self.of(kind):
            if event.refers_to:
                if opener.id and opener.id in event.refers_to:
                    return event
                if shared is None and event.on >= opener.on and not set(opener.refers_to).isdisjoint(event.refers_to):
                    shared = event
            elif loose is None and event.on >= opener.on:
                loose = event
        if shared is not None or loose is None:
            return shared
        following = [later for later in self.of(opener.kind) if _order(later) > _order(opener)]
        return loose if not following or _order(loose) < _order(following[0]) else None

    def first_answer(self, opener: Event, *kinds: EventKind) -> Event | None:
        """The earliest event of several kinds that answers `opener`."""
        answers = [answer for kind in kinds if (answer := self.answer(opener, kind)) is not None]
        return min(answers, key=_order, default=None)

    def told(self, opener: Event, *organs: Organ) -> date | None:
        """The day by which all `organs` had been told of `opener` (also by the event's own copies)."""
        days = [self._told(opener, organ) for organ in organs]
        return max((day for day in days if day is not None), default=None) if None not in days else None

    def first_told(self, subject: str, organ: Organ) -> Event | None:
        """The first note that `organ` was told of `subject` (an id or the name of an occasion)."""
        return next((e for e in self.of(EventKind.TOLD) if subject in e.refers_to and organ in e.to), None)

    def _told(self, opener: Event, organ: Organ) -> date | None:
        if organ in opener.to:
            return opener.on
        for event in self.of(EventKind.TOLD):
            linked = opener.id in event.refers_to if event.refers_to else event.on >= opener.on
            if linked and organ in event.to:
                return event.on
        return None

    def in_custody(self, day: date) -> bool:
        """Whether the person was deprived of liberty on `day` (recurring duties then rest)."""
        return any(first <= day and (last is None or day <= last) for first, last in self.custody)

    @property
    def custody(self) -> tuple[tuple[date, date | None], ...]:
        """Spans of detention, drug rehabilitation, arrest and custodial coercive measures; end None = running."""
        if self._custody is None:
            self._custody = tuple(
                (event.from_on or event.on, self._custody_end(event))
                for kind in _CUSTODY
                for event in self.of(kind)
                if event.reason not in _AT_LIBERTY
            )
        return self._custody

    def _custody_end(self, event: Event) -> date | None:
        ended = self.answer(event, EventKind.RESTRAINT_ENDED) or self.answer(event, EventKind.FREED)
        return ended.on if ended is not None else event.to_on

    def value(self, dated: Dated[T], day: date) -> T:
        """A number as it holds here on `day`."""
        return self.region.value(dated, day)

    def _amount(self, number: Dated[Any], day: date) -> int | None:
        amount: int | None = self.region.value(number, day)
        return amount

    def due(self, limit: Limit, start: date) -> tuple[Deadline | None, int | None]:
        """The deadline and the number it was counted with; None where no number is set."""
        if limit.number is None:
            return None, None
        amount = self._amount(limit.number, start)
        return (None, None) if amount is None else (limit.deadline(start, amount, self.calendar), amount)

    def duty(
        self,
        rule: Rule,
        occasion: str,
        start: date | None,
        *,
        done: Event | date | None = None,
        limit: Limit | None = None,
        due_on: date | None = None,
        deadline: Deadline | None = None,
        whole: bool = False,
        **said: Unpack[Said],
    ) -> Duty:
        """A duty under `rule`, counted from `start` by its limit unless `due_on` or `deadline` gives the date.

        Where a fact is `missing` nothing is counted. When only open duties are asked for, one that is done is not
        worked out (unless `whole`).
        """
        done_on = None if done is None else self.past(done.on if isinstance(done, Event) else done)
        if done_on is not None and self.only_open and not whole:
            return _settled(rule)
        amount: int | None = None
        limit = limit or rule.limit
        if due_on is not None:
            deadline = Deadline(due_on, due_on)
        elif deadline is None and start is not None and limit.unit is not Unit.HOURS and not said.get("missing"):
            deadline, amount = self.due(limit, start)
        return Duty(
            of=rule,
            occasion=occasion,
            starts_on=start,
            amount=amount,
            raw_due_on=deadline.raw_on if deadline else None,
            due_on=deadline.due_on if deadline else None,
            provisional=deadline.provisional if deadline else False,
            done_on=done_on,
            done_at=done.at if isinstance(done, Event) and done_on else None,
            known_since=self.facts.known_since,
            **said,
        )

    def hours_duty(
        self,
        rule: Rule,
        occasion: str,
        opener: Event,
        *,
        why: str,
        done: Event | None = None,
        used: Used = (),
        subject: str = "",
        change_if: str = "",
    ) -> Duty:
        """A duty counted in hours from the minute of `opener`; without a minute the fact is asked for."""
        number = rule.limit.number
        amount = None if number is None else self._amount(number, opener.on)
        due_at = rule.limit.instant(opener.at, amount) if opener.at is not None and amount is not None else None
        missing = f"“{opener.kind.title}”的时刻" if opener.at is None and amount is not None else ""
        return Duty(
            of=rule,
            occasion=occasion,
            starts_on=opener.on,
            amount=amount,
            due_at=due_at,
            done_on=done.on if done else None,
            done_at=done.at if done else None,
            known_since=self.facts.known_since,
            subject=subject,
            why=why,
            extra={"at": minute(opener.at)} if opener.at is not None else _NOTHING,
            change_if=change_if,
            used=used,
            missing=missing,
        )
