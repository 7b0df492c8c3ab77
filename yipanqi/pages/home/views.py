"""The first page an officer's permissions open: the queue, the board, or the accounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yipanqi.pages import navigation
from yipanqi.pages.doors import door


@require_safe
@door()
def home(request: HttpRequest) -> HttpResponse:
    """Go to the first area of the navigation; without any, say whom to ask."""
    entries = navigation.entries_for(request)
    if entries:
        return redirect(entries[0].url_name)
    return render(request, "home/nothing_yet.html")
