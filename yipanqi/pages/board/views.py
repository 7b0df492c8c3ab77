"""The board and the rows behind each of its numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import Scope, may, reach
from yipanqi.measures import MEASURES, Asked, Counts, flow, register, timeliness
from yipanqi.measures.composition import By, Composition
from yipanqi.pages.board.lines import SCALE_FROM, Line, table
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.parameters import id_of, text
from yipanqi.pages.request import now
from yipanqi.records.models import Agency, Duty

FLOW_MONTHS = 12
WORST = 6
PAGE_ROWS = 50
LEVELS = ("严管", "普管", "宽管", "")
CATEGORIES = ("缓刑", "假释", "暂予监外执行", "管制")


@require_safe
@door(Permission.SEE_BOARD)
def board(request: HttpRequest) -> HttpResponse:
    """全市一盘棋: one line per agency, the city's sum, who is in register, who came and went."""
    scope, today = reach(officer_of(request), Permission.SEE_BOARD), now(request).date()
    found = table(scope, today)
    months = flow.months(scope, today, FLOW_MONTHS)
    context = {
        "lines": sorted(found.lines, key=_worst_last),
        "sum": found.sum,
        "by_office": found.by_office,
        "scale_from": SCALE_FROM,
        "categories": _split(found.register, "category", CATEGORIES),
        "levels": _split(found.register, "level", LEVELS),
        "months": months,
        "received": [month.received for month in months],
        "released": [month.released for month in months],
        "worst": _worst(Asked.this_month(scope, today)),
        "small": [line.name for line in found.lines if line.on_time.small and line.on_time.whole],
        "measures": MEASURES,
    }
    return render(request, "board/board.html", context)


@require_safe
@door(Permission.SEE_BOARD)
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """The cases or duties a number was counted from: the same set, narrowed as the number was."""
    measure = MEASURES.get(key)
    if measure is None:
        raise Http404
    scope, today = reach(officer_of(request), Permission.SEE_BOARD), now(request).date()
    asked = _asked(request, scope, today)
    agency, found = _narrowed(request, scope, measure.rows(asked))
    duties = measure.counts is Counts.DUTIES
    related = ("case__person", "case__responsible") if duties else ("person", "responsible")
    ordered = found.select_related(*related, "county", "office").order_by(*(("due_on",) if duties else ()), "pk")
    context = {
        "measure": measure,
        "agency": agency,
        "asked": asked,
        "duties": duties,
        "page": Paginator(ordered, PAGE_ROWS).get_page(request.GET.get("page")),
        "counted": measure.counted(found),
        "opens_cases": may(officer_of(request), Permission.SEE_CASES),
        "narrowed": [request.GET[name] or "未定" for name in ("category", "level") if name in request.GET],
    }
    return render(request, "board/rows.html", context)


def _asked(request: HttpRequest, scope: Scope, today: date) -> Asked:
    """This month, or the month named in the address."""
    named = request.GET.get("month", "")
    try:
        first = date.fromisoformat(f"{named}-01") if named else today.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    except (ValueError, OverflowError):
        raise Http404 from None
    return Asked(scope, min(last, today), first)


def _narrowed(
    request: HttpRequest, scope: Scope, found: QuerySet[Any, Any]
) -> tuple[Agency | None, QuerySet[Any, Any]]:
    named = request.GET.get("agency", "")
    agency = None
    if named == "none":
        found = found.filter(office=None)
    elif named:
        agency = Agency.objects.filter(pk=id_of(request.GET, "agency") or 0).first()
        if agency is None:
            raise Http404
        at = agency.pk in scope.counties
        found = found.filter(county_id=agency.pk) if at else found.filter(office_id=agency.pk)
    on_case = "case__" if found.model is Duty else ""
    for name in ("category", "level"):
        if name in request.GET:
            found = found.filter(**{f"{on_case}{name}": text(request.GET, name, 20)})
    return agency, found


def _split(found: Composition, column: By, order: tuple[str, ...]) -> list[dict[str, Any]]:
    """In register by category or level: persons and cases side by side."""
    cases, persons = found.by(column, register.RUNNING), found.persons_by(column)
    whole = sum(cases.values()) or 1
    return [
        {
            "value": value,
            "title": value or "未定",
            "cases": cases[value],
            "persons": persons[value],
            "share": round(100 * cases[value] / whole, 1),
        }
        for value in (*order, *sorted(set(cases) - set(order)))
        if value or cases[value]
    ]


def _worst(asked: Asked) -> list[Duty]:
    """The keys first: they are found in the index, without reading the rows of everything that is overdue."""
    keys = list(timeliness.OVERDUE.rows(asked).order_by("due_on", "pk").values_list("pk", flat=True)[:WORST])
    return list(Duty.objects.filter(pk__in=keys).select_related("county", "office").order_by("due_on", "pk"))


def _worst_last(line: Line) -> tuple[float, str]:
    """Best first; agencies where nothing fell due come last."""
    value = line.on_time.value
    return (-(value if value is not None else -1.0), line.name)
