"""The case page: every look at it writes a line in the access log, and nothing else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for
from yipanqi.actions import looks
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.request import now
from yipanqi.records.models import Case


def case_in_scope(request: HttpRequest, case_id: int) -> Case:
    """A case this officer may see, else 404: nobody learns that it exists."""
    rows = cases_for(officer_of(request), Permission.SEE_CASES).select_related("person", "county", "office")
    case = rows.select_related("responsible").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


@require_safe
@door(Permission.SEE_CASES)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """总览: running clocks with their basis, what happened last, who is in the group."""
    found = case_in_scope(request, case_id)
    looks.note_look(by=officer_of(request), case=found, what="总览", now=now(request))
    return render(request, "cases/case.html", {"case": found})
