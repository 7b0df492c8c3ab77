"""A county officer imports the ledger she really has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions.ledger_stage import Stage, id_no, imported, person_row, received, workbook
from tests.cast import NOW, TODAY, everywhere, make_officer, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import ledger_import
from yipanqi.actions.ledger_import import FileRefused, NoSuchBatch, NotNow
from yipanqi.actions.ledger_import.rows import unseal
from yipanqi.records.models import (
    Agency,
    BatchFile,
    BatchState,
    Case,
    Duty,
    Event,
    JournalLine,
    Person,
    ProhibitionOrder,
)

ELSEWHERE = {"县市区": "宜都市", "司法所": "陆城司法所"}


def test_the_whole_ledger_of_her_county_becomes_cases_with_duties_and_journal(stage: Stage) -> None:
    batch = imported(stage, "messy.xlsx")
    with signed_in(stage.officer):
        assert batch.state == BatchState.ACCEPTED
        assert batch.totals["new"] == Case.objects.count() > 0
        assert Case.objects.filter(known_since=TODAY, batch_id=batch.pk).count() == batch.totals["new"]
        assert Duty.objects.values("case").distinct().count() == Case.objects.exclude(refreshed_at=None).count()
    with everywhere():
        opened = JournalLine.objects.filter(verb="case.opened")
        assert opened.count() == batch.totals["new"]
        assert JournalLine.objects.filter(verb="batch.accepted").count() == 1
        assert Case.objects.exclude(county=stage.county).count() == 0


def test_rows_of_another_county_are_refused_alone(stage: Stage) -> None:
    batch = imported(
        stage, workbook([person_row(1), person_row(2, 县市区="宜都市", 司法所="陆城司法所"), person_row(3)])
    )
    assert (batch.totals["new"], batch.totals["outside_scope"]) == (2, 1)
    with everywhere():
        assert set(Case.objects.values_list("county_id", flat=True)) == {stage.county.pk}


def test_the_same_file_again_changes_nothing_and_says_so(stage: Stage) -> None:
    imported(stage, "messy.xlsx")
    with everywhere():
        before = (Case.objects.count(), Person.objects.count(), Duty.objects.count())
    again = imported(stage, "messy.xlsx", now=NOW + timedelta(hours=1))
    assert again.totals["new"] == again.totals["changed"] == again.totals["ask"] == 0
    assert again.totals["same"] > 0
    with everywhere():
        assert (Case.objects.count(), Person.objects.count(), Duty.objects.count()) == before


def test_what_a_row_says_stands_in_the_records(stage: Stage) -> None:
    row = person_row(
        7,
        曾用名="张旧名",
        禁止令内容="禁止进入网吧",
        备注="=1+1",
        家庭成员="父亲张某",
        原判刑期="有期徒刑一年二个月，缓刑二年",
    )
    imported(stage, workbook([row]))
    with signed_in(stage.officer):
        case = Case.objects.select_related("person", "office").get()
        assert case.number == f"YL-{TODAY.year}-0001"
        assert (case.sentence_years, case.sentence_months, case.probation_years, case.probation_months) == (1, 2, 2, 0)
        assert case.sentence_text == "有期徒刑一年二个月，缓刑二年"
        assert case.office is not None
        assert case.office.name == "小溪塔司法所"
        assert (case.term_starts_on, case.effective_on) == (date(2026, 3, 2), date(2026, 3, 2))
        assert case.arrived_on == date(2026, 3, 6)
        assert case.remarks == "=1+1"
        assert case.extra == {"包保干部": "某干部"}
        assert case.person.former_name == "张旧名"
        assert case.person.id_no == id_no(7)
        assert case.person.phones == ["14200000001"]
        assert "family" in case.person.more
        assert ProhibitionOrder.objects.get().text == "禁止进入网吧"
        assert not case.sealed


def test_only_a_suspended_sentence_takes_its_first_day_as_the_day_of_effect(stage: Stage) -> None:
    parole = person_row(1, 矫正类别="假释", 原判刑期="有期徒刑五年")
    imported(stage, workbook([parole, person_row(2)]))
    with signed_in(stage.officer):
        effective = dict(Case.objects.values_list("category", "effective_on"))
    assert effective == {"假释": None, "缓刑": date(2026, 3, 2)}


def test_a_minors_case_is_sealed_and_stays_so(stage: Stage) -> None:
    minor, grown = person_row(1, 身份证号=id_no(1, "20090601")), person_row(2, 身份证号=id_no(2, "20080501"))
    imported(stage, workbook([minor, grown]))
    with signed_in(stage.officer):
        assert {c.person.born_on.year: c.sealed for c in Case.objects.select_related("person")} == {
            2009: True,
            2008: True,  # 17 on the first day, 18 today: 社区矫正法 58
        }


def test_an_office_nobody_knows_is_kept_as_text(stage: Stage) -> None:
    imported(stage, workbook([person_row(1, 司法所="云深司法所")]))
    with signed_in(stage.officer):
        case = Case.objects.get()
        assert (case.office, case.office_text) == (None, "云深司法所")


def test_a_second_row_of_the_same_case_with_another_last_day_is_a_duplicate(stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1), person_row(1, 矫正结束日期="2028-03-05")]))
    assert (batch.totals["new"], batch.totals["duplicate"]) == (1, 1)


def test_a_person_known_elsewhere_is_reused_but_the_same_case_elsewhere_is_refused(stage: Stage) -> None:
    theirs = person_row(1, 县市区="宜都市", 司法所="陆城司法所")
    imported(stage, workbook([theirs]), by=stage.other_officer)
    second = person_row(1, 矫正类别="管制", 矫正开始日期="2026-06-01", 原判刑期="管制一年")
    batch = imported(stage, workbook([person_row(1), second]))
    assert (batch.totals["new"], batch.totals["outside_scope"]) == (1, 1)
    with everywhere():
        assert Person.objects.count() == 1
        assert Case.objects.count() == 2


def test_an_identity_number_alone_opens_nobodys_record(stage: Stage) -> None:
    """A made-up row with a number of another county: without the right name it shows neither name nor address."""
    imported(stage, workbook([person_row(1, 县市区="宜都市", 司法所="陆城司法所")]), by=stage.other_officer)
    guessed = person_row(1, 姓名="李试探", 矫正类别="管制", 矫正开始日期="2026-06-01", 原判刑期="管制一年")
    batch = imported(stage, workbook([guessed]))
    assert (batch.totals["new"], batch.totals["outside_scope"]) == (0, 1)
    with signed_in(stage.officer):
        assert unseal(batch.rows.get().changes_sealed)["reason"] == "other_name"
        assert not Person.objects.exists()


def test_nobody_else_sees_the_file_or_takes_up_the_batch(stage: Stage) -> None:
    batch = received(stage, workbook([person_row(1)]))
    colleague = make_officer("county_officer", stage.county, "王芳")
    with signed_in(colleague):
        assert BatchFile.objects.count() == 0
        with pytest.raises(NoSuchBatch):
            ledger_import.accept(by=colleague, batch_id=batch.pk, now=NOW)


def test_an_office_worker_may_not_import(stage: Stage) -> None:
    worker = make_officer("office_worker", Agency.objects.get(name="小溪塔司法所"), "周敏")
    with signed_in(worker), pytest.raises(NotPermitted, match="导入台账"):
        ledger_import.receive(by=worker, file_name="a.xlsx", data=b"x", now=NOW)


def test_an_empty_file_and_an_unreadable_one_get_a_sentence(stage: Stage) -> None:
    with signed_in(stage.officer), pytest.raises(FileRefused, match="0 字节"):
        ledger_import.receive(by=stage.officer, file_name="空.xlsx", data=b"", now=NOW)
    batch = received(stage, b"name,id\n1,2\n", name="名册.csv")
    assert batch.state == BatchState.REFUSED
    assert "名册.csv" in batch.sentence
    with signed_in(stage.officer), pytest.raises(NotNow):
        ledger_import.accept(by=stage.officer, batch_id=batch.pk, now=NOW)


def test_a_batch_is_imported_once(stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1)]))
    with signed_in(stage.officer), pytest.raises(NotNow, match="已经导入"):
        ledger_import.accept(by=stage.officer, batch_id=batch.pk, now=NOW)


def test_what_lies_in_the_database_of_a_batch_is_sealed(stage: Stage) -> None:
    data = workbook([person_row(1), person_row(2, 矫正类别="缓型")])
    batch = received(stage, data)
    with signed_in(stage.officer):
        stored = bytes(BatchFile.objects.get(batch=batch).file_sealed)
        assert data[:40] not in stored
        assert ledger_import.stored_file(batch) == data
        for row in batch.rows.all():
            assert id_no(1).encode() not in bytes(row.changes_sealed or b"")
        assert unseal(batch.rows.get(outcome="rejected").changes_sealed)["errors"][0]["raw"] == "缓型"


def test_after_thirty_days_file_and_cells_are_gone(stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1)]))
    with everywhere():
        assert ledger_import.expire_batches(now=NOW + timedelta(days=29)) == 0
        assert ledger_import.expire_batches(now=NOW + timedelta(days=30)) == 1
        assert ledger_import.expire_batches(now=NOW + timedelta(days=31)) == 0
        assert BatchFile.objects.count() == 0
        assert set(batch.rows.values_list("changes_sealed", flat=True)) == {None}
        assert Case.objects.count() == 1
    with everywhere():
        assert JournalLine.objects.filter(verb="batch.expired").count() == 1


def test_a_row_that_was_new_yesterday_meets_the_records_of_today(stage: Stage) -> None:
    waiting = received(stage, workbook([person_row(1)]))
    imported(stage, workbook([person_row(1)]))
    with signed_in(stage.officer):
        done = ledger_import.accept(by=stage.officer, batch_id=waiting.pk, now=NOW)
        assert (done.totals["new"], done.totals["same"]) == (0, 1)
        assert Case.objects.count() == 1


def test_a_released_person_in_the_ledger_is_no_open_case(stage: Stage) -> None:
    header = ("姓名", "身份证号", "县市区", "矫正类别", "矫正开始日期", "矫正结束日期", "实际解矫日期", "解矫类型")
    row = ("李测甲", id_no(3), "夷陵区", "缓刑", "2024-03-02", "2026-03-01", "2026-03-01", "期满解除")
    imported(stage, workbook([row], header))
    with signed_in(stage.officer):
        case = Case.objects.get()
        assert (case.ended_on, case.ended_kind) == (date(2026, 3, 1), "released")


def test_no_event_is_invented(stage: Stage) -> None:
    imported(stage, "messy.xlsx")
    with everywhere():
        assert Event.objects.count() == 0
