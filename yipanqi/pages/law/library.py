"""法规库: every rule and decision with its working parts, and how many duties are open under it."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may, scope_of
from yipanqi.law.sources import SOURCES
from yipanqi.measures import standing
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.families import FAMILIES
from yipanqi.pages.law.entries import CERTAINTIES, Entry, entries
from yipanqi.pages.request import now
from yipanqi.records.models import Duty
from yipanqi.records.rulebook import region


@require_safe
@door(Permission.SEE_LAW)
def library(request: HttpRequest) -> HttpResponse:
    """The list: filtered by family, certainty or words; the count of open duties opens the queue."""
    found = entries(region(), now(request).date())
    shown = [entry for entry in found if _wanted(entry, request)]
    groups = [(FAMILIES.get(f, f), [e for e in shown if e.family == f]) for f in dict.fromkeys(e.family for e in shown)]
    context = {
        "groups": groups,
        "shown": len(shown),
        "total": len(found),
        "certainties": [(key, title, Counter(e.certainty for e in found)[key]) for key, title in CERTAINTIES.items()],
        "families": FAMILIES,
        "open": _open(request),
        "sources": SOURCES.values(),
        "opens_queue": may(officer_of(request), Permission.SEE_CASES),
        "can_rehearse": any(
            may(officer_of(request), p) for p in (Permission.PROPOSE_PARAMETER, Permission.SIGN_PARAMETER)
        ),
    }
    return render(request, "law/library.html", context)


@require_safe
@door(Permission.SEE_LAW)
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule: digest, articles, numbers with their history, uses, open duties."""
    entry = next((e for e in entries(region(), now(request).date()) if e.name == name), None)
    if entry is None:
        raise Http404
    context = {
        "entry": entry,
        "family": FAMILIES.get(entry.family, entry.family),
        "sources": {article.source.key: article.source for article in entry.articles}.values(),
        "open": _open(request).get(name, 0),
        "opens_queue": may(officer_of(request), Permission.SEE_CASES),
    }
    return render(request, "law/rule.html", context)


def _wanted(entry: Entry, request: HttpRequest) -> bool:
    words = request.GET.get("q", "").strip()
    text = f"{entry.title}{entry.digest}{''.join(a.label for a in entry.articles)}{entry.name}"
    return (
        words in text
        and request.GET.get("family", entry.family) in (entry.family, "")
        and request.GET.get("certainty", entry.certainty) in (entry.certainty, "")
    )


def _open(request: HttpRequest) -> dict[str, int]:
    """Rule → what the queue shows of it first: overdue, due today, within three days, waiting for others."""
    today = now(request).date()
    shown = standing.overdue(today) | standing.due_today(today) | standing.due_soon(today) | standing.waiting(today)
    rows = Duty.objects.filter(scope_of(officer_of(request)).filter()).filter(shown)
    return dict(rows.order_by().values_list("rule").annotate(n=Count("pk")))
