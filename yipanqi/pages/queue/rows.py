"""The rows of the queue: segments, filters and keyset paging that stays quick over a hundred cities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yipanqi.access.scope import Scope
from yipanqi.measures import standing
from yipanqi.records.models import Duty

GROUP_ROWS = 20
PAGE_ROWS = 50
PRINT_ROWS = 500


@dataclass(frozen=True, slots=True)
class Segment:
    """One cut of the duties: its key in the address, words, shape, and the rows it holds on a day."""

    key: str
    title: str
    glyph: str
    condition: Callable[[date], Q]
    hint: str = ""
    newest_first: bool = False


SEGMENTS: dict[str, Segment] = {
    segment.key: segment
    for segment in (
        Segment("over", "已超期", "over", standing.overdue, "先办这一组"),
        Segment("today", "今天到期", "soon", standing.due_today),
        Segment("soon", "3 天内", "", standing.due_soon),
        Segment("waiting", "等待他人", "wait", standing.waiting, "对方的时限照走，到期未回的提醒对方并留痕"),
        Segment("later", "以后到期", "", standing.due_later),
        Segment("undated", "没有截止日", "idle", standing.undated, "缺少事实，或者市里没有设定期限"),
        Segment("done", "本月已办", "good", standing.done_this_month, newest_first=True),
    )
}
FIRST = ("over", "today", "soon", "waiting")


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one segment and the cursor of the next page ("" at the end)."""

    segment: Segment
    duties: list[Duty]
    next_after: str


def batch(segment: Segment, scope: Scope, today: date, narrowed: Q, *, after: str = "", rows: int) -> Batch:
    """The next rows of one segment after the cursor."""
    found = _keys(segment, scope, segment.condition(today) & narrowed, after, rows + 1)
    shown = found[:rows]
    more = _cursor(*shown[-1]) if len(found) > rows else ""
    return Batch(segment, _read([key for _, key in shown]), more)


def first_batches(scope: Scope, today: date, narrowed: Q, rows: int = GROUP_ROWS) -> list[Batch]:
    """The head of each segment the queue opens with, all rows read at once."""
    heads = []
    for key in FIRST:
        found = _keys(SEGMENTS[key], scope, SEGMENTS[key].condition(today) & narrowed, "", rows + 1)
        heads.append((SEGMENTS[key], found[:rows], len(found) > rows))
    by_id = {duty.pk: duty for duty in _read([key for _, found, _ in heads for _, key in found])}
    return [
        Batch(segment, [by_id[key] for _, key in found if key in by_id], _cursor(*found[-1]) if more else "")
        for segment, found, more in heads
        if found
    ]


def _keys(segment: Segment, scope: Scope, condition: Q, after: str, rows: int) -> list[tuple[date | None, int]]:
    """Day and id of the next rows. One slice per agency, merged: each walks its own index and stops."""
    field = "done_on" if segment.newest_first else "due_on"
    order = (f"-{field}", "-id") if segment.newest_first else (field, "id")
    condition &= _after(field, after, newest_first=segment.newest_first)
    slices: list[QuerySet[Duty, tuple[date | None, int]]] = [
        Duty.objects.filter(agency).filter(condition).order_by(*order).values_list(field, "id")[:rows]
        for agency in _agencies(scope)
    ]
    if not slices:
        return []
    merged = slices[0] if len(slices) == 1 else slices[0].union(*slices[1:]).order_by(*order)[:rows]
    return list(merged)


def _agencies(scope: Scope) -> Iterable[Q]:
    yield from (Q(county_id=county) for county in sorted(scope.counties))
    yield from (Q(office_id=office) for office in sorted(scope.offices))


def _after(field: str, cursor: str, *, newest_first: bool) -> Q:
    """Rows behind the cursor "2026-11-20.1234"; a day not set stands last and reads "-"."""
    day, _, key = cursor.partition(".")
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        return Q()
    if day == "-":
        return Q(**{field: None}) & Q(id__gt=int(key))
    try:
        moment = date.fromisoformat(day)
    except ValueError:
        return Q()
    if newest_first:
        return Q(**{f"{field}__lt": moment}) | Q(**{field: moment}) & Q(id__lt=int(key))
    return Q(**{f"{field}__gt": moment}) | Q(**{field: moment}) & Q(id__gt=int(key)) | Q(**{field: None})


def _cursor(day: date | None, key: int) -> str:
    return f"{day.isoformat() if day else '-'}.{key}"


# What a row shows and what an act asks of its case: a case has sixty columns, a page has dozens of rows.
_SHOWN = (
    "case__number",
    "case__category",
    "case__level",
    "case__sealed",
    "case__release_ground",
    "case__arrived_on",
    "case__ended_on",
    "case__term_ends_on",
    "case__county_id",
    "case__office_id",
    "case__person__name",
    "case__responsible__full_name",
    "office__short_name",
)


def _read(keys: list[int]) -> list[Duty]:
    own = [field.name for field in Duty._meta.concrete_fields]
    rows = Duty.objects.filter(pk__in=keys).select_related("case__person", "case__responsible", "office")
    by_id = {duty.pk: duty for duty in rows.only(*own, *_SHOWN)}
    return [by_id[key] for key in keys if key in by_id]
