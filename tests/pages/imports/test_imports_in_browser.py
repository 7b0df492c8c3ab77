"""In a real browser: choose the file, watch the progress, import, see the new case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.actions.ledger_stage import make_stage, person_row, workbook
from tests.cast import everywhere
from yipanqi.jobs import imports
from yipanqi.records.models import Batch


@pytest.mark.django_db(transaction=True)
def test_from_file_to_case(
    live_server: Any, page: Page, context: BrowserContext, client: Client, tmp_path: Path
) -> None:
    with everywhere():
        stage = make_stage()
    client.force_login(stage.officer)
    cookies = [{"name": k, "value": v.value, "url": live_server.url} for k, v in client.cookies.items()]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    ledger = tmp_path / "十一月台账.xlsx"
    ledger.write_bytes(workbook([person_row(1), person_row(2, 矫正类别="缓型")]))

    page.goto(f"{live_server.url}/imports/")
    page.set_input_files("input[type=file]", str(ledger))
    expect(page.locator("#chosen")).to_contain_text("十一月台账.xlsx")
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", name="正在核对")).to_be_visible()
    with everywhere():
        number = Batch.objects.get().pk
    imports.check(number)  # what the worker does
    expect(page.get_by_role("heading", name="1 行可以导入，1 行不能导入")).to_be_visible()
    page.get_by_role("button", name="导入 1 行").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    imports.accept(number)
    expect(page.get_by_role("heading", name="1 行已导入，1 行未导入")).to_be_visible()
    page.get_by_role("link", name="新建").click()
    expect(page.get_by_role("link", name="YL-")).to_be_visible()
    assert said == []
