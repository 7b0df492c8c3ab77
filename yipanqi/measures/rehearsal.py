"""A change rehearsed over the whole caseload: chunk by chunk, so that memory stays bounded however large the city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yipanqi.access.scope import Scope
from yipanqi.law.rehearsal import Book, Change, Difference, differences
from yipanqi.records.facts import facts_for
from yipanqi.records.models import Case
from yipanqi.records.rulebook import rulebook

Progress = Callable[[int, int], object]
CHUNK = 500


@dataclass(frozen=True, slots=True)
class InCase:
    """What would be different in one case."""

    case_id: int
    county_id: int
    office_id: int | None
    number: str
    found: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some cases: how many were asked, the last id, and those the change touches."""

    asked: int
    last_id: int
    touched: tuple[InCase, ...]


def open_cases(scope: Scope) -> QuerySet[Case]:
    """The caseload that is rehearsed: every case in scope that has not ended."""
    return Case.objects.filter(scope.filter(), ended_on=None)


def rehearse_chunk(change: Change, *, scope: Scope, on: date, after: int) -> Chunk | None:
    """The next cases behind the id `after`; None when there are no more."""
    book = rulebook()
    old = Book(book.region, book.calendar)
    new = change.amend(old)
    cases = list(open_cases(scope).filter(pk__gt=after).select_related("person").order_by("pk")[:CHUNK])
    if not cases:
        return None
    facts = facts_for(cases)
    told = ((case, differences(facts[case.pk], on=on, old=old, new=new)) for case in cases)
    touched = tuple(InCase(c.pk, c.county_id, c.office_id, c.number, found) for c, found in told if found)
    return Chunk(len(cases), cases[-1].pk, touched)


def rehearse(change: Change, *, scope: Scope, on: date, on_progress: Progress | None = None) -> Iterator[InCase]:
    """Every case in scope that the change touches, in the order of their ids."""
    total, asked, after = open_cases(scope).count(), 0, 0
    while (chunk := rehearse_chunk(change, scope=scope, on=on, after=after)) is not None:
        yield from chunk.touched
        asked, after = asked + chunk.asked, chunk.last_id
        if on_progress is not None:
            on_progress(asked, total)
