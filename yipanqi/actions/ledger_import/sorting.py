"""What becomes of each good row: new, unchanged, changed, out of scope, or a question to the officer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import reach
from yipanqi.actions.ledger_import.comparing import changes_between
from yipanqi.actions.ledger_import.rows import LedgerRow
from yipanqi.actions.ledger_import.values import Places, Values, values_of
from yipanqi.records import ciphers
from yipanqi.records.models import Case, EndKind, Officer, Person, ProhibitionOrder, RowOutcome

Key = tuple[int, str, date]

OUTSIDE = "outside_scope"
UNKNOWN_AGENCY = "unknown_agency"
HELD_ELSEWHERE = "held_elsewhere"
SAME_KEY = "same_key"
OTHER_NAME = "other_name"


@dataclass(slots=True)
class SortedRow:
    """A row with its values and what will become of it; `index` finds the person again."""

    row: LedgerRow
    values: Values
    index: bytes
    outcome: RowOutcome = RowOutcome.NEW
    reason: str = ""
    person_id: int | None = None
    case_id: int | None = None
    case: Case | None = None
    other: Case | None = None

    def key(self, person_id: int) -> Key:
        """By what a case is known: person, category, first day of the term."""
        return (person_id, self.values.case["category"], self.values.case["term_starts_on"])


def sort_rows(rows: Sequence[LedgerRow], *, by: Officer, on: date) -> list[SortedRow]:
    """Sort good rows for this officer; reads only. `on` is the day of the import."""
    places = Places()
    counties = reach(by, Permission.IMPORT_LEDGER).counties
    made = [_prepared(row, places, counties, on) for row in rows]
    inside = _first_of_each_case(made)
    persons = known_persons({row.index for row in inside})
    for row in inside:
        row.person_id = persons.get(row.index)
    known = [row for row in inside if row.person_id is not None]
    if known:
        _refuse_other_names(known)
        _meet_known_cases([row for row in known if row.outcome is RowOutcome.NEW])
    return made


def _prepared(row: LedgerRow, places: Places, counties: frozenset[int], on: date) -> SortedRow:
    values = values_of(row, places, on=on)
    made = SortedRow(row, values, ciphers.blind_index("person.id_no", values.id_no))
    if values.county is None:
        made.outcome, made.reason = RowOutcome.OUTSIDE, UNKNOWN_AGENCY
    elif values.county.pk not in counties:
        made.outcome, made.reason = RowOutcome.OUTSIDE, OUTSIDE
    return made


def _first_of_each_case(rows: Iterable[SortedRow]) -> list[SortedRow]:
    """Rows within scope, one a case: a second row that differs in its last day only repeats the case."""
    seen: set[tuple[bytes, str, date]] = set()
    kept = []
    for row in rows:
        if row.outcome is not RowOutcome.NEW:
            continue
        key = (row.index, row.values.case["category"], row.values.case["term_starts_on"])
        if key in seen:
            row.outcome, row.reason = RowOutcome.DUPLICATE, SAME_KEY
            continue
        seen.add(key)
        kept.append(row)
    return kept


def known_persons(indexes: Iterable[bytes]) -> dict[bytes, int]:
    """Ids of the persons with these identity numbers, wherever in the city they are kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no_index, person_id FROM yipanqi_known_persons(%s::bytea[])", [list(indexes)])
        return {bytes(index): person_id for index, person_id in cursor.fetchall()}


def _refuse_other_names(rows: list[SortedRow]) -> None:
    """A number alone opens nobody's records: a person of another agency must be known by the same name too."""
    seen = set(Person.objects.filter(pk__in={row.person_id for row in rows}).values_list("pk", flat=True))
    hidden = [row for row in rows if row.person_id not in seen]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, name FROM yipanqi_persons_named(%s::bigint[], %s::text[])",
            [[row.person_id for row in hidden], [row.values.person["name"] for row in hidden]],
        )
        agreeing = set(cursor.fetchall())
    for row in hidden:
        if (row.person_id, row.values.person["name"]) not in agreeing:
            row.outcome, row.reason = RowOutcome.OUTSIDE, OTHER_NAME


def _meet_known_cases(rows: list[SortedRow]) -> None:
    if not rows:
        return
    person_ids = {row.person_id for row in rows if row.person_id is not None}
    visible = list(
        Case.objects.filter(person_id__in=person_ids).exclude(ended_kind=EndKind.TRANSFERRED).select_related("person")
    )
    by_key: dict[Key, Case] = {(c.person_id, c.category, c.term_starts_on): c for c in visible}
    hidden = _existing_keys(rows) - by_key.keys()
    orders = orders_of([case.pk for case in visible])
    matched: set[int] = set()
    for row in rows:
        key = row.key(row.person_id or 0)
        case = by_key.get(key)
        if case is not None:
            matched.add(case.pk)
            _compare(row, case, orders)
        elif key in hidden:
            row.outcome, row.reason = RowOutcome.OUTSIDE, HELD_ELSEWHERE
    _ask_about_overlaps([r for r in rows if r.outcome is RowOutcome.NEW], visible, matched)


def _existing_keys(rows: list[SortedRow]) -> set[Key]:
    keys = [row.key(row.person_id or 0) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, category, starts_on FROM yipanqi_known_cases(%s::bigint[], %s::text[], %s::date[])",
            [list(column) for column in zip(*keys, strict=True)],
        )
        return set(cursor.fetchall())


def orders_of(case_ids: Iterable[int]) -> dict[int, ProhibitionOrder]:
    found: dict[int, ProhibitionOrder] = {}
    for order in ProhibitionOrder.objects.filter(case_id__in=case_ids).order_by("-id"):
        found[order.case_id] = order
    return found


def _compare(row: SortedRow, case: Case, orders: dict[int, ProhibitionOrder]) -> None:
    row.case, row.case_id = case, case.pk
    changed = changes_between(row.values, case, orders.get(case.pk))
    row.outcome = RowOutcome.CHANGED if changed else RowOutcome.SAME


def _ask_about_overlaps(rows: list[SortedRow], visible: list[Case], matched: set[int]) -> None:
    """The same person with overlapping terms may be the same case with a corrected category or date."""
    free: dict[int, list[Case]] = {}
    for case in visible:
        if case.pk not in matched and case.ended_on is None:
            free.setdefault(case.person_id, []).append(case)
    for row in rows:
        starts_on, ends_on = row.values.case["term_starts_on"], row.values.case["term_ends_on"]
        for case in free.get(row.person_id or 0, ()):
            if case.term_starts_on <= ends_on and starts_on <= case.term_ends_on:
                row.outcome, row.other = RowOutcome.ASK, case
                break
