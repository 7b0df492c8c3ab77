"""The work queue: a clerk's morning on one page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may, reach
from yipanqi.actions import looks
from yipanqi.pages import counts
from yipanqi.pages.counts import open_cases_text
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.queue import filters, rows
from yipanqi.pages.request import now
from yipanqi.records.models import Duty

PERSON_GROUP = ("person", "对象")
PLACE_TITLES = (
    ("county", "机构"),
    ("office", "司法所"),
    ("responsible", "责任人"),
    ("level", "管理等级"),
    ("rule", "事项"),
)


@require_safe
@door(Permission.SEE_CASES)
def queue(request: HttpRequest) -> HttpResponse:
    """今天依法要办的事: the segments, the rows, and why the chosen one is due."""
    narrowed = filters.narrowed(request.GET)
    segment = rows.SEGMENTS.get(request.GET.get("segment", ""))
    batches = _batches(request, segment, narrowed)
    by = request.GET.get("group", "")
    shown = [duty for batch in batches for duty in batch.duties]
    context = {
        "counts": counts.count(request, narrowed or None),
        "beside": counts.beside(request, narrowed),
        "segment": segment,
        "may_fill_in": may(officer_of(request), Permission.FILL_IN),
        "may_record": may(officer_of(request), Permission.RECORD_WORK),
        "groups": _groups(request, batches, by),
        "group_titles": [PERSON_GROUP, *((key, title) for key, (title, _) in filters.GROUPS.items())],
        "place_titles": PLACE_TITLES,
        "open_cases": open_cases_text(request),
        "by": by,
        "next_after": batches[0].next_after if segment and batches else "",
        "choices": filters.choices(request),
        "filtered": bool(narrowed),
        "chosen": _chosen(request, shown),
        "printing": "print" in request.GET,
        "empty": not shown,
        "next_due": None if shown else _next_due(request),
    }
    return render(request, "queue/queue.html", context)


def _batches(request: HttpRequest, segment: rows.Segment | None, narrowed: Q) -> list[rows.Batch]:
    scope, today = reach(officer_of(request), Permission.SEE_CASES), now(request).date()
    printing = "print" in request.GET
    if segment is None:
        return rows.first_batches(scope, today, narrowed, rows.PRINT_ROWS if printing else rows.GROUP_ROWS)
    many = rows.PRINT_ROWS if printing else rows.PAGE_ROWS
    found = rows.batch(segment, scope, today, narrowed, after=request.GET.get("after", ""), rows=many)
    return [found] if found.duties else []


def _groups(request: HttpRequest, batches: list[rows.Batch], by: str) -> list[dict[str, Any]]:
    """What the page prints: a heading and its rows, by when they are due or by what they share."""
    if by in filters.GROUPS or by == "person":
        duties = [duty for batch in batches for duty in batch.duties]
        return [{"title": title, "duties": found} for title, found in filters.grouped(request, duties, by)]
    return [{"segment": batch.segment, "duties": batch.duties, "more": batch.next_after} for batch in batches]


def _chosen(request: HttpRequest, shown: list[Duty]) -> Duty | None:
    wanted = request.GET.get("selected", "")
    return next((duty for duty in shown if str(duty.pk) == wanted), shown[0] if shown else None)


def _next_due(request: HttpRequest) -> Duty | None:
    scope = reach(officer_of(request), Permission.SEE_CASES)
    found = rows.batch(rows.SEGMENTS["later"], scope, now(request).date(), Q(), rows=1)
    return found.duties[0] if found.duties else None


@require_safe
@door(Permission.SEE_CASES)
def why(request: HttpRequest, duty_id: int) -> HttpResponse:
    """The side panel of one duty: the working, the article, what would change it, what follows."""
    duty = duty_in_scope(request, duty_id)
    looks.note_look(by=officer_of(request), case=duty.case, what="时限的依据", now=now(request))
    return render(request, "queue/_why.html", {"chosen": duty})


def duty_in_scope(request: HttpRequest, duty_id: int) -> Duty:
    """A duty this officer may see, else 404: nobody learns that it exists."""
    rows_ = Duty.objects.filter(counts.in_scope(request), pk=duty_id, withdrawn_at=None)
    duty = rows_.select_related("case__person", "case__responsible", "office", "county").first()
    if duty is None:
        raise Http404
    return duty
