"""A stranger opens the address in a real browser: sign-in, nothing from outside, no broken policy."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_is_led_to_sign_in_and_nothing_comes_from_outside(page: Page, live_server: LiveServer) -> None:
    complaints: list[str] = []
    asked: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def follow(request: Request) -> None:
        asked.append(request.url)

    page.on("console", note)
    page.on("request", follow)
    page.goto(f"{live_server.url}/")
    assert page.url.startswith(f"{live_server.url}/accounts/login/")
    page.get_by_role("textbox").first.wait_for()
    assert complaints == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
