"""Duties follow the facts: asked again after every act, every day and after every change of the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from django.db import connection

from yipanqi.actions import journal, projection
from yipanqi.actions.projection import Projection
from yipanqi.actions.system import system
from yipanqi.actions.uncollected import uncollected
from yipanqi.law.facts import CaseFacts
from yipanqi.records.days import day_of
from yipanqi.records.facts import facts_for
from yipanqi.records.models import Case, Round
from yipanqi.records.rulebook import Rulebook, rulebook

T = TypeVar("T")
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """What a refresh did: cases asked and changed, duty rows written (new or changed) and withdrawn."""

    asked: int = 0
    changed: int = 0
    written: int = 0
    withdrawn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.asked + other.asked,
            self.changed + other.changed,
            self.written + other.written,
            self.withdrawn + other.withdrawn,
        )


# --- Asking the law again -----------------------------------------------------------------------------------


def refresh(case: Case, *, now: datetime) -> Counts:
    """Ask the law about one case and make its duty rows say so; idempotent. Part of every act on a case."""
    fresh = _locked([case.pk])
    counts = _refresh_locked(fresh, rulebook(), now=now)
    for found in fresh:
        case.facts_digest, case.refreshed_at = found.facts_digest, found.refreshed_at
    return counts


def refresh_many(case_ids: Iterable[int], *, now: datetime) -> Counts:
    """The same for many cases in the caller's transaction and scope: in chunks, locked in the order of their ids."""
    book, total = rulebook(), Counts()
    for ids in _chunks(sorted(set(case_ids))):
        total += _refresh_locked(_locked(ids), book, now=now)
    return total


def refresh_city(*, now: datetime, progress: Callable[[int], object] | None = None) -> Counts:
    """Ask about every case of the city, a transaction per chunk; `progress` hears how many have been asked."""
    total = Counts()
    for ids in _all_case_ids():
        with system(), uncollected():
            total += refresh_many(ids, now=now)
        if progress is not None:
            progress(total.asked)
    return total


def refresh_round(*, now: datetime) -> Counts:
    """`refresh_city` once for each day and each rulebook, however many ticks ask for it at the same time."""
    with system():
        due = _round_due(day_of(now), rulebook().version)
    if not due:
        return Counts()
    counts = refresh_city(now=now)
    with system():
        Round.objects.filter(pk=1).update(day=day_of(now), rulebook=rulebook().version, finished_at=now)
    return counts


def _round_due(today: date, version: str) -> bool:
    latest = Round.objects.filter(pk=1).first()
    return latest is None or (latest.day, latest.rulebook) != (today, version)


def _all_case_ids() -> Iterator[list[int]]:
    after = 0
    while True:
        with system():
            ids = list(Case.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return
        yield ids
        after = ids[-1]


def _locked(ids: Sequence[int], *, skip_locked: bool = False) -> list[Case]:
    cases = Case.objects.filter(pk__in=ids).order_by("pk")
    return list(cases.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked))


def _refresh_locked(cases: Sequence[Case], book: Rulebook, *, now: datetime) -> Counts:
    found = [projection.project(case, facts, book, now=now) for case, facts in _with_facts(cases)]
    changed = [p for p in found if p.digest != _bytes(p.case.facts_digest)]
    if not changed:
        return Counts(asked=len(found))
    written, withdrawn = projection.write(changed, now=now)
    projection.stamp(changed, now=now)
    return Counts(len(found), len(changed), written, withdrawn)


def _with_facts(cases: Sequence[Case]) -> Iterator[tuple[Case, CaseFacts]]:
    facts = facts_for(cases)
    for case in cases:
        yield case, facts[case.pk]


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return bytes(value) if value is not None else None


def _chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


# --- The import's bulk writer -------------------------------------------------------------------------------


def project_new(cases: Iterable[tuple[Case, CaseFacts]], *, now: datetime) -> list[Projection]:
    """Findings for cases about to be inserted; each case gets its facts_digest and refreshed_at for the INSERT."""
    book, found = rulebook(), []
    for case, facts in cases:
        projected = projection.project(case, facts, book, now=now)
        case.facts_digest, case.refreshed_at = projected.digest, now
        found.append(projected)
    return found


def insert_new(projections: Iterable[Projection], *, now: datetime) -> int:
    """Write the duties of freshly inserted cases in bulk; returns how many rows."""
    rows = (row for projected in projections for row in projected.rows)
    return projection.insert(projection.lines_of(rows), now=now)


# --- What became overdue ------------------------------------------------------------------------------------

_TO_NOTE = (
    "SELECT DISTINCT case_id FROM records_duty WHERE done_on IS NULL AND withdrawn_at IS NULL"
    " AND overdue_noted_at IS NULL AND NOT backfill AND due_on < %s ORDER BY case_id"
)
_NOTE = (
    "UPDATE records_duty SET overdue_noted_at = %s WHERE case_id = ANY(%s) AND done_on IS NULL"
    " AND withdrawn_at IS NULL AND overdue_noted_at IS NULL AND NOT backfill AND due_on < %s"
    " RETURNING id, case_id, county_id, rule, due_on"
)


def note_overdue(*, now: datetime) -> int:
    """Note each duty that became overdue, once; returns how many this call noted.

    The law is asked again under the lock of the case, so that a moved holiday or a late entry is heard first. A
    case that somebody is working on is left to the next tick.
    """
    noted = 0
    with system():
        waiting = _to_note(day_of(now))
    for ids in _chunks(waiting):
        with system():
            cases = _locked(ids, skip_locked=True)
            _refresh_locked(cases, rulebook(), now=now)
            noted += _note([case.pk for case in cases], now=now)
    return noted


def _note(case_ids: list[int], *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [now, case_ids, day_of(now)])
        rows = sorted(cursor.fetchall())
    for duty_id, case_id, county_id, rule, due_on in rows:
        journal.write(
            "duty.overdue",
            by=None,
            at=now,
            case_id=case_id,
            agency_id=county_id,
            duty=duty_id,
            rule=rule,
            due_on=due_on,
        )
    return len(rows)


def _to_note(today: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TO_NOTE, [today])
        return [case_id for (case_id,) in cursor.fetchall()]
