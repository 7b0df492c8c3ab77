"""Taking a batch back: what it created goes, what it changed gets its old values, unless somebody built on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.ledger_import.batches import NotNow, destroy_contents, lock_imports, own_batch
from yipanqi.actions.ledger_import.rows import unseal
from yipanqi.actions.ledger_import.taking import restore
from yipanqi.records.models import Batch, BatchRow, BatchState, Case, Event, Officer, RowOutcome

_NAMED = 5
# Everything that hangs on a case, in the order in which it must go; the case's own versions before the case.
_HANGING = (
    ("records_duty", "case_id"),
    ("records_eventhistory", "case_id"),
    ("records_event", "case_id"),
    ("records_prohibitionorder", "case_id"),
    ("records_casehistory", "pgh_obj_id"),
)


class BuiltOn(Refused):
    """Acts rest on what the batch brought; the sentence names cases and acts."""


@act
def undo(*, by: Officer, batch_id: int, reason: str, now: datetime) -> Batch:
    """撤回导入批次: created cases and persons are removed, changed cells get their old values; all or nothing.

    Views and computed duties do not count as built on; acts, corrections and later batches do.

    Raises:
        BuiltOn: names up to five cases and what was done on them.
        NotNow: the batch was never imported, or is already taken back.
        Refused: no reason given.
    """
    if not reason.strip():
        raise Refused("请填写撤回原因。")
    batch = own_batch(by, batch_id)
    lock_imports()
    batch.refresh_from_db()
    if batch.state != BatchState.ACCEPTED:
        raise NotNow(f"第 {batch.pk} 批{batch.get_state_display()}，没有可以撤回的内容。")
    created = _created(batch)
    taken = _taken(batch)
    _refuse_built_on(batch, created, taken)
    for case, before in reversed(taken):
        restore(case, before, by=by, now=now)
        journal.write("case.restored", by=by, at=now, case=case, batch=batch.pk)
    duties.refresh_many([case.pk for case, _ in taken], now=now)
    for case in created:
        journal.write("case.withdrawn", by=by, at=now, case=case, batch=batch.pk)
    _remove(batch, created)
    destroy_contents(batch)
    batch.state, batch.undone_at, batch.sentence = BatchState.UNDONE, now, f"撤回原因：{reason.strip()[:200]}"
    batch.save(update_fields=["state", "undone_at", "sentence"])
    journal.write("batch.undone", by=by, at=now, batch=batch.pk, withdrawn=len(created), restored=len(taken))
    return batch


def _locked(cases: Any) -> list[Case]:
    return list(cases.order_by("pk").select_for_update(of=("self",), no_key=True))


def _created(batch: Batch) -> list[Case]:
    """The cases the batch brought, all of them: what left the importer's scope stops the undo."""
    created = _locked(Case.objects.filter(batch_id=batch.pk))
    brought = BatchRow.objects.filter(batch=batch, outcome=RowOutcome.NEW).exclude(case_id=None).count()
    if len(created) < brought:
        raise NotNow(
            f"第 {batch.pk} 批新建的案件中，有 {brought - len(created)} 件已不在您的管辖范围内，不能整批撤回。"
            "请与现在的执行地机构联系。"
        )
    return created


def _taken(batch: Batch) -> list[tuple[Case, dict[str, Any]]]:
    rows = list(BatchRow.objects.filter(batch=batch, outcome=RowOutcome.TAKEN).order_by("pk"))
    cases = {case.pk: case for case in _locked(Case.objects.filter(pk__in=[row.case_id for row in rows]))}
    found = []
    for row in rows:
        case, before = cases.get(row.case_id or 0), unseal(row.before_sealed)
        if case is None or not before:
            raise NotNow(
                f"第 {batch.pk} 批更新过的案件中，有的已不在您的管辖范围内，或者原值已满 30 日销毁，不能整批撤回。"
                "请在案件页逐项更正。"
            )
        found.append((case, before))
    return sorted(found, key=lambda pair: pair[1]["revision"])


# --- What was built on it -----------------------------------------------------------------------------------


def _refuse_built_on(batch: Batch, created: Sequence[Case], taken: Sequence[tuple[Case, dict[str, Any]]]) -> None:
    said: dict[int, list[str]] = {}
    expected = {case.pk: 1 for case in created} | {case.pk: before["revision"] for case, before in taken}
    since = {case.pk: batch.accepted_at for case in created}
    since |= {case.pk: datetime.fromisoformat(before["at"]) for case, before in taken}
    cases = {case.pk: case for case in [*created, *(case for case, _ in taken)]}
    for pk in _taken_and_undone(batch, cases):
        expected[pk] += 2  # once when a later batch took the row, once when its undo put the values back
    events = Event.objects.filter(case_id__in=cases).exclude(batch_id=batch.pk).order_by("case_id", "pk")
    for event in events:
        if (since[event.case_id] or event.recorded_at) <= event.recorded_at:
            said.setdefault(event.case_id, []).append(f"{event.title}（{event.on}）")
    for pk, case in cases.items():
        if case.revision != expected[pk] and pk not in said:
            said[pk] = [_what_changed(case, expected[pk])]
    if said:
        raise BuiltOn(_sentence(batch, [(cases[pk], acts) for pk, acts in sorted(said.items())]))


def _taken_and_undone(batch: Batch, cases: Iterable[int]) -> list[int]:
    """Cases a later batch changed and gave back: nothing of it is left to build on."""
    rows = BatchRow.objects.filter(batch__state=BatchState.UNDONE, batch__gt=batch.pk, outcome=RowOutcome.TAKEN)
    return [row.case_id for row in rows.filter(case_id__in=list(cases)).only("case_id") if row.case_id]


# What a changed field tells about the act that changed it.
_ACTS = {
    "arrived_on": "登记报到",
    "ended_on": "办理解除",
    "responsible_id": "指定责任人",
    "office_id": "变更司法所",
}


def _what_changed(case: Case, revision: int) -> str:
    """The act by its trace in the case's versions; 更正事实 when it is none of the named ones."""
    versions = getattr(case, "history").filter(revision=revision).order_by("pgh_id")  # noqa: B009 -- made by pghistory
    version = versions.last()
    if version is None:
        return "更正事实"
    if version.batch_id == case.batch_id and version.updated_at != case.updated_at:
        named = [title for name, title in _ACTS.items() if getattr(version, name) != getattr(case, name)]
        if named:
            return "、".join(named)
    return "更正事实或者按后来的台账更新"


def _sentence(batch: Batch, built: Sequence[tuple[Case, list[str]]]) -> str:
    named = "；".join(f"{case.number}：{'、'.join(acts[:3])}" for case, acts in built[:_NAMED])
    rest = f"等 {len(built)} 个案件" if len(built) > _NAMED else ""
    return f"第 {batch.pk} 批导入后已有人办理，不能整批撤回：{named}{rest}。请先撤回这些记录，或者在案件页逐项更正。"


# --- Removing what it created -------------------------------------------------------------------------------


def _remove(batch: Batch, created: Sequence[Case]) -> None:
    ids = [case.pk for case in created]
    person_ids = sorted({case.person_id for case in created})
    with connection.cursor() as cursor:
        for table, column in _HANGING:
            _delete(cursor, table, column, ids)
        _delete(cursor, "records_case", "id", ids)
        cursor.execute(
            "SELECT p.id FROM records_person p WHERE p.id = ANY(%s) AND p.created_at = %s"
            " AND NOT EXISTS (SELECT 1 FROM records_case c WHERE c.person_id = p.id)",
            [person_ids, batch.accepted_at],
        )
        alone = [pk for (pk,) in cursor.fetchall()]
        _delete(cursor, "records_personhistory", "pgh_obj_id", alone)
        _delete(cursor, "records_person", "id", alone)


def _delete(cursor: Any, table: str, column: str, ids: Iterable[int]) -> None:
    cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [list(ids)])  # noqa: S608 -- names from above
