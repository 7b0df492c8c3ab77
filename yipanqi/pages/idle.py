"""A session that nobody uses ends: an office PC left alone shows no case."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

NOTE_EVERY_S = 60


class IdleLimit:
    """Middleware after sessions: signs out after SESSION_IDLE_S seconds without a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever comes back too late; note the others at most once a minute."""
        if SESSION_KEY in request.session:
            now = int(time.time())
            idle = now - request.session.get("seen_at", now)
            if idle > settings.SESSION_IDLE_S:
                request.session.flush()
            elif idle >= NOTE_EVERY_S or "seen_at" not in request.session:
                request.session["seen_at"] = now
        return self.get_response(request)
