"""What new rows become, worked out without the database: persons, cases, orders and duties as lines to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yipanqi.actions import projection
from yipanqi.actions.ledger_import.copying import text_of
from yipanqi.actions.ledger_import.sorting import SortedRow
from yipanqi.actions.wordings import told
from yipanqi.records import ciphers, names
from yipanqi.records.days import day_of
from yipanqi.records.facts import facts_of
from yipanqi.records.models import Case, Person, ProhibitionOrder
from yipanqi.records.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Draft:
    """A new row with the keys of what it becomes; a known person's row, or a further row of one, writes no person."""

    row: SortedRow
    case_id: int
    number: str
    order_id: int | None
    writes_person: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """Lines for COPY, table by table, with the wordings that the duties name."""

    cases: int
    person_lines: str
    case_lines: str
    order_lines: str
    duties: projection.Lines
    words: list[list[Any]]


class Drafting:
    """Everything the drafts of one batch share; `person_rows` names the row that says who a person is."""

    def __init__(
        self,
        *,
        known: Mapping[int, Person],
        person_rows: Mapping[bytes, SortedRow],
        batch_id: int,
        officer_id: int,
        book: Rulebook,
        now: datetime,
    ) -> None:
        self._known, self._person_rows = known, person_rows
        self._batch_id, self._officer_id, self._book, self._now = batch_id, officer_id, book, now
        self._persons: dict[bytes, Person] = {}

    def drafted(self, drafts: Sequence[Draft]) -> Drafted:
        """These drafts as lines."""
        persons: list[Person] = []
        cases: list[Case] = []
        orders: list[ProhibitionOrder] = []
        duties: list[projection.Row] = []
        for draft in drafts:
            person = self._person(draft.row.index)
            case, order = self._case(draft, person), self._order(draft)
            ordered = () if order is None else (order,)
            found = projection.project(case, facts_of(case, (), ordered), self._book, now=self._now)
            case.facts_digest, case.refreshed_at = found.digest, self._now
            cases.append(case)
            orders.extend(ordered)
            duties.extend(found.rows)
            if draft.writes_person:
                persons.append(person)
        lines = projection.lines_of(duties)
        return Drafted(len(cases), text_of(persons), text_of(cases), text_of(orders), lines, told(lines.wordings))

    def _person(self, index: bytes) -> Person:
        """One person per identity number: those already known are reused as they are."""
        found = self._persons.get(index)
        if found is None:
            found = self._persons[index] = self._made(self._person_rows[index])
        return found

    def _made(self, row: SortedRow) -> Person:
        values, pk = row.values, row.person_id or 0
        if pk in self._known:
            return self._known[pk]
        return Person(
            pk=pk,
            **values.person,
            name_key=names.pinyin_key(values.person["name"]),
            id_no_sealed=ciphers.seal("person.id_no", values.id_no),
            id_no_index=row.index,
            phones_sealed=ciphers.seal("person.phones", "/".join(values.phones)),
            home_county=values.county,
            sealed=values.case["sealed"],
            created_at=self._now,
            updated_at=self._now,
            updated_by_id=self._officer_id,
        )

    def _case(self, draft: Draft, person: Person) -> Case:
        values = draft.row.values.case
        return Case(
            pk=draft.case_id,
            number=draft.number,
            person=person,
            **values,
            known_since=day_of(self._now),
            batch_id=self._batch_id,
            created_at=self._now,
            updated_at=self._now,
            updated_by_id=self._officer_id,
            search_key=search_key_of(person, draft.number, values["doc_no"]),
        )

    def _order(self, draft: Draft) -> ProhibitionOrder | None:
        said = draft.row.values.order
        if said is None:
            return None
        return ProhibitionOrder(pk=draft.order_id, case_id=draft.case_id, batch_id=self._batch_id, **said)


def search_key_of(person: Person, number: str, doc_no: str) -> str:
    """What this case is found by."""
    return names.search_key(name=person.name, former_name=person.former_name, number=number, doc_no=doc_no)
