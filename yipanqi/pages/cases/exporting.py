"""Exports: a POST that states the reason; the file carries who, when and why."""

from __future__ import annotations

from typing import cast
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for
from yipanqi.actions import exporting
from yipanqi.actions.act import Refused
from yipanqi.actions.opening import NoSuchCase
from yipanqi.pages.cases import filters
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.request import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
@door(Permission.EXPORT)
def export_list(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered and ordered now."""
    officer, asked = officer_of(request), _asked(request)
    found = filters.narrowed(cases_for(officer, Permission.SEE_CASES), asked, now(request).date())
    try:
        made = exporting.export_cases(
            by=officer,
            cases=found.order_by(*filters.sort_of(asked).order),
            reason=request.POST.get("reason", ""),
            with_identity=request.POST.get("identity") == "1",
            now=now(request),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('cases')}?{asked.urlencode()}")
    return _file(made)


@require_POST
@door(Permission.EXPORT)
def export_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case whole."""
    try:
        made = exporting.export_case(
            by=officer_of(request),
            case_id=case_id,
            reason=request.POST.get("reason", ""),
            with_identity=request.POST.get("identity") == "1",
            now=now(request),
        )
    except NoSuchCase as unknown:
        raise Http404 from unknown
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("case", case_id)
    return _file(made)


def _asked(request: HttpRequest) -> QueryDict:
    """The filters of the list the form stood on."""
    asked = QueryDict(mutable=True)
    for name, value in parse_qsl(request.POST.get("filters", "")[:2000]):
        asked.appendlist(name, value)
    return asked


def _file(made: exporting.Export) -> HttpResponse:
    response = FileResponse(made.file, as_attachment=True, filename=made.name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return cast("HttpResponse", response)  # a door lets any response out
