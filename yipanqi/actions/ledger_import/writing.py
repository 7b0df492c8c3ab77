"""Writing what is new, in bulk: COPY into a temporary table, then one INSERT under the policies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from yipanqi.actions import journal, projection
from yipanqi.actions.forked import forked
from yipanqi.actions.ledger_import.copying import text_of
from yipanqi.actions.ledger_import.drafting import Draft, Drafting
from yipanqi.actions.ledger_import.sorting import SortedRow
from yipanqi.actions.wordings import heard
from yipanqi.records.days import day_of
from yipanqi.records.models import Agency, Batch, Case, Officer, Person, ProhibitionOrder
from yipanqi.records.rulebook import rulebook

Progress = Callable[[int, int], object]
_STEP = 2_000


def insert_cases(
    rows: Sequence[SortedRow], *, batch: Batch, by: Officer, now: datetime, on_progress: Progress | None = None
) -> None:
    """Persons, cases, orders and duties of new rows, with a journal line each; the rows learn their ids.

    A process beside this one works out the next part while the database writes this one.
    """
    if not rows:
        return
    drafting, drafts = _drafts(rows, batch=batch, by=by, now=now)
    parts = [drafts[start : start + _STEP] for start in range(0, len(drafts), _STEP)]
    written = 0
    for drafted in forked(drafting.drafted, parts):
        insert_lines(Person, drafted.person_lines)
        insert_lines(Case, drafted.case_lines)
        insert_lines(ProhibitionOrder, drafted.order_lines)
        heard(drafted.words)
        projection.insert(drafted.duties, now=now)
        written += drafted.cases
        if on_progress is not None:
            on_progress(written, len(drafts))
    for row in rows:
        county_id = row.values.case["county_id"]
        journal.write("case.opened", by=by, at=now, case_id=row.case_id, agency_id=county_id, batch=batch.pk)


def _drafts(rows: Sequence[SortedRow], *, batch: Batch, by: Officer, now: datetime) -> tuple[Drafting, list[Draft]]:
    """Every row with its keys: ids from the sequences, numbers from the agencies' last ones on."""
    person_rows: dict[bytes, SortedRow] = {}
    fresh = {row.index: row for row in reversed(rows) if row.person_id is None}
    person_ids = dict(zip(fresh, next_ids(Person, len(fresh)), strict=True))
    numbers = _numbers([row.values.county for row in rows if row.values.county is not None], day_of(now).year)
    case_ids = next_ids(Case, len(rows))
    order_ids = iter(next_ids(ProhibitionOrder, sum(row.values.order is not None for row in rows)))
    drafts = []
    for row, case_id in zip(rows, case_ids, strict=True):
        first = person_rows.setdefault(row.index, row) is row
        if row.person_id is None:
            row.person_id = person_ids[row.index]
        row.case_id = case_id
        order_id = None if row.values.order is None else next(order_ids)
        number = next(numbers[row.values.case["county_id"]])
        drafts.append(Draft(row, case_id, number, order_id, first and row.index in fresh))
    known = Person.objects.in_bulk({row.person_id for row in rows if row.index not in fresh})
    drafting = Drafting(
        known=known, person_rows=person_rows, batch_id=batch.pk, officer_id=by.pk, book=rulebook(), now=now
    )
    return drafting, drafts


def _numbers(counties: Iterable[Agency], year: int) -> dict[int, Any]:
    """Numbers of each agency from its last one on: YL-2026-0001 …; agencies are locked in the order of their ids."""
    wanted = {county.pk: county for county in counties}
    list(Agency.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    given = {}
    for pk, county in wanted.items():
        prefix = f"{county.number_prefix or 'YC'}-{year}-"
        with connection.cursor() as cursor:
            cursor.execute("SELECT yipanqi_last_serial(%s)", [prefix])
            given[pk] = _count_from(prefix, cursor.fetchone()[0])
    return given


def _count_from(prefix: str, last: int) -> Iterable[str]:
    while True:
        last += 1
        yield f"{prefix}{last:04d}"


# --- The bulk writer ----------------------------------------------------------------------------------------


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids from the table's own sequence, so that rows can name each other before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert model instances of one kind."""
    if rows:
        insert_lines(type(rows[0]), text_of(rows))


def insert_lines(model: type[models.Model], lines: str) -> None:
    """Insert what `text_of` made: the application cannot COPY into a table under row-level security."""
    if not lines:
        return
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        empty = f"SELECT {columns} FROM {table} WITH NO DATA"  # noqa: S608 -- names of models
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS {empty}")
        with cursor.copy(f"COPY incoming ({columns}) FROM STDIN") as copy:
            copy.write(lines)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming")  # noqa: S608 -- names of models
        cursor.execute("DROP TABLE incoming")
