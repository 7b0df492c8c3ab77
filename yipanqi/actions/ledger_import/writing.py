"""Writing what is new, in bulk: COPY into a temporary table, then one INSERT under the policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from yipanqi.actions import journal, projection
from yipanqi.actions.forked import forked
from yipanqi.actions.ledger_import.sorting import SortedRow
from yipanqi.actions.wordings import heard, told
from yipanqi.records import ciphers, names
from yipanqi.records.days import day_of
from yipanqi.records.facts import facts_of
from yipanqi.records.models import Agency, Batch, Case, Officer, Person, ProhibitionOrder
from yipanqi.records.rulebook import rulebook

Progress = Callable[[int, int], object]
_STEP = 2_000


def insert_cases(
    rows: Sequence[SortedRow], *, batch: Batch, by: Officer, now: datetime, on_progress: Progress | None = None
) -> list[Case]:
    """Persons, cases, orders and duties of new rows, with a journal line each; the rows learn their ids."""
    if not rows:
        return []
    persons = _persons(rows, by=by, now=now)
    cases, orders = _cases(rows, persons, batch=batch, by=by, now=now)
    insert([person for person in persons.values() if person._state.adding])
    written = 0
    for part, lines in _projected(cases, {order.case_id: [order] for order in orders}, now=now):
        insert(part)
        projection.insert(lines, now=now)
        written += len(part)
        if on_progress is not None:
            on_progress(written, len(cases))
    insert(orders)
    for case in cases:
        journal.write("case.opened", by=by, at=now, case=case, batch=batch.pk)
    return cases


def _projected(
    cases: Sequence[Case], orders: dict[int, list[ProhibitionOrder]], *, now: datetime
) -> Iterator[tuple[Sequence[Case], projection.Lines]]:
    """Cases with their duty rows, part by part: the law is asked about the next while the database writes this one."""
    book = rulebook()

    def ask(part: Sequence[Case]) -> tuple[list[bytes], projection.Lines, list[list[Any]]]:
        found = [projection.project(case, facts_of(case, (), orders.get(case.pk, ())), book, now=now) for case in part]
        lines = projection.lines_of(row for projected in found for row in projected.rows)
        return [projected.digest for projected in found], lines, told(lines.wordings)

    parts = [cases[start : start + _STEP] for start in range(0, len(cases), _STEP)]
    for part, (digests, lines, words) in zip(parts, forked(ask, parts), strict=True):
        heard(words)
        for case, digest in zip(part, digests, strict=True):
            case.facts_digest, case.refreshed_at = digest, now
        yield part, lines


def _persons(rows: Sequence[SortedRow], *, by: Officer, now: datetime) -> dict[bytes, Person]:
    """One person per identity number: those already known are reused as they are."""
    known = Person.objects.in_bulk({row.person_id for row in rows if row.person_id is not None})
    found: dict[bytes, Person] = {}
    fresh: list[Person] = []
    for row in rows:
        if row.index in found:
            continue
        if row.person_id is not None:
            # a person of another agency's: known to exist, not shown; only what the row itself says is at hand
            found[row.index] = known.get(row.person_id) or Person(pk=row.person_id, **row.values.person)
            found[row.index]._state.adding = False
        else:
            found[row.index] = _person(row, by=by, now=now)
            fresh.append(found[row.index])
    for person, pk in zip(fresh, next_ids(Person, len(fresh)), strict=True):
        person.pk = pk
    for row in rows:
        row.person_id = found[row.index].pk
    return found


def _person(row: SortedRow, *, by: Officer, now: datetime) -> Person:
    values = row.values
    return Person(
        **values.person,
        name_key=names.pinyin_key(values.person["name"]),
        id_no_sealed=ciphers.seal("person.id_no", values.id_no),
        id_no_index=row.index,
        phones_sealed=ciphers.seal("person.phones", "/".join(values.phones)),
        home_county=values.county,
        sealed=values.case["sealed"],
        created_at=now,
        updated_at=now,
        updated_by_id=by.pk,
    )


def _cases(
    rows: Sequence[SortedRow], persons: dict[bytes, Person], *, batch: Batch, by: Officer, now: datetime
) -> tuple[list[Case], list[ProhibitionOrder]]:
    numbers = _numbers([row.values.county for row in rows if row.values.county is not None], day_of(now).year)
    ids = next_ids(Case, len(rows))
    cases, orders = [], []
    for row, pk in zip(rows, ids, strict=True):
        person, values = persons[row.index], row.values
        number = next(numbers[values.case["county_id"]])
        case = Case(
            pk=pk,
            number=number,
            person=person,
            **values.case,
            known_since=day_of(now),
            batch_id=batch.pk,
            created_at=now,
            updated_at=now,
            updated_by_id=by.pk,
            search_key=search_key_of(person, number, values.case["doc_no"]),
        )
        row.case = case
        cases.append(case)
        if values.order is not None:
            orders.append(ProhibitionOrder(case_id=pk, batch_id=batch.pk, **values.order))
    for order, pk in zip(orders, next_ids(ProhibitionOrder, len(orders)), strict=True):
        order.pk = pk
    return cases, orders


def search_key_of(person: Person, number: str, doc_no: str) -> str:
    """What this case is found by."""
    return names.search_key(name=person.name, former_name=person.former_name, number=number, doc_no=doc_no)


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
    """Insert model instances of one kind: the application cannot COPY into a table under row-level security."""
    if not rows:
        return
    table = rows[0]._meta.db_table
    fields = rows[0]._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    read = [(field.attname, isinstance(field, models.JSONField)) for field in fields]
    with connection.cursor() as cursor:
        empty = f"SELECT {columns} FROM {table} WITH NO DATA"  # noqa: S608 -- names of models
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS {empty}")
        with cursor.copy(f"COPY incoming ({columns}) FROM STDIN") as copy:
            for row in rows:
                values = row.__dict__
                copy.write_row(
                    [
                        json.dumps(values[name], ensure_ascii=False) if is_json else values[name]
                        for name, is_json in read
                    ]
                )
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming")  # noqa: S608 -- names of models
        cursor.execute("DROP TABLE incoming")
