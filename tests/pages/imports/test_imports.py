"""The county officer uploads her ledger, looks at each refused cell, decides, takes back."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.actions.ledger_stage import EXAMPLES, Stage, id_no, imported, make_stage, person_row, received, workbook
from tests.cast import everywhere, make_officer, signed_in
from yipanqi.actions import ledger_import
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Agency, Batch, BatchState, Case

NOW = datetime.now(SHANGHAI)


@pytest.fixture
def stage(db: None) -> Stage:
    with everywhere():
        return make_stage()


@pytest.fixture
def officer(stage: Stage, client: Client) -> Client:
    client.force_login(stage.officer)
    return client


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_upload_is_stored_and_waits_for_the_background(officer: Client, stage: Stage) -> None:
    file = SimpleUploadedFile("台账.xlsx", workbook([person_row(1)]))
    response = officer.post("/imports/upload/", {"file": file})
    assert response.status_code == 302
    batch = Batch.objects.get()
    assert ProcrastinateJob.objects.get(task_name="ledger.check").args == {"batch_id": batch.pk}
    assert "正在核对" in page_of(officer, response["Location"])


def test_no_file_and_an_empty_file_get_a_sentence(officer: Client) -> None:
    response = officer.post("/imports/upload/", {})
    assert response.status_code == 422
    assert "请选择台账文件" in response.content.decode()
    response = officer.post("/imports/upload/", {"file": SimpleUploadedFile("空.xlsx", b"")})
    assert "0 字节" in response.content.decode()


def test_every_refused_cell_says_what_where_and_how_to_mend(officer: Client, stage: Stage) -> None:
    rows = [
        person_row(1),
        person_row(2, 矫正类别="缓型"),
        person_row(3, 身份证号="42059919800101001"),
        person_row(4, 县市区="某县"),
        person_row(5, 身份证号="42059919O912210028"),
    ]
    batch = imported(stage, workbook(rows), now=NOW)
    shown = page_of(officer, f"/imports/{batch.pk}/")
    assert "1 行已导入，4 行未导入" in shown
    for words in ("缓型", "矫正类别不认识", "请改为四类之一", "身份证号格式不对", "某县", "县市区不认识"):
        assert words in shown
    for serial in (1, 2, 3, 4):
        assert id_no(serial) not in shown
    assert "42059919800101001" not in shown
    assert "42059919O91221****" in shown
    assert "42059919O912210028" not in shown


def test_a_broken_row_shows_its_other_cells_masked(officer: Client, stage: Stage) -> None:
    batch = received(stage, workbook([person_row(2, 矫正类别="缓型")]), now=NOW)
    shown = page_of(officer, f"/imports/{batch.pk}/")
    assert f"4205**********{id_no(2)[-4:]}" in shown


def test_only_the_bad_rows_come_back_in_a_workbook(officer: Client, stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1), person_row(2, 矫正类别="缓型")]), now=NOW)
    response = officer.get(f"/imports/{batch.pk}/rejected/")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "矫正类别不认识" in str(rows[1][-1])
    assert response["Cache-Control"] == "no-store"


def test_the_template_can_be_filled_in_and_imported(officer: Client, stage: Stage) -> None:
    response = officer.get("/imports/template/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    examples = {str(row[0]): row[3] for row in book["填表说明"].iter_rows(min_row=2, values_only=True)}
    headings = [cell.value for cell in book["在矫"][1]]
    book["在矫"].append([examples[str(heading)] for heading in headings])
    target = io.BytesIO()
    book.save(target)
    batch = imported(stage, target.getvalue(), now=NOW)
    assert (batch.totals["new"], batch.totals["rejected"]) == (1, 0)


def test_changed_cells_are_shown_and_taken_one_by_one(officer: Client, stage: Stage) -> None:
    imported(stage, workbook([person_row(1)]), now=NOW)
    batch = imported(stage, workbook([person_row(1, 现住址="新住址", 矫正结束日期="2028-03-05")]), now=NOW)
    shown = page_of(officer, f"/imports/{batch.pk}/?tab=changed")
    assert "新住址" in shown
    row = batch.rows.get()
    response = officer.post(
        f"/imports/{batch.pk}/take/", {"row": row.pk, "cell": "case.term_ends_on", "tab": "changed"}
    )
    assert response.status_code == 302
    with signed_in(stage.officer):
        case = Case.objects.select_related("person").get()
        assert (str(case.term_ends_on), case.person.residence_address[-2:]) == ("2028-03-05", "1栋")


def test_is_it_the_same_case(officer: Client, stage: Stage) -> None:
    imported(stage, workbook([person_row(1)]), now=NOW)
    again = workbook([person_row(1, 矫正开始日期="2026-03-09", 矫正结束日期="2028-03-08")])
    batch = imported(stage, again, now=NOW)
    assert "是同一案吗" in page_of(officer, f"/imports/{batch.pk}/")
    officer.post(f"/imports/{batch.pk}/answer/", {"row": batch.rows.get().pk, "same": "no"})
    with signed_in(stage.officer):
        assert Case.objects.count() == 2


def test_the_same_file_again_says_that_nothing_changed(officer: Client, stage: Stage) -> None:
    imported(stage, workbook([person_row(1)]), now=NOW)
    batch = imported(stage, workbook([person_row(1)]), now=NOW)
    assert "与系统中的记录完全一致，没有任何变化" in page_of(officer, f"/imports/{batch.pk}/")


def test_undo_asks_why_and_leaves_nothing(officer: Client, stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1)]), now=NOW)
    response = officer.post(f"/imports/{batch.pk}/undo/", {"reason": ""}, follow=True)
    assert "请填写撤回原因" in response.content.decode()
    response = officer.post(f"/imports/{batch.pk}/undo/", {"reason": "传错文件"}, follow=True)
    assert "已撤回" in response.content.decode()
    with signed_in(stage.officer):
        assert Case.objects.count() == 0


def test_another_officers_batch_does_not_exist(client: Client, stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1)]), now=NOW)
    client.force_login(make_officer("county_officer", stage.county, "王芳"))
    for path in ("", "progress/", "rejected/"):
        assert client.get(f"/imports/{batch.pk}/{path}").status_code == 404
    for path in ("continue/", "undo/"):
        assert client.post(f"/imports/{batch.pk}/{path}", {"reason": "x"}).status_code == 404


def test_an_office_worker_sees_what_is_missing(client: Client, stage: Stage) -> None:
    client.force_login(make_officer("office_worker", Agency.objects.get(name="小溪塔司法所"), "周敏"))
    response = client.get("/imports/")
    assert response.status_code == 403
    assert "导入台账" in response.content.decode()


def test_an_unreadable_file_says_why(officer: Client, stage: Stage) -> None:
    batch = received(stage, b"a,b\n1,2\n", name="名册.csv", now=NOW)
    shown = page_of(officer, f"/imports/{batch.pk}/")
    assert "这个文件读不出来" in shown
    assert batch.sentence in shown


def test_work_that_broke_off_is_called_unfinished_and_goes_on(officer: Client, stage: Stage) -> None:
    with signed_in(stage.officer):
        batch = ledger_import.receive(by=stage.officer, file_name="断.xlsx", data=workbook([person_row(1)]), now=NOW)
    assert "未完成" in page_of(officer, f"/imports/{batch.pk}/")
    officer.post(f"/imports/{batch.pk}/continue/")
    assert ProcrastinateJob.objects.filter(task_name="ledger.check").count() == 1
    assert "正在核对" in page_of(officer, f"/imports/{batch.pk}/")


@pytest.mark.parametrize("tab", ["todo", "new", "outside", "duplicate", "skipped", "columns", "nonsense"])
def test_every_tab_of_a_real_ledger_opens(officer: Client, stage: Stage, tab: str) -> None:
    batch = received(stage, (EXAMPLES / "messy.xlsx").read_bytes(), now=NOW)
    page_of(officer, f"/imports/{batch.pk}/?tab={tab}&page=2")


def test_a_destroyed_batch_still_opens(officer: Client, stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1), person_row(2, 矫正类别="缓型")]), now=NOW)
    with everywhere():
        ledger_import.expire_batches(now=NOW + timedelta(days=31))
    for tab in ("todo", "new", "columns", "skipped"):
        page_of(officer, f"/imports/{batch.pk}/?tab={tab}")
    assert officer.get(f"/imports/{batch.pk}/rejected/").status_code == 404


def test_looking_changes_nothing(officer: Client, stage: Stage) -> None:
    batch = imported(stage, workbook([person_row(1)]), now=NOW)
    before = Batch.objects.filter(pk=batch.pk).values().get()
    page_of(officer, f"/imports/{batch.pk}/")
    page_of(officer, f"/imports/{batch.pk}/progress/")
    assert Batch.objects.filter(pk=batch.pk).values().get() == before
    assert before["state"] == BatchState.ACCEPTED


def counted(client: Client, path: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        page_of(client, path)


def test_the_result_page_asks_the_database_a_bounded_number_of_questions(
    officer: Client, stage: Stage, django_assert_max_num_queries: Any
) -> None:
    batch = imported(stage, workbook([person_row(n) for n in range(1, 40)]), now=NOW)
    counted(officer, f"/imports/{batch.pk}/?tab=new", django_assert_max_num_queries)
