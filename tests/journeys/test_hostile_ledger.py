"""A ledger with markup and formulas in cells, headings and file name: text everywhere, code nowhere."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from django.test import Client

from tests.actions.ledger_stage import HEADER, Stage, id_no, imported, make_stage, person_row, received, workbook
from tests.cast import everywhere
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Case

NOW = datetime.now(SHANGHAI)
MARKUP = '<img/src="x"onerror=alert(1)>'
SCRIPT = "<script>alert(1)</script>"
FORMULAS = ('=HYPERLINK("http://evil.example","点我")', "+1+1", "@SUM(A1)", "-2+3", "\t=1+1")


@pytest.fixture
def stage(db: None) -> Stage:
    with everywhere():
        return make_stage()


def _hostile() -> bytes:
    header = [*HEADER, SCRIPT, f"列{MARKUP}"]
    free = ("罪名", "曾用名", "现住址", "禁止令内容", "备注", "家庭成员", "包保干部")
    good = person_row(1, **dict.fromkeys(free, MARKUP), 司法所=MARKUP)
    named = person_row(2, 姓名=f"张{SCRIPT}", 备注=SCRIPT)
    wrong = person_row(3, 矫正类别=SCRIPT, 县市区=MARKUP, 身份证号=SCRIPT, 姓名=SCRIPT)
    return workbook([[*row, SCRIPT, MARKUP] for row in (good, named, wrong)], header)


def _pages(batch_id: int) -> list[str]:
    tabs = ("todo", "changed", "new", "taken", "same", "outside", "duplicate", "skipped", "columns")
    return ["/imports/", f"/imports/{batch_id}/progress/", *(f"/imports/{batch_id}/?tab={tab}" for tab in tabs)]


def test_markup_from_a_ledger_is_text_on_every_page(stage: Stage, client: Client) -> None:
    received(stage, _hostile(), name=f"{MARKUP}.xlsx", now=NOW)
    batch = imported(stage, _hostile(), now=NOW)
    imported(stage, workbook([person_row(1, 现住址=SCRIPT, 罪名=SCRIPT, 曾用名=SCRIPT)]), now=NOW)
    client.force_login(stage.officer)
    with everywhere():
        cases = list(Case.objects.values_list("pk", flat=True))
    assert cases
    tabs = ("", "duties/", "facts/", "events/", "changes/", "looks/", "facts/name/", "facts/crime/")
    addresses = [*_pages(batch.pk), *_pages(batch.pk + 1), "/queue/", "/queue/?print", "/cases/", "/cases/load/"]
    addresses += ["/cases/fill-in/", "/cases/pending-release/", "/board/", "/board/rows/running/", "/search/?q=张"]
    addresses += [f"/cases/{case}/{tab}" for case in cases for tab in tabs]
    shown = 0
    for address in addresses:
        answer = client.get(address)
        text = answer.content.decode()
        shown += "&lt;img" in text or "&lt;script&gt;alert" in text
        assert "<img/src" not in text, address
        assert "<script>alert" not in text, address
    assert shown > 5


def test_the_name_of_a_file_breaks_no_header(stage: Stage, client: Client) -> None:
    client.force_login(stage.officer)
    for name in (
        '台账"; filename="evil.exe',
        "a\r\nSet-Cookie: x=1.xlsx",
        "../../etc/passwd.xlsx",
        "x" * 300 + ".xlsx",
    ):
        batch = received(stage, workbook([person_row(4, 矫正类别="缓型")]), name=name, now=NOW)
        answer = client.get(f"/imports/{batch.pk}/rejected/")
        assert answer.status_code == 200
        said = answer.headers["Content-Disposition"]
        assert "\r" not in said
        assert "\n" not in said
        assert "/" not in said.split("filename", 1)[1].split("=", 1)[1].replace("%2F", "")
        assert "Set-Cookie" not in answer.headers or "x=1" not in answer.headers["Set-Cookie"]


def test_formulas_leave_as_text(stage: Stage, client: Client) -> None:
    rows = [person_row(n, 备注=formula, 现住址=formula) for n, formula in enumerate(FORMULAS, 1)]
    batch = imported(stage, workbook([*rows, person_row(9, 矫正类别=FORMULAS[0])]), now=NOW)
    client.force_login(stage.officer)
    with everywhere():
        assert Case.objects.count() == len(FORMULAS)
        one = Case.objects.order_by("pk")[0].pk
    answers = [
        client.get(f"/imports/{batch.pk}/rejected/"),
        client.post("/cases/export/", {"reason": FORMULAS[0], "filters": "state=all"}),
        client.post(f"/cases/{one}/export/", {"reason": FORMULAS[0]}),
    ]
    for answer in answers:
        data = b"".join(answer) if answer.streaming else answer.content
        cells = [
            cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row
        ]
        risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
        assert risky
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert all(cell.quotePrefix for cell in risky)


def test_identity_numbers_leave_only_on_purpose(stage: Stage, client: Client) -> None:
    imported(
        stage, workbook([person_row(1, 包保干部=f"担保人{id_no(2)}", 备注=f"电话13812346620，证件{id_no(2)}")]), now=NOW
    )
    client.force_login(stage.officer)
    with everywhere():
        case = Case.objects.get().pk
    for address, said in (("/cases/export/", {"filters": "state=all"}), (f"/cases/{case}/export/", {})):
        answer = client.post(address, {"reason": "核对名册", **said})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
        text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
        for number in (id_no(1), id_no(2), "13812346620", "14200000001"):
            assert number not in text, address
