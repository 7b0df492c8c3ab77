"""The queue in a real browser: j and k move, Enter opens the form in the row, and nothing breaks the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import everywhere
from tests.pages.small_city import SmallCity, make_small_city
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Duty, Officer


@pytest.fixture
def living_city(transactional_db: None) -> SmallCity:
    """The small city where the server's own connection sees it."""
    return make_small_city(datetime.now(SHANGHAI).date())


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: the policy, scripts, missing files."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


def sign_in(context: BrowserContext, server: LiveServer, officer: Officer) -> None:
    client = Client()
    client.force_login(officer)
    cookies: Any = [{"name": name, "value": c.value, "url": server.url} for name, c in client.cookies.items()]
    context.add_cookies(cookies)


def test_a_morning_by_keyboard(
    page: Page, context: BrowserContext, live_server: LiveServer, living_city: SmallCity, complaints: list[str]
) -> None:
    sign_in(context, live_server, living_city.cast.worker)
    page.goto(f"{live_server.url}/queue/?rule=intake.report_in_person")
    rows = page.locator("#queue li[data-duty]")
    first = rows.first.get_attribute("data-duty")
    expect(page.locator("#queue li.is-sel")).to_have_attribute("data-duty", first or "")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("is-sel")
    expect(page.locator("#why")).to_contain_text("许敬安")
    page.keyboard.press("Enter")
    expect(page.get_by_label("报到日期")).to_be_focused()
    page.get_by_role("button", name="登记报到").click()
    expect(rows.nth(1)).to_contain_text("已办结，按期")
    with everywhere():
        duty = Duty.objects.get(case=living_city["许敬安"], rule="intake.report_in_person")
        assert duty.done_on == living_city.today
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("望学军")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("望学军")


def test_a_refusal_takes_the_focus(
    page: Page, context: BrowserContext, live_server: LiveServer, living_city: SmallCity
) -> None:
    sign_in(context, live_server, living_city.cast.worker)
    page.goto(f"{live_server.url}/queue/?rule=intake.report_in_person")
    page.locator("#queue [data-act]").first.click()
    page.get_by_label("报到日期").fill("2099-01-01")
    page.get_by_role("button", name="登记报到").click()
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator(".errsum")).to_contain_text("晚于今天")


def test_ticked_rows_gather_in_the_bar(
    page: Page, context: BrowserContext, live_server: LiveServer, living_city: SmallCity, complaints: list[str]
) -> None:
    sign_in(context, live_server, living_city.cast.worker)
    page.goto(f"{live_server.url}/queue/?rule=intake.report_in_person")
    boxes = page.locator('#queue input[name="duty"]')
    expect(page.locator("#several")).to_be_hidden()
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator("#several")).to_contain_text("已选 2 件")
    page.get_by_role("button", name="成批办理").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记报到")
    page.get_by_role("button", name="登记报到").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记报到：2 件已办，0 件没有办")


def test_the_grid_by_keyboard(
    page: Page, context: BrowserContext, live_server: LiveServer, living_city: SmallCity, complaints: list[str]
) -> None:
    sign_in(context, live_server, living_city.cast.county_officer)
    page.goto(f"{live_server.url}/cases/fill-in/")
    cells = page.locator("[data-grid] tbody tr").first.locator("input[type=text]")
    cells.first.fill("20241122")
    cells.first.press("ArrowRight")
    expect(cells.first).to_have_value("2024-11-22")
    expect(cells.nth(1)).to_be_focused()
    expect(page.locator("[data-filled]")).to_have_text("1")


@pytest.mark.parametrize("width", [1440, 1366, 390])
def test_no_page_is_wider_than_the_screen(
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    living_city: SmallCity,
    complaints: list[str],
    width: int,
) -> None:
    sign_in(context, live_server, living_city.cast.county_officer)
    page.set_viewport_size({"width": width, "height": 800})
    case = living_city["覃玉梅"].pk
    for address in (
        "/queue/",
        "/cases/",
        f"/cases/{case}/",
        f"/cases/{case}/facts/",
        "/cases/fill-in/",
        "/cases/load/",
    ):
        page.goto(f"{live_server.url}{address}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, address
