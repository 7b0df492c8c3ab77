"""An officer signs in with a real browser: keyboard, a wrong password, the phone's width, an authenticator."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import make_cast
from yipanqi.records.models import Officer

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-Long-secret-9"


@pytest.fixture
def worker() -> Officer:
    cache.clear()
    officer = make_cast().worker
    officer.username = "zhoumin"
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def _sign_in(page: Page, live_server: LiveServer, password: str = PASSWORD) -> None:
    page.goto(f"{live_server.url}/accounts/login/?next=/account/")
    page.keyboard.type("zhoumin")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_with_the_keyboard_alone(page: Page, live_server: LiveServer, worker: Officer) -> None:
    _sign_in(page, live_server, "nonsense")
    expect(page.get_by_role("alert")).to_contain_text("登录名或者密码不对")
    _sign_in(page, live_server)
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")


def test_an_authenticator_is_bound_and_asked_for(page: Page, live_server: LiveServer, worker: Officer) -> None:
    _sign_in(page, live_server)
    page.get_by_role("link", name="两步验证").click()
    page.get_by_role("link", name="绑定验证器").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="验证密码").click()
    expect(page.get_by_alt_text("绑定用的二维码")).to_be_visible()
    secret = page.locator(".steps code").inner_text()
    page.get_by_label("验证码").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="绑定").click()
    expect(page.locator(".codes li")).to_have_count(10)
    code = page.locator(".codes code").first.inner_text()

    page.context.clear_cookies()
    _sign_in(page, live_server)
    expect(page.get_by_role("heading", level=1)).to_have_text("两步验证")
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="验证并登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768), (390, 844)])
def test_the_sign_in_page_fits_the_screen(page: Page, live_server: LiveServer, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{live_server.url}/accounts/login/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    button = page.get_by_role("button", name="登录").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] < height
