"""The system administrator opens, moves and closes accounts; who loses a password or a phone finds a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import NOW, Cast, everywhere, make_cast, make_officer, signed_in
from yipanqi.access.scope import NotPermitted, permissions_of
from yipanqi.actions import accounts
from yipanqi.actions.accounts import AccountRefused, NewAccount
from yipanqi.records.models import JournalLine, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def _verbs() -> list[str]:
    with everywhere():
        return list(JournalLine.objects.order_by("seq").values_list("verb", flat=True))


def _fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def _sign_in(officer: Officer) -> Client:
    """A browser in which the officer is signed in for good, with a row in the list of sessions."""
    client = Client()
    officer.set_password("a-Long-secret-9")
    officer.save()
    client.post("/accounts/login/", {"login": officer.username, "password": "a-Long-secret-9"})
    assert client.get("/account/").status_code == 200
    return client


def test_an_account_is_opened_with_a_password_for_one_time(cast: Cast) -> None:
    with signed_in(cast.administrator):
        opened = accounts.open_account(
            by=cast.administrator, account=NewAccount("lixm03", " 李晓梅 ", cast.office.pk, "司法助理员"), now=NOW
        )
    officer = _fresh(opened.officer)
    assert (officer.full_name, officer.name_key, officer.must_change_password) == ("李晓梅", "li xiao mei", True)
    assert officer.check_password(opened.password)
    assert len(opened.password.replace("-", "")) == 15
    assert permissions_of(officer) == frozenset()
    assert _verbs() == ["account.opened"]


@pytest.mark.parametrize(
    ("username", "full_name", "sentence"),
    [
        ("Li", "李晓梅", "不合要求"),
        ("李晓梅", "李晓梅", "不合要求"),
        ("li xm", "李晓梅", "不合要求"),
        ("lixm03", "  ", "请填写姓名"),
    ],
)
def test_an_account_without_a_proper_name_is_refused(cast: Cast, username: str, full_name: str, sentence: str) -> None:
    account = NewAccount(username, full_name, cast.office.pk)
    with signed_in(cast.administrator), pytest.raises(AccountRefused, match=sentence):
        accounts.open_account(by=cast.administrator, account=account, now=NOW)


def test_a_sign_in_name_stays_taken_after_its_account_is_closed(cast: Cast) -> None:
    Officer.objects.filter(pk=cast.worker.pk).update(username="zhoumin", is_active=False)
    with signed_in(cast.administrator), pytest.raises(AccountRefused, match="已被使用"):
        accounts.open_account(by=cast.administrator, account=NewAccount("zhoumin", "周敏", cast.office.pk), now=NOW)


def test_nobody_else_opens_accounts(cast: Cast) -> None:
    for officer in (cast.worker, cast.county_officer, cast.leader, make_officer("security_admin", cast.city, "安全")):
        with signed_in(officer), pytest.raises(NotPermitted):
            accounts.open_account(by=officer, account=NewAccount("friend", "友", cast.office.pk), now=NOW)


def test_a_closed_account_loses_its_roles_and_its_browser_at_once(cast: Cast) -> None:
    browser = _sign_in(cast.worker)
    with signed_in(cast.administrator):
        accounts.close(by=cast.administrator, officer_id=cast.worker.pk, reason="transferred", now=NOW)
    assert not UserSession.objects.filter(user=cast.worker).exists()
    assert Session.objects.count() == 0
    assert browser.get("/account/").headers["Location"].startswith("/accounts/login/")
    assert _fresh(cast.worker).grants.get().ended_at == NOW
    assert _verbs()[-2:] == ["role.ended", "account.closed"]


def test_a_reopened_account_starts_without_roles(cast: Cast) -> None:
    with signed_in(cast.administrator):
        accounts.close(by=cast.administrator, officer_id=cast.worker.pk, reason="suspended", now=NOW)
        opened = accounts.reopen(by=cast.administrator, officer_id=cast.worker.pk, now=NOW)
    officer = _fresh(cast.worker)
    assert officer.is_active
    assert officer.check_password(opened.password)
    assert permissions_of(officer) == frozenset()


def test_moving_takes_the_old_reach_away(cast: Cast) -> None:
    with signed_in(cast.administrator):
        accounts.move(by=cast.administrator, officer_id=cast.worker.pk, agency_id=cast.other_office.pk, now=NOW)
    officer = _fresh(cast.worker)
    assert officer.agency == cast.other_office
    assert permissions_of(officer) == frozenset()


def test_the_last_administrator_cannot_be_closed_and_nobody_closes_himself(cast: Cast) -> None:
    second = make_officer("system_admin", cast.city, "第二")
    auditor = make_officer("audit_admin", cast.city, "审计")
    with signed_in(cast.administrator):
        with pytest.raises(AccountRefused, match="自己"):
            accounts.close(by=cast.administrator, officer_id=cast.administrator.pk, reason="retired", now=NOW)
        with pytest.raises(AccountRefused, match="唯一"):
            accounts.close(by=cast.administrator, officer_id=auditor.pk, reason="retired", now=NOW)
        accounts.close(by=cast.administrator, officer_id=second.pk, reason="retired", now=NOW)
    assert not _fresh(second).is_active
    assert _fresh(auditor).is_active


def test_a_reset_password_works_once_and_ends_every_session(cast: Cast) -> None:
    browser = _sign_in(cast.worker)
    with signed_in(cast.administrator):
        opened = accounts.reset_password(by=cast.administrator, officer_id=cast.worker.pk, reason="forgotten", now=NOW)
    assert browser.get("/account/").status_code == 302
    officer = _fresh(cast.worker)
    assert officer.check_password(opened.password)
    assert officer.must_change_password


def test_lost_factors_are_reset_for_a_day(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.worker, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(user=cast.worker, type=Authenticator.Type.RECOVERY_CODES, data={})
    with signed_in(cast.administrator):
        accounts.reset_factors(by=cast.administrator, officer_id=cast.worker.pk, reason="lost", now=NOW)
    assert not Authenticator.objects.filter(user=cast.worker).exists()
    assert _fresh(cast.worker).factor_reset_until == NOW + timedelta(hours=24)


def test_a_reset_needs_a_reason_and_another_person(cast: Cast) -> None:
    with signed_in(cast.administrator):
        with pytest.raises(AccountRefused, match="事由"):
            accounts.reset_factors(by=cast.administrator, officer_id=cast.worker.pk, reason="", now=NOW)
        with pytest.raises(AccountRefused, match="另一名"):
            accounts.reset_password(
                by=cast.administrator, officer_id=cast.administrator.pk, reason="forgotten", now=NOW
            )


def test_the_journal_names_nobody(cast: Cast) -> None:
    with signed_in(cast.administrator):
        accounts.open_account(by=cast.administrator, account=NewAccount("lixm03", "李晓梅", cast.office.pk), now=NOW)
        accounts.note_failed_sign_in(username="李晓梅", now=NOW)
        accounts.note_failed_sign_in(username=cast.worker.username.upper(), now=NOW)
    with everywhere():
        lines = list(JournalLine.objects.order_by("seq"))
    assert "李晓梅" not in str([line.data for line in lines])
    assert [line.data["officer"] for line in lines[-2:]] == [None, cast.worker.pk]
