"""Taking what a ledger says instead of what the records hold: on purpose, cell by cell, with the old values kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.ledger_import.batches import NotNow, lock_imports, own_batch, recount
from yipanqi.actions.ledger_import.comparing import changes_between, plain, typed
from yipanqi.actions.ledger_import.drafting import search_key_of
from yipanqi.actions.ledger_import.rows import CellChange, row_of, seal, unseal
from yipanqi.actions.ledger_import.sorting import SortedRow, orders_of, sort_rows
from yipanqi.actions.ledger_import.values import Places, Values, values_of
from yipanqi.actions.ledger_import.writing import insert_cases
from yipanqi.records import ciphers, names
from yipanqi.records.days import day_of
from yipanqi.records.models import Batch, BatchRow, BatchState, Case, Officer, Person, ProhibitionOrder, RowOutcome


class RowRefused(Refused):
    """The row cannot be taken or answered; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A row that waits, with the case it is about and the cells that differ today."""

    row: BatchRow
    case: Case
    values: Values
    cells: list[CellChange]


def pending(rows: Sequence[BatchRow], *, on: date, lock: bool = False) -> list[Pending]:
    """Changed and doubtful rows against the records of today; rows whose content or case is gone are left out."""
    ids = {row.pk: (row.other_case_id if row.outcome == RowOutcome.ASK else row.case_id) for row in rows}
    cases = Case.objects.filter(pk__in={pk for pk in ids.values() if pk}).order_by("pk")
    if lock:
        cases = cases.select_for_update(of=("self",), no_key=True)
    by_id = {case.pk: case for case in cases.select_related("person")}
    orders, places = orders_of(by_id), Places()
    found = []
    for row in rows:
        case, document = by_id.get(ids[row.pk] or 0), unseal(row.changes_sealed)
        if case is None or "more" not in document:
            continue
        values = values_of(row_of(row.sheet, row.row, document), places, on=on)
        asked = row.outcome == RowOutcome.ASK
        cells = changes_between(values, case, orders.get(case.pk), with_key=asked)
        found.append(Pending(row, case, values, cells))
    return found


@act
def take_changes(*, by: Officer, batch_id: int, cells: Mapping[int, Collection[str] | None], now: datetime) -> Batch:
    """按台账更新: take changed cells of these rows; `cells` names the fields by row id, None takes all of a row.

    Raises:
        NotNow: the batch is not imported.
        RowRefused: a row does not wait for this.
    """
    batch = _imported(by, batch_id)
    rows = list(BatchRow.objects.select_for_update().filter(batch=batch, pk__in=cells).order_by("pk"))
    if len(rows) != len(cells) or any(row.outcome != RowOutcome.CHANGED for row in rows):
        raise RowRefused("有的行已经处理过，或者不在这一批里。请刷新页面后再试。")
    take_cells(rows, batch=batch, by=by, now=now, only=cells)
    recount(batch)
    return batch


@act
def answer_same_case(*, by: Officer, batch_id: int, row_id: int, same: bool, now: datetime) -> Batch:
    """是同一案吗: yes takes the row's cells into the known case, no opens a second, concurrent case.

    Raises:
        NotNow: the batch is not imported.
        RowRefused: the row asks nothing any more.
    """
    batch = _imported(by, batch_id)
    row = BatchRow.objects.select_for_update().filter(batch=batch, pk=row_id, outcome=RowOutcome.ASK).first()
    if row is None:
        raise RowRefused("这一行已经答复过，或者不在这一批里。请刷新页面后再试。")
    if same:
        if not take_cells([row], batch=batch, by=by, now=now):
            raise RowRefused("那个案件已经不在您的管辖范围内，或者本行内容已销毁，不能更新。")
    else:
        _open_second_case(row, batch=batch, by=by, now=now)
    recount(batch)
    return batch


def _open_second_case(row: BatchRow, *, batch: Batch, by: Officer, now: datetime) -> None:
    document = unseal(row.changes_sealed)
    [found] = sort_rows([row_of(row.sheet, row.row, document)], by=by, on=day_of(now))
    if found.outcome not in (RowOutcome.ASK, RowOutcome.NEW):
        raise RowRefused("这一行现在已有对应的案件，请刷新页面查看。")
    insert_cases([found], batch=batch, by=by, now=now)
    row.outcome, row.case_id = RowOutcome.NEW, found.case_id
    row.save(update_fields=["outcome", "case_id"])


def _imported(by: Officer, batch_id: int) -> Batch:
    batch = own_batch(by, batch_id)
    lock_imports()
    batch.refresh_from_db()
    if batch.state != BatchState.ACCEPTED:
        raise NotNow(f"第 {batch.pk} 批{batch.get_state_display()}，导入之后才能处理待确认的行。")
    return batch


# --- Cells into records, old values into the row ------------------------------------------------------------


def take_cells(
    rows: Sequence[BatchRow],
    *,
    batch: Batch,
    by: Officer,
    now: datetime,
    only: Mapping[int, Collection[str] | None] | None = None,
) -> int:
    """Write the chosen cells of changed rows; returns how many cases changed. The caller holds the import lock."""
    taken: list[Case] = []
    for entry in pending(rows, on=day_of(now), lock=True):
        wanted = only.get(entry.row.pk) if only is not None else None
        cells = [cell for cell in entry.cells if wanted is None or cell.field in wanted]
        if not cells and wanted is not None:
            raise RowRefused(f"工作表“{entry.row.sheet}”第 {entry.row.row} 行没有选择要更新的格，请至少勾选一格。")
        _take(entry, cells, batch=batch, by=by, now=now)
        taken.append(entry.case)
        fields = sorted({cell.field.partition("/")[0] for cell in cells})
        journal.write("case.updated_from_ledger", by=by, at=now, case=entry.case, batch=batch.pk, fields=fields)
    duties.refresh_many([case.pk for case in taken], now=now)
    return len(taken)


def _take(entry: Pending, cells: Sequence[CellChange], *, batch: Batch, by: Officer, now: datetime) -> None:
    case, row = entry.case, entry.row
    before: dict[str, Any] = {"at": now.isoformat(), "case": {}, "person": {}, "order": None}
    fresh = _fresh_values(entry.values)
    for cell in cells:
        target, _, name = cell.field.partition(".")
        name, _, key = name.partition("/")
        holder: Any = case if target == "case" else case.person
        if target == "order":
            continue
        before[target].setdefault(name, plain(_old(holder, name)))
        if key:
            setattr(holder, name, {**getattr(holder, name), key: cell.new})
        else:
            _set(holder, name, fresh[target][name])
    if any(cell.field.startswith("order.") for cell in cells):
        before["order"] = _take_order(case, entry.values.order or {}, batch)
    _save(case, before, by=by, now=now)
    before["revision"] = case.revision
    row.outcome, row.case_id, row.before_sealed = RowOutcome.TAKEN, case.pk, seal(before)
    row.save(update_fields=["outcome", "case_id", "before_sealed"])


def _fresh_values(values: Values) -> dict[str, dict[str, Any]]:
    return {"case": values.case, "person": {**values.person, "phones": "/".join(values.phones)}}


def _old(holder: Case | Person, name: str) -> Any:
    value = getattr(holder, name)
    return "/".join(value) if name == "phones" else dict(value) if isinstance(value, dict) else value


def _set(holder: Case | Person, name: str, value: Any) -> None:
    if name == "phones":
        setattr(holder, "phones_sealed", ciphers.seal("person.phones", value))  # noqa: B010 -- a case has none
    else:
        setattr(holder, name, typed(name, value))


def _take_order(case: Case, wanted: dict[str, Any], batch: Batch) -> dict[str, Any]:
    order = ProhibitionOrder.objects.filter(case=case).order_by("id").first()
    if order is None:
        return {"created": ProhibitionOrder.objects.create(case=case, batch_id=batch.pk, **wanted).pk}
    old = {"id": order.pk, **{name: plain(getattr(order, name)) for name in ("text", "starts_on", "ends_on")}}
    for name, value in wanted.items():
        if value not in (None, ""):
            setattr(order, name, value)
    order.save()
    return old


def restore(case: Case, before: dict[str, Any], *, by: Officer, now: datetime) -> None:
    """Put back what `_take` replaced, to the letter."""
    for target, holder in (("case", case), ("person", case.person)):
        for name, value in before[target].items():
            _set(holder, name, value)
    order = before["order"]
    if order and "created" in order:
        ProhibitionOrder.objects.filter(pk=order["created"]).delete()
    elif order:
        values = {name: typed(name, order[name]) for name in ("text", "starts_on", "ends_on")}
        ProhibitionOrder.objects.filter(pk=order["id"]).update(**values)
    _save(case, before, by=by, now=now)


def _save(case: Case, before: dict[str, Any], *, by: Officer, now: datetime) -> None:
    person = case.person
    if before["person"]:
        person.name_key = names.pinyin_key(person.name)
        person.updated_at, person.updated_by_id = now, by.pk
        person.save()
        for other in Case.objects.filter(person=person).exclude(pk=case.pk):
            Case.objects.filter(pk=other.pk).update(search_key=search_key_of(person, other.number, other.doc_no))
    case.search_key = search_key_of(person, case.number, case.doc_no)
    case.revision += 1
    case.updated_at, case.updated_by_id = now, by.pk
    case.save()


__all__ = ["Pending", "RowRefused", "SortedRow", "answer_same_case", "pending", "restore", "take_cells", "take_changes"]
