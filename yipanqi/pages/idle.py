"""A session that nobody uses ends, and so does one older than a working day: a PC left alone shows no case."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yipanqi.actions import accounts

NOTE_EVERY_S = 60


class IdleLimit:
    """Middleware after sessions: signs out SESSION_IDLE_S after the last request, SESSION_COOKIE_AGE after sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever comes back too late; note the others at most once a minute."""
        session = request.session
        if SESSION_KEY in session:
            now = int(time.time())
            began, seen = session.get("began_at", now), session.get("seen_at", now)
            if now - seen > settings.SESSION_IDLE_S or now - began > settings.SESSION_COOKIE_AGE:
                session.flush()
            elif now - seen >= NOTE_EVERY_S or "seen_at" not in session:
                session["began_at"], session["seen_at"] = began, now
                accounts.note_seen(session_key=session.session_key or "", now=timezone.now())
        return self.get_response(request)
