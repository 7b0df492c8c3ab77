"""What the ledger says differently is shown cell by cell and taken only on purpose; a whole batch can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actions.ledger_stage import Stage, imported, make_stage, person_row, snapshot, workbook
from tests.cast import NOW, everywhere, signed_in
from yipanqi.actions import ledger_import
from yipanqi.actions.ledger_import import BuiltOn, NotNow, RowRefused, undoing
from yipanqi.actions.supervision import record_declaration
from yipanqi.records.models import Case, Duty, JournalLine, Person

LATER = NOW + timedelta(hours=2)


def changed(**cells: Any) -> bytes:
    return workbook([person_row(1, **cells)])


def test_changed_cells_wait_and_are_shown_with_old_and_new(stage: Stage) -> None:
    imported(stage, changed())
    batch = imported(stage, changed(现住址="新住址", 矫正结束日期="2028-03-05", 联系电话="14200000009"), now=LATER)
    assert batch.totals["changed"] == 1
    with signed_in(stage.officer):
        [entry] = ledger_import.pending(list(batch.rows.all()), on=NOW.date())
        assert {(c.label, c.old, c.new) for c in entry.cells} == {
            ("居住地", "湖北省宜昌市夷陵区小溪塔街道样例小区1栋", "新住址"),
            ("矫正结束日期", "2028-03-01", "2028-03-05"),
            ("联系电话", "14200000001", "14200000009"),
        }
        assert Case.objects.get().term_ends_on == date(2028, 3, 1)


def test_one_cell_is_taken_the_others_stay(stage: Stage) -> None:
    imported(stage, changed())
    batch = imported(stage, changed(现住址="新住址", 矫正结束日期="2028-03-05"), now=LATER)
    with signed_in(stage.officer):
        row = batch.rows.get()
        done = ledger_import.take_changes(
            by=stage.officer, batch_id=batch.pk, cells={row.pk: ["case.term_ends_on"]}, now=LATER
        )
        case = Case.objects.select_related("person").get()
        assert case.term_ends_on == date(2028, 3, 5)
        assert case.person.residence_address.endswith("1栋")
        assert done.totals["taken"] == 1
        assert Duty.objects.filter(rule__startswith="release", due_on=date(2028, 3, 5)).exists()
    with everywhere():
        assert JournalLine.objects.get(verb="case.updated_from_ledger").data["fields"] == ["case.term_ends_on"]


def test_an_empty_cell_erases_nothing(stage: Stage) -> None:
    imported(stage, changed())
    batch = imported(stage, changed(现住址="", 报到日期="", 联系电话="无"), now=LATER)
    assert batch.totals["same"] == 1


def test_the_whole_row_is_taken_by_command_and_undone_to_the_letter(stage: Stage) -> None:
    imported(stage, changed())
    with everywhere():
        before = snapshot()
    batch = imported(
        stage,
        changed(姓名="张改名", 现住址="新住址", 禁止令内容="禁止饮酒", 联系电话="14200000009", 家庭成员="母亲"),
        take_changes=True,
        now=LATER,
    )
    assert batch.totals["taken"] == 1
    with signed_in(stage.officer):
        assert "gaiming" in Case.objects.get().search_key
        ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="传错文件", now=LATER + timedelta(hours=1))
    with everywhere():
        assert snapshot() == before


def test_the_same_person_with_overlapping_terms_is_a_question(stage: Stage) -> None:
    imported(stage, changed())
    batch = imported(stage, changed(矫正开始日期="2026-03-09", 矫正结束日期="2028-03-08"), now=LATER)
    assert (batch.totals["ask"], batch.totals["new"]) == (1, 0)
    with signed_in(stage.officer):
        row = batch.rows.get()
        done = ledger_import.answer_same_case(by=stage.officer, batch_id=batch.pk, row_id=row.pk, same=True, now=LATER)
        case = Case.objects.get()
        assert (case.term_starts_on, case.term_ends_on) == (date(2026, 3, 9), date(2028, 3, 8))
        assert done.totals["taken"] == 1
        with pytest.raises(RowRefused, match="答复过"):
            ledger_import.answer_same_case(by=stage.officer, batch_id=batch.pk, row_id=row.pk, same=True, now=LATER)


def test_no_opens_a_second_case_which_undo_removes(stage: Stage) -> None:
    imported(stage, changed())
    with everywhere():
        before = snapshot()
    batch = imported(stage, changed(矫正开始日期="2026-03-09", 矫正结束日期="2028-03-08"), now=LATER)
    with signed_in(stage.officer):
        ledger_import.answer_same_case(
            by=stage.officer, batch_id=batch.pk, row_id=batch.rows.get().pk, same=False, now=LATER
        )
        assert Case.objects.count() == 2
        assert Person.objects.count() == 1
        ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="再核实", now=LATER)
    with everywhere():
        assert snapshot() == before


def test_an_act_on_a_new_case_stops_the_undo_and_is_named(stage: Stage) -> None:
    batch = imported(stage, changed())
    with signed_in(stage.officer):
        case = Case.objects.get()
        record_declaration(by=stage.officer, case_id=case.pk, on=NOW.date(), now=LATER)
        with pytest.raises(BuiltOn, match=rf"{case.number}：入矫宣告"):
            ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="传错", now=LATER)
        assert Case.objects.count() == 1


def test_a_later_batch_stops_the_undo_of_an_earlier_one(stage: Stage) -> None:
    first = imported(stage, changed())
    imported(stage, changed(现住址="新住址"), take_changes=True, now=LATER)
    with signed_in(stage.officer), pytest.raises(BuiltOn, match="台账更新"):
        ledger_import.undo(by=stage.officer, batch_id=first.pk, reason="传错", now=LATER)


def test_a_later_batch_that_was_undone_stops_nothing(stage: Stage) -> None:
    first = imported(stage, changed())
    second = imported(stage, changed(现住址="新住址"), take_changes=True, now=LATER)
    with signed_in(stage.officer):
        ledger_import.undo(by=stage.officer, batch_id=second.pk, reason="传错", now=LATER)
        ledger_import.undo(by=stage.officer, batch_id=first.pk, reason="也传错", now=LATER)
        assert not Case.objects.exists()


def test_an_undone_batch_leaves_nothing_and_cannot_be_undone_twice(stage: Stage) -> None:
    batch = imported(stage, "messy.xlsx")
    with signed_in(stage.officer):
        ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="传错", now=LATER)
        with pytest.raises(NotNow, match="已撤回"):
            ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="传错", now=LATER)
    with everywhere():
        assert {name: len(rows) for name, rows in snapshot().items()} == {
            "Person": 0, "Case": 0, "ProhibitionOrder": 0, "Event": 0,
        }  # fmt: skip
        assert Duty.objects.count() == 0


def test_undo_reaches_every_table_that_hangs_on_a_case() -> None:
    hanging = {table for table, _ in undoing._HANGING}
    related = {relation.field.model._meta.db_table for relation in Case._meta.related_objects}
    assert related <= hanging


def test_two_rows_taken_into_one_case_come_back_in_turn(stage: Stage) -> None:
    imported(stage, changed())
    with everywhere():
        before = snapshot()
    rows = [person_row(1, 矫正开始日期=f"2026-03-0{day}", 备注=f"第{day}次") for day in (8, 9)]
    batch = imported(stage, workbook(rows), now=LATER)
    with signed_in(stage.officer):
        for number, row in enumerate(batch.rows.filter(outcome="ask").order_by("-pk")):
            at = LATER + timedelta(minutes=number)
            ledger_import.answer_same_case(by=stage.officer, batch_id=batch.pk, row_id=row.pk, same=True, now=at)
        assert Case.objects.get().remarks == "第8次"
        ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="试", now=LATER + timedelta(hours=1))
    with everywhere():
        assert snapshot() == before


def test_a_case_that_moved_away_stops_the_undo(stage: Stage) -> None:
    batch = imported(stage, changed())
    with everywhere():
        Case.objects.update(county=stage.other_officer.agency, office=None)
    with signed_in(stage.officer), pytest.raises(NotNow, match="1 件已不在您的管辖范围内"):
        ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="试", now=LATER)


def test_undo_asks_for_a_reason(stage: Stage) -> None:
    batch = imported(stage, changed())
    with signed_in(stage.officer), pytest.raises(Exception, match="撤回原因"):
        ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason=" ", now=LATER)


_CELL = st.sampled_from(
    [
        ("现住址", "甲村"), ("现住址", "乙村"), ("矫正结束日期", "2028-04-01"), ("联系电话", "14200000007"),
        ("罪名", "诈骗"),
        ("禁止令内容", "禁止饮酒"), ("家庭成员", "兄"), ("包保干部", "另一人"), ("管理等级", "严管"), ("姓名", "改名"),
        ("矫正开始日期", "2026-02-20"), ("备注", "有备注"), ("司法所", "龙泉司法所"), ("曾用名", "旧名"),
    ]
)  # fmt: skip
_ROWS = st.dictionaries(st.integers(1, 6), st.dictionaries(st.just("k"), st.lists(_CELL, max_size=3)), max_size=6)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_ROWS, second=_ROWS)
def test_import_then_undo_is_no_change_whatever_the_ledger(
    db: None, first: dict[int, dict[str, Any]], second: dict[int, dict[str, Any]]
) -> None:
    def book(rows: dict[int, dict[str, Any]]) -> bytes:
        return workbook([person_row(n, **dict(cells.get("k", []))) for n, cells in sorted(rows.items())])

    with transaction.atomic():
        with everywhere():
            stage = make_stage()
        if first:
            imported(stage, book(first))
        with everywhere():
            before = snapshot()
        if second:
            batch = imported(stage, book(second), take_changes=True, now=LATER)
            with signed_in(stage.officer):
                for row in batch.rows.filter(outcome="ask").order_by("pk"):
                    ledger_import.answer_same_case(
                        by=stage.officer, batch_id=batch.pk, row_id=row.pk, same=row.pk % 2 == 0, now=LATER
                    )
                ledger_import.undo(by=stage.officer, batch_id=batch.pk, reason="试", now=LATER)
        with everywhere():
            assert snapshot() == before
        transaction.set_rollback(True)
