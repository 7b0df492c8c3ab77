"""Where allauth asks us: who may sign in, what is journalled, how secrets are sealed; its words in plain Chinese."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yipanqi.actions import accounts
from yipanqi.pages.request import now
from yipanqi.records.ciphers import seal, unseal
from yipanqi.records.models import Officer

SEALED_AS = "second_factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no stubs
    """Sign-in by name and password; nobody signs up, no mail is sent."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "登录名或者密码不对。连续输错 5 次，5 分钟内不能再试。",
        "invalid_login": "登录名或者密码不对。",
        "too_many_login_attempts": "输错次数过多，请 5 分钟后再试；忘记密码请联系系统管理员重置。",
        "enter_current_password": "当前密码不对，请重新输入。",
        "incorrect_password": "密码不对，请重新输入。",
        "incorrect_code": "验证码不对或者已经失效，请输入验证器上的最新 6 位数字。",
        "rate_limited": "操作过于频繁，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by the system administrator only."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong name or password leaves a line without the name that was typed."""
        accounts.note_failed_sign_in(username=str(credentials.get("username", "")), now=now(request))

    def pre_login(self, request: HttpRequest, user: Officer, **facts: Any) -> HttpResponse | None:
        """Right password, but closed, or the time to bind a second factor has passed."""
        if not user.is_active:
            return self._turned_away(request, user, "这个账号已经停用，需要恢复请联系系统管理员。")
        if not may_still_bind(request, user):
            return self._turned_away(request, user, "绑定两步验证的期限已过，请联系系统管理员重置两步验证后再登录。")
        return None

    def _turned_away(self, request: HttpRequest, user: Officer, sentence: str) -> HttpResponse:
        clear_login(request)
        accounts.note_failed_sign_in(username=user.username, now=now(request))
        messages.error(request, sentence)
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Officer, **facts: Any) -> HttpResponse:
        """Signed in for good: after the second factor, where there is one."""
        accounts.note_sign_in(by=user, second_factor=is_bound(user), now=now(request))
        response: HttpResponse = super().post_login(request, user, **facts)
        return response

    def set_password(self, user: Officer, password: str) -> None:
        """The officer changed the password; a one-time password is used up."""
        accounts.change_password(by=user, password=password, now=now(self.request))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail: the journal keeps what happened."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **facts: Any
    ) -> None:
        """Only messages that help: signing in and out need none."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *more, **facts)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no stubs
    """Second factors: secrets sealed in the database; outside the demo the last factor cannot be removed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "这是最后一个验证方式，不能移除。请先绑定另一个，再移除这一个。",
        "incorrect_code": "验证码不对或者已经失效，请输入验证器上的最新 6 位数字。",
    }

    def encrypt(self, text: str) -> str:
        """SM4-GCM, as hexadecimal text."""
        return seal(SEALED_AS, text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse of `encrypt`."""
        return unseal(SEALED_AS, bytes.fromhex(encrypted_text))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Recovery codes always; a factor only while another one is left, or where none is required."""
        if not settings.SECOND_FACTOR_REQUIRED or authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        return bool(factors_of(authenticator.user).exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Officer, type: str) -> str:  # noqa: A002 -- the signature is allauth's
        """安全密钥 1, 安全密钥 2 …"""
        return f"安全密钥 {factors_of(user).filter(type=type).count() + 1}"


def factors_of(officer: Officer) -> Any:
    """The officer's second factors; recovery codes stand in for one, they are none."""
    return Authenticator.objects.filter(user=officer).exclude(type=Authenticator.Type.RECOVERY_CODES)


def is_bound(officer: Officer) -> bool:
    """Whether the officer has a second factor."""
    return bool(factors_of(officer).exists())


def may_still_bind(request: HttpRequest, officer: Officer) -> bool:
    """A password alone opens the door only until the first (or new) factor should have been bound."""
    if not settings.SECOND_FACTOR_REQUIRED or is_bound(officer):
        return True
    return officer.factor_reset_until is not None and now(request) <= officer.factor_reset_until
