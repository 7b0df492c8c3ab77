"""The export button: a reason, a file that is not kept by the browser, the list as it is filtered."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.actions.ledger_stage import Stage, imported, make_stage, person_row, workbook
from tests.cast import everywhere, make_officer, signed_in
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Case

NOW = datetime.now(SHANGHAI)


@pytest.fixture
def stage(db: None) -> Stage:
    with everywhere():
        made = make_stage()
    imported(made, workbook([person_row(1), person_row(2, 矫正类别="管制", 原判刑期="管制一年")]), now=NOW)
    return made


def rows_of(response: Any) -> list[tuple[Any, ...]]:
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_the_list_leaves_as_it_is_filtered(client: Client, stage: Stage) -> None:
    client.force_login(stage.officer)
    assert "导出事由" in client.get("/cases/").content.decode()
    response = client.post("/cases/export/", {"reason": "季度汇报", "filters": "category=管制"})
    rows = rows_of(response)
    assert len(rows) == 3
    assert "管制" in rows[2]
    assert response["Cache-Control"] == "no-store"


def test_without_a_reason_the_page_says_so(client: Client, stage: Stage) -> None:
    client.force_login(stage.officer)
    response = client.post("/cases/export/", {"reason": "", "filters": ""}, follow=True)
    assert "请填写导出事由" in response.content.decode()


def test_one_case(client: Client, stage: Stage) -> None:
    client.force_login(stage.officer)
    with signed_in(stage.officer):
        case = Case.objects.earliest("pk")
    assert f"/cases/{case.pk}/export/" in client.get(f"/cases/{case.pk}/").content.decode()
    assert rows_of(client.post(f"/cases/{case.pk}/export/", {"reason": "移送"}))[2] == ("编号", case.number)
    client.force_login(stage.other_officer)
    assert client.post(f"/cases/{case.pk}/export/", {"reason": "移送"}).status_code == 404


def test_a_prosecutor_has_no_button_and_no_way(client: Client, stage: Stage) -> None:
    client.force_login(make_officer("prosecutor", stage.county, "何检"))
    assert "导出事由" not in client.get("/cases/").content.decode()
    assert client.post("/cases/export/", {"reason": "看看"}).status_code == 403
