"""What surrounds every request: one transaction, the officer's scope told to the database, the journal last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yipanqi.access import scope
from yipanqi.actions import journal
from yipanqi.records.models import Officer

SHANGHAI = ZoneInfo("Asia/Shanghai")


class ScopedTransaction:
    """Middleware after authentication. A response of 500 or above takes the whole request back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the transaction, set the scope (nobody signed in: no rows), answer, chain the journal."""
        with transaction.atomic(), journal.lines():
            officer = request.user if isinstance(request.user, Officer) else None
            scope.apply(scope.scope_of(officer) if officer else scope.Scope())
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            if officer:  # what an officer saw stays in no cache: office PCs are shared
                response.setdefault("Cache-Control", "no-store")
            return response


def now(request: HttpRequest) -> datetime:
    """The instant of this request, the same for everything it does (doors read the clock, nobody below)."""
    moment: datetime | None = getattr(request, "_arrived_at", None)
    if moment is None:
        moment = timezone.now().astimezone(SHANGHAI)
        request._arrived_at = moment  # type: ignore[attr-defined]
    return moment
