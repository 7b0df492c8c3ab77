"""A case read on a day: events so far by kind, numbers as they hold here, and the making of duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from yipanqi.law.days import Calendar, Deadline
from yipanqi.law.events import Event, EventKind
from yipanqi.law.facts import CaseFacts
from yipanqi.law.findings import Duty, Used
from yipanqi.law.parameters import Region
from yipanqi.law.rules import Limit, Rule, Unit
from yipanqi.law.sources import Dated

T = TypeVar("T")
_NOTHING: Mapping[str, object] = {}
_NONE: tuple[Event, ...] = ()


def _order(event: Event) -> tuple[date, str, str]:
    return (event.on, event.at.isoformat() if event.at is not None else "", event.id)


class Reading:
    """Facts as known at the end of `on`: what lies later has not happened; their order does not matter."""

    __slots__ = ("_by_kind", "_sorted", "calendar", "ended_on", "facts", "on", "only_open", "region")

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
        self._sorted: set[EventKind] = set()

    @property
    def until(self) -> date:
        """The last day on which duties can arise: today, or the day the case ended."""
        return self.ended_on or self.on

    def past(self, day: date | None) -> date | None:
        """The day if it has come, else None."""
        return day if day is not None and day <= self.on else None

    def has(self, kind: EventKind) -> bool:
        """Whether such an event has happened."""
        return kind in self._by_kind

    def of(self, kind: EventKind) -> Sequence[Event]:
        """Events of a kind so far, in order of time."""
        found = self._by_kind.get(kind)
        if found is None:
            return _NONE
        if kind not in self._sorted:
            if len(found) > 1:
                found.sort(key=_order)
            self._sorted.add(kind)
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
        """The event that answers `opener`: by reference, else the first before the next such opener."""
        loose: Event | None = None
        for event in self.of(kind):
            if event.refers_to:
                if opener.id and opener.id in event.refers_to:
                    return event
            elif loose is None and event.on >= opener.on:
                loose = event
        if loose is None:
            return None
        following = [later for later in self.of(opener.kind) if _order(later) > _order(opener)]
        return loose if not following or _order(loose) < _order(following[0]) else None

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
        why: str,
        done: Event | date | None = None,
        limit: Limit | None = None,
        used: Used = (),
        change_if: str = "",
        subject: str = "",
        missing: str = "",
        flag: str = "",
        due_on: date | None = None,
        opens_on: date | None = None,
        extra: Mapping[str, Any] = _NOTHING,
    ) -> Duty:
        """A duty under `rule`, its date counted from `start` by the rule's limit unless `due_on` gives it."""
        done_on = self.past(done.on if isinstance(done, Event) else done)
        deadline: Deadline | None = None
        amount: int | None = None
        due_at = None
        limit = limit or rule.limit
        if due_on is not None:
            deadline = Deadline(due_on, due_on)
        elif start is not None and limit.unit is not Unit.HOURS:
            deadline, amount = self.due(limit, start)
        return Duty(
            of=rule,
            occasion=occasion,
            starts_on=start,
            amount=amount,
            raw_due_on=deadline.raw_on if deadline else None,
            due_on=deadline.due_on if deadline else None,
            due_at=due_at,
            provisional=deadline.provisional if deadline else False,
            done_on=done_on,
            done_at=done.at if isinstance(done, Event) and done_on else None,
            known_since=self.facts.known_since,
            opens_on=opens_on,
            subject=subject,
            why=why,
            extra=extra,
            change_if=change_if,
            used=used,
            missing=missing,
            flag=flag,
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
        due_at = (
            rule.limit.instant(opener.at, amount) if opener.at is not None and amount is not None else None
        )
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
            change_if=change_if,
            used=used,
            missing=missing,
        )
