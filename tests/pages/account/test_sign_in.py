"""Signing in: one-time password, second factor, limits, and what a stranger learns (nothing)."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, everywhere, make_cast
from yipanqi.records.models import JournalLine, Officer

pytestmark = pytest.mark.django_db

PASSWORD = "a-Long-secret-9"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def worker(cast: Cast) -> Officer:
    cast.worker.username = "zhoumin"
    cast.worker.set_password(PASSWORD)
    cast.worker.factor_reset_until = timezone.now() + timedelta(days=7)
    cast.worker.save()
    return cast.worker


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _enter(client: Client, password: str = PASSWORD, username: str = "zhoumin") -> str:
    answer = client.post(LOGIN, {"login": username, "password": password})
    return answer.headers.get("Location", "") or answer.content.decode()


def _verbs() -> list[tuple[str, object]]:
    with everywhere():
        return [(line.verb, line.data.get("officer")) for line in JournalLine.objects.order_by("seq")]


def test_the_right_password_opens_the_door_and_leaves_a_line(client: Client, worker: Officer) -> None:
    assert _enter(client) == "/"
    assert client.get("/account/").status_code == 200
    assert _verbs() == [("account.signed_in", None)]


def test_a_wrong_password_and_an_unknown_name_look_the_same(client: Client, worker: Officer) -> None:
    wrong, unknown = _enter(client, "nonsense"), _enter(client, username="nobody")
    assert "登录名或者密码不对" in wrong
    assert "登录名或者密码不对" in unknown
    assert _verbs() == [("account.sign_in_failed", worker.pk), ("account.sign_in_failed", None)]


def test_after_five_wrong_tries_even_the_right_password_waits(client: Client, worker: Officer) -> None:
    for _ in range(5):
        _enter(client, "nonsense")
    assert "输错次数过多" in _enter(client)


def test_many_wrong_tries_from_one_address_do_not_lock_out_its_neighbours(client: Client, worker: Officer) -> None:
    for number in range(12):
        _enter(client, "nonsense", username=f"nobody{number}")
    assert _enter(client) == "/"


def test_a_closed_account_is_told_so_only_after_the_right_password(client: Client, worker: Officer) -> None:
    Officer.objects.filter(pk=worker.pk).update(is_active=False)
    assert "登录名或者密码不对" in _enter(client, "nonsense")
    assert _enter(client) == LOGIN
    assert "已经停用" in client.get(LOGIN).content.decode()


def test_a_one_time_password_is_changed_before_anything_else(client: Client, worker: Officer) -> None:
    Officer.objects.filter(pk=worker.pk).update(must_change_password=True)
    _enter(client)
    assert client.get("/").headers["Location"] == "/account/password/"
    page = client.get("/account/password/").content.decode()
    assert "一次性密码" in page
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "不能与当前密码相同" in client.post("/account/password/", same).content.decode()
    new = {"oldpassword": PASSWORD, "password1": "another-Secret-7", "password2": "another-Secret-7"}
    assert client.post("/account/password/", new).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert ("account.password_changed", worker.pk) in _verbs()


def test_a_weak_password_is_refused_in_words(client: Client, worker: Officer) -> None:
    _enter(client)
    weak = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}
    page = client.post("/account/password/", weak).content.decode()
    assert "密码太短，至少 10 位" in page


def test_changing_the_password_ends_the_other_browser(client: Client, worker: Officer) -> None:
    other = Client()
    _enter(client)
    _enter(other)
    new = {"oldpassword": PASSWORD, "password1": "another-Secret-7", "password2": "another-Secret-7"}
    client.post("/account/password/", new)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").headers["Location"].startswith(LOGIN)


# --- The second factor, as outside the demo ------------------------------------------------------------------


@pytest.fixture
def strict(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def _bind(client: Client) -> str:
    """Bind an authenticator through the pages, as the officer does; gives back its secret."""
    page = client.get("/account/factors/app/", follow=True)
    assert page.redirect_chain, "the password is asked once more"
    page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode())
    assert secret is not None
    done = client.post("/account/factors/app/", {"code": _code(secret[1])}, follow=True)
    assert "恢复码" in done.content.decode()
    return secret[1]


@pytest.mark.usefixtures("strict")
def test_without_a_factor_there_is_one_page_only(client: Client, worker: Officer) -> None:
    _enter(client)
    for page in ("/", "/queue/", "/account/", "/account/sessions/"):
        assert client.get(page).headers["Location"] == "/account/factors/"
    assert "先绑定一种两步验证" in client.get("/account/factors/").content.decode()


@pytest.mark.usefixtures("strict")
def test_a_bound_factor_opens_the_rest_and_is_asked_at_the_next_sign_in(client: Client, worker: Officer) -> None:
    _enter(client)
    secret = _bind(client)
    assert client.get("/account/").status_code == 200
    stored = Authenticator.objects.get(user=worker, type="totp").data["secret"]
    assert secret not in stored

    cache.clear()
    again = Client()
    assert _enter(again) == "/accounts/login/code/"
    assert again.get("/account/").headers["Location"].startswith(LOGIN)
    assert "验证码不对" in again.post("/accounts/login/code/", {"code": "000000"}).content.decode()
    cache.clear()
    codes = Authenticator.objects.get(user=worker, type="recovery_codes").wrap().get_unused_codes()
    assert again.post("/accounts/login/code/", {"code": codes[0]}).headers["Location"] == "/"
    assert again.get("/account/").status_code == 200
    assert ("account.sign_in_failed", worker.pk) in _verbs()


@pytest.mark.usefixtures("strict")
def test_the_last_factor_cannot_be_removed(client: Client, worker: Officer) -> None:
    _enter(client)
    _bind(client)
    assert "最后一个验证方式" in client.get("/account/factors/app/remove/").content.decode()
    client.post("/account/factors/app/remove/")
    assert Authenticator.objects.filter(user=worker, type="totp").exists()


@pytest.mark.usefixtures("strict")
def test_after_the_time_to_bind_a_password_alone_opens_nothing(client: Client, worker: Officer) -> None:
    Officer.objects.filter(pk=worker.pk).update(factor_reset_until=timezone.now() - timedelta(minutes=1))
    assert _enter(client) == LOGIN
    assert "期限已过" in client.get(LOGIN).content.decode()
    assert client.get("/account/").status_code == 302


# --- Limits of a session --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "seconds"), [("seen_at", 31 * 60), ("began_at", 10 * 3600 + 60)])
def test_a_session_ends_when_idle_and_after_a_working_day(
    client: Client, worker: Officer, name: str, seconds: int
) -> None:
    _enter(client)
    client.get("/account/")
    session = client.session
    session[name] = int(time.time()) - seconds
    session.save()
    assert client.get("/account/").headers["Location"].startswith(LOGIN)


def test_the_officer_sees_and_ends_other_sessions(client: Client, worker: Officer) -> None:
    other = Client(HTTP_USER_AGENT="另一台电脑")
    _enter(client)
    _enter(other)
    page = client.get("/account/sessions/").content.decode()
    assert "另一台电脑" in page
    assert page.count("当前") >= 1
    client.post("/account/sessions/end-others/")
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/set/"])
def test_nobody_signs_up_or_gets_mail(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == LOGIN
    assert client.post(path, {"username": "stranger", "password1": PASSWORD}).headers["Location"] == LOGIN


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/3rdparty/", "/accounts/confirm-email/"])
def test_what_is_not_used_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_demo_users_are_listed_in_the_demo_only(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "demo_users.json").write_text(
        '[{"username": "suo", "password": "open", "title": "何若川", "role": "司法所工作人员"}]', encoding="utf-8"
    )
    settings.DEMO = False
    assert "演示用户" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    assert "司法所工作人员" in client.get(LOGIN).content.decode()
