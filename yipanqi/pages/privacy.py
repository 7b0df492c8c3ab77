"""How much of a person a screen shows: sealed minors, names for those without the cases, what was opened and why."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import Scope, permissions_of, reach
from yipanqi.pages.request import now
from yipanqi.records.models import Case, Officer
from yipanqi.records.names import masked_name

SEALED_NAME = "未成年人（封存）"
OPEN_MINUTES = 30
_OPENED = "opened_cases"
_IDENTITY = "shown_identities"


def shown_name(request: HttpRequest, case: Case) -> str:
    """The name as this officer may see it on a list or a page."""
    if case.sealed and not is_open(request, case.pk):
        return SEALED_NAME
    return case.person.name if _named(request).covers(case) else masked_name(case.person.name)


def _named(request: HttpRequest) -> Scope:
    """Where the officer may see whole names: who watches the city's figures does not read its names."""
    found: Scope | None = getattr(request, "_named_within", None)
    if found is None:
        found = reach(request.user, Permission.SEE_CASES) if isinstance(request.user, Officer) else Scope()
        request._named_within = found  # type: ignore[attr-defined]
    return found


def is_open(request: HttpRequest, case_id: int) -> bool:
    """Whether this session has opened the sealed case, with a reason, within the last half hour, and still may."""
    held = permissions_of(request.user) if isinstance(request.user, Officer) else frozenset()
    return Permission.SEE_SEALED in held and _until(request, _OPENED, case_id)


def remember_open(request: HttpRequest, case_id: int) -> None:
    """Keep a sealed case open in this session for half an hour."""
    _remember(request, _OPENED, case_id)


def identity_is_shown(request: HttpRequest, case_id: int) -> bool:
    """Whether this session has asked for the full identity number and phones, with a reason."""
    return _until(request, _IDENTITY, case_id)


def remember_identity(request: HttpRequest, case_id: int) -> None:
    """Show the full identity number and phones of a case in this session for half an hour."""
    _remember(request, _IDENTITY, case_id)


def _until(request: HttpRequest, key: str, case_id: int) -> bool:
    until = request.session.get(key, {}).get(str(case_id))
    return until is not None and datetime.fromisoformat(until) > now(request)


def _remember(request: HttpRequest, key: str, case_id: int) -> None:
    moment = now(request)
    kept = {k: v for k, v in request.session.get(key, {}).items() if datetime.fromisoformat(v) > moment}
    kept[str(case_id)] = (moment + timedelta(minutes=OPEN_MINUTES)).isoformat()
    request.session[key] = kept
