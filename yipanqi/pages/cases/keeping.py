"""常用筛选: a filter kept under a name; and the load of each officer (责任人负担)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, reach
from yipanqi.actions import saved_views
from yipanqi.actions.act import Refused
from yipanqi.measures import standing
from yipanqi.pages.cases.filters import kept_query
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.parameters import text
from yipanqi.pages.request import now
from yipanqi.records import register
from yipanqi.records.models import Duty, Officer

MOST_OFFICERS = 300


@require_POST
@door(Permission.SEE_CASES)
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the list under a name."""
    query = kept_query(QueryDict(text(request.POST, "query", 1000)))
    try:
        view = saved_views.save_view(
            by=officer_of(request), name=text(request.POST, "name", 100), query=query, now=now(request)
        )
        messages.success(request, f"已保存常用筛选“{view.name}”。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('cases')}?{query}")


@require_POST
@door(Permission.SEE_CASES)
def drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of one's own filters."""
    try:
        saved_views.delete_view(by=officer_of(request), view_id=view_id, now=now(request))
        messages.success(request, "已删除常用筛选。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cases")


@require_safe
@door(Permission.SEE_CASES)
def load(request: HttpRequest) -> HttpResponse:
    """责任人负担: running cases and overdue duties of each responsible officer in scope."""
    today, scope = now(request).date(), reach(officer_of(request), Permission.SEE_CASES)
    running = cases_for(officer_of(request), Permission.SEE_CASES).filter(register.running(today))
    counted = running.values("responsible_id").annotate(running=Count("pk")).order_by("-running", "responsible_id")
    late = Duty.objects.filter(scope.filter()).filter(standing.overdue(today))
    overdue = dict(late.values_list("case__responsible_id").annotate(Count("pk")))
    rows: list[dict[str, Any]] = list(counted[:MOST_OFFICERS])
    officers = Officer.objects.select_related("agency").in_bulk([row["responsible_id"] for row in rows])
    for row in rows:
        row["officer"] = officers.get(row["responsible_id"])
        row["over"] = overdue.get(row["responsible_id"], 0)
    most = max((row["running"] for row in rows), default=0)
    return render(request, "cases/load.html", {"rows": rows, "most": most})
