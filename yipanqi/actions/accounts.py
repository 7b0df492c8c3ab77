"""Accounts: opened, moved, closed and reopened by the system administrator; passwords and second factors reset."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import APART
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.records.models import Agency, Officer, RoleGrant
from yipanqi.records.names import pinyin_key

# How long a new account, or one whose second factor was reset, may be used to bind a factor (市流程).
FIRST_BINDING = timedelta(days=7)
BINDING_AGAIN = timedelta(hours=24)

CLOSING_REASONS = {
    "transferred": "调离",
    "retired": "退休",
    "suspended": "停职",
    "unneeded": "不再需要",
    "safety": "安全原因",
}
RESET_REASONS = {"forgotten": "忘记密码", "leaked": "疑似泄露", "unused": "首次密码未使用"}
FACTOR_REASONS = {
    "lost": "手机或者密钥遗失",
    "replaced": "更换手机或者密钥",
    "broken": "设备损坏",
    "removed": "误删验证器",
}

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
# Without the letters and digits that are read wrongly from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountRefused(Refused):
    """The account cannot be opened, moved, closed or reset like that."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is opened with."""

    username: str
    full_name: str
    agency_id: int
    post: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An account with its one-time password, which is shown once and kept nowhere."""

    officer: Officer
    password: str


def one_time_password() -> str:
    """Fifteen characters in three groups, about 74 bits: "k7mp2-…"."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3))


@act
def open_account(*, by: Officer | None, account: NewAccount, now: datetime) -> Opened:
    """Open an account with a one-time password; `by` is None only for the first administrators (`yipanqi setup`)."""
    if by is not None:
        require(by, Permission.MANAGE_ACCOUNTS)
    password = one_time_password()
    return Opened(_opened(by, [account], make_password(password), now, must_change=True)[0], password)


@act
def open_accounts(*, by: Officer, accounts: Sequence[NewAccount], password: str, now: datetime) -> list[Officer]:
    """Open many accounts under one common password, hashed once: for the demo city and for trainings."""
    require(by, Permission.MANAGE_ACCOUNTS)
    return _opened(by, accounts, make_password(password), now, must_change=False)


def _opened(
    by: Officer | None, accounts: Sequence[NewAccount], password_hash: str, now: datetime, *, must_change: bool
) -> list[Officer]:
    agencies = Agency.objects.in_bulk([account.agency_id for account in accounts])
    for account in accounts:
        _refuse_particulars(account, agencies.get(account.agency_id))
    _refuse_taken([account.username for account in accounts])
    officers = Officer.objects.bulk_create(
        Officer(
            username=account.username,
            password=password_hash,
            full_name=account.full_name.strip(),
            name_key=pinyin_key(account.full_name.strip()),
            post=account.post.strip(),
            agency=agencies[account.agency_id],
            must_change_password=must_change,
            factor_reset_until=now + FIRST_BINDING,
            opened_at=now,
        )
        for account in accounts
    )
    for officer in officers:
        journal.write("account.opened", by=by, at=now, agency_id=officer.agency_id, officer=officer.pk)
    return officers


def _refuse_particulars(account: NewAccount, agency: Agency | None) -> None:
    if not _USERNAME.fullmatch(account.username):
        raise AccountRefused(
            f"登录名“{account.username}”不合要求：3 至 40 位小写字母、数字、点、下划线或者连字符，以字母开头。"
        )
    if not account.full_name.strip():
        raise AccountRefused("请填写姓名。")
    if agency is None:
        raise AccountRefused("请选择所在机构。")
    if agency.closed_on is not None:
        raise AccountRefused(f"{agency.name}已于 {agency.closed_on} 撤销，请选择现有机构。")


def _refuse_taken(usernames: Sequence[str]) -> None:
    taken = Officer.objects.filter(username__in=usernames).values_list("username", flat=True).first()
    if taken:
        raise AccountRefused(f"登录名“{taken}”已被使用（停用的账号也占用登录名），请换一个。")
    if len(set(usernames)) < len(usernames):
        raise AccountRefused("登录名有重复，请逐一区分。")


@act
def move(*, by: Officer, officer_id: int, agency_id: int, now: datetime) -> Officer:
    """Move an account to another agency; its roles end, the new ones are proposed there."""
    require(by, Permission.MANAGE_ACCOUNTS)
    officer = _locked(officer_id)
    agency = Agency.objects.filter(pk=agency_id, closed_on=None).first()
    if agency is None:
        raise AccountRefused("请选择现有机构。")
    if agency.pk == officer.agency_id:
        raise AccountRefused(f"{officer.full_name}已在{agency.name}，不用调动。")
    _refuse_last_administrator(officer, "调动")
    came_from = officer.agency_id
    _end_roles(officer, by=by, reason="调动账号", now=now)
    officer.agency = agency
    officer.save(update_fields=["agency"])
    end_sessions(officer)
    journal.write("account.moved", by=by, at=now, agency_id=agency.pk, officer=officer.pk, came_from=came_from)
    return officer


@act
def close(*, by: Officer, officer_id: int, reason: str, now: datetime) -> Officer:
    """Close an account: its roles and its sessions end at once."""
    require(by, Permission.MANAGE_ACCOUNTS)
    _refuse_reason(reason, CLOSING_REASONS, "停用账号")
    officer = _locked(officer_id)
    if officer.pk == by.pk:
        raise AccountRefused("不能停用自己的账号，请由另一名系统管理员办理。")
    if not officer.is_active:
        raise AccountRefused(f"{officer.full_name}的账号已经停用。")
    _refuse_last_administrator(officer, "停用")
    _end_roles(officer, by=by, reason=f"停用账号：{CLOSING_REASONS[reason]}", now=now)
    officer.is_active = False
    officer.closed_at = now
    officer.save(update_fields=["is_active", "closed_at"])
    end_sessions(officer)
    journal.write("account.closed", by=by, at=now, agency_id=officer.agency_id, officer=officer.pk, reason=reason)
    return officer


@act
def reopen(*, by: Officer, officer_id: int, now: datetime) -> Opened:
    """Open a closed account again, with a fresh one-time password and without roles."""
    require(by, Permission.MANAGE_ACCOUNTS)
    officer = _locked(officer_id)
    if officer.is_active:
        raise AccountRefused(f"{officer.full_name}的账号没有停用，不用启用。")
    if officer.agency.closed_on is not None:
        raise AccountRefused(f"{officer.agency.name}已经撤销，请先把账号调动到现有机构。")
    officer.is_active = True
    officer.closed_at = None
    officer.factor_reset_until = now + FIRST_BINDING
    password = _give_password(officer, also=["is_active", "closed_at", "factor_reset_until"])
    journal.write("account.reopened", by=by, at=now, agency_id=officer.agency_id, officer=officer.pk)
    return Opened(officer, password)


@act
def reset_password(*, by: Officer | None, officer_id: int, reason: str, now: datetime) -> Opened:
    """Give a one-time password; `by` is None for the operator at the machine. All sessions end."""
    officer = _to_reset(by, officer_id)
    _refuse_reason(reason, RESET_REASONS, "重置密码")
    password = _give_password(officer, also=[])
    end_sessions(officer)
    journal.write(
        "account.password_reset", by=by, at=now, agency_id=officer.agency_id, officer=officer.pk, reason=reason
    )
    return Opened(officer, password)


@act
def reset_factors(*, by: Officer | None, officer_id: int, reason: str, now: datetime) -> Officer:
    """The way back when the last factor is lost: all factors go, a new one must be bound within 24 hours."""
    officer = _to_reset(by, officer_id)
    _refuse_reason(reason, FACTOR_REASONS, "重置两步验证")
    Authenticator.objects.filter(user=officer).delete()
    officer.factor_reset_until = now + BINDING_AGAIN
    officer.save(update_fields=["factor_reset_until"])
    end_sessions(officer)
    journal.write("account.factor_reset", by=by, at=now, agency_id=officer.agency_id, officer=officer.pk, reason=reason)
    return officer


def _to_reset(by: Officer | None, officer_id: int) -> Officer:
    if by is not None:
        require(by, Permission.MANAGE_ACCOUNTS)
    officer = _locked(officer_id)
    if by is not None and by.pk == officer.pk:
        raise AccountRefused("自己的密码和两步验证请在“我的账号”中办理；都丢失时由另一名系统管理员重置。")
    if not officer.is_active:
        raise AccountRefused(f"{officer.full_name}的账号已停用，请先启用。")
    return officer


@act
def change_password(*, by: Officer, password: str, now: datetime) -> None:
    """The officer's own new password (already validated); a one-time password is used up."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    journal.write("account.password_changed", by=by, at=now, officer=by.pk)


@act
def note_sign_in(*, by: Officer, second_factor: bool, now: datetime) -> None:
    """A completed sign-in."""
    by.last_login = now
    by.save(update_fields=["last_login"])
    journal.write("account.signed_in", by=by, at=now, second_factor=second_factor)


@act
def note_failed_sign_in(*, username: str, now: datetime) -> None:
    """A refused sign-in: the account's id when there is one, never the name that was typed."""
    officer = Officer.objects.filter(username__iexact=username).only("pk", "agency_id").first()
    journal.write(
        "account.sign_in_failed",
        by=None,
        at=now,
        agency_id=officer.agency_id if officer else None,
        officer=officer.pk if officer else None,
    )


def end_sessions(officer: Officer) -> None:
    """End every session of this officer now."""
    keys = list(UserSession.objects.filter(user=officer).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=officer).delete()


@act
def end_session(*, by: Officer, session_id: int, now: datetime) -> None:
    """End one of the officer's own sessions (another browser)."""
    del now
    session = UserSession.objects.filter(user=by, pk=session_id).first()
    if session is None:
        raise AccountRefused("这次登录已经结束。")
    session.end()


@act
def end_other_sessions(*, by: Officer, here: str, now: datetime) -> int:
    """End the officer's sessions except the one with this key; how many were ended."""
    del now
    others = list(UserSession.objects.filter(user=by).exclude(session_key=here))
    for session in others:
        session.end()
    return len(others)


def note_seen(*, session_key: str, now: datetime) -> None:
    """When a session was last used, for the officer's list of sessions; too frequent for the journal."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


def _locked(officer_id: int) -> Officer:
    officer = Officer.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=officer_id).first()
    if officer is None:
        raise AccountRefused("没有这个账号，请从机构与权限页重新选择。")
    return officer


def _give_password(officer: Officer, *, also: list[str]) -> str:
    password = one_time_password()
    officer.password = make_password(password)
    officer.must_change_password = True
    officer.save(update_fields=["password", "must_change_password", *also])
    return password


def _end_roles(officer: Officer, *, by: Officer, reason: str, now: datetime) -> None:
    for grant in RoleGrant.objects.filter(officer=officer, ended_at=None):
        grant.ended_by, grant.ended_at, grant.reason = by, now, reason
        grant.save(update_fields=["ended_by", "ended_at", "reason"])
        journal.write("role.ended", by=by, at=now, agency_id=grant.agency_id, officer=officer.pk, role=grant.role)


def _refuse_last_administrator(officer: Officer, what: str) -> None:
    held = RoleGrant.objects.filter(officer=officer, role__in=APART, ended_at=None, confirmed_at__isnull=False)
    for grant in held:
        others = RoleGrant.objects.filter(
            role=grant.role, ended_at=None, confirmed_at__isnull=False, officer__is_active=True
        ).exclude(officer=officer)
        if not others.exists():
            raise AccountRefused(f"{officer.full_name}是唯一在任的管理员，{what}之前请先授予并确认接任的人。")


def _refuse_reason(reason: str, known: dict[str, str], what: str) -> None:
    if reason not in known:
        raise AccountRefused(f"请选择{what}的事由。")
