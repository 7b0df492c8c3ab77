"""The gate behind the door: a one-time password is changed first, then a second factor is bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yipanqi.pages.account.adapters import is_bound
from yipanqi.records.models import Officer

BOUND = "factor_bound"
ALWAYS = frozenset({"account_logout", "healthz", "metrics"})
WHILE_CHANGING = ALWAYS | {"account_change_password"}
WHILE_BINDING = WHILE_CHANGING | {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class Gate:
    """Middleware: keeps an officer on the one page that has to be done first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Send the officer where something is still to be done; None lets him through."""
        officer = request.user
        name = request.resolver_match.url_name if request.resolver_match else None
        if not isinstance(officer, Officer):
            return None
        if officer.must_change_password:
            return None if name in WHILE_CHANGING else redirect("account_change_password")
        if settings.SECOND_FACTOR_REQUIRED and name not in WHILE_BINDING and not _bound(request, officer):
            return redirect("mfa_index")
        return None


def _bound(request: HttpRequest, officer: Officer) -> bool:
    """Asked of the database until it is so, then remembered: a reset of the factors ends the session."""
    if not request.session.get(BOUND):
        if not is_bound(officer):
            return False
        request.session[BOUND] = True
    return True
