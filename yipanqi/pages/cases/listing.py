"""The case list: who is under supervision here, narrowed, ordered and paged."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, may, reach
from yipanqi.law.facts import Category
from yipanqi.measures import standing
from yipanqi.pages import choices
from yipanqi.pages.cases import filters
from yipanqi.pages.counts import CEILING, numbers
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.request import now
from yipanqi.records.models import Case, Duty, SavedView
from yipanqi.records.rulebook import region

PAGE_ROWS = 50


class Pages(Paginator):  # type: ignore[type-arg]  # Django's paginator takes no parameter at run time
    """Numbered pages that stop counting at the ceiling."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, up to the ceiling."""
        rows = self.object_list
        return rows.order_by()[: CEILING + 1].count() if isinstance(rows, QuerySet) else len(rows)


@require_safe
@door(Permission.SEE_CASES)
def cases(request: HttpRequest) -> HttpResponse:
    """矫正对象: the list with its filters and kept views."""
    return render(request, "cases/cases.html", list_context(request))


def list_context(request: HttpRequest, refused: str = "") -> dict[str, Any]:
    """What the list shows for this address."""
    officer, today = officer_of(request), now(request).date()
    scope = reach(officer, Permission.SEE_CASES)
    found = filters.narrowed(cases_for(officer, Permission.SEE_CASES), request.GET, today)
    sort = filters.sort_of(request.GET)
    page = Pages(_ordered(found, sort), PAGE_ROWS).get_page(request.GET.get("page"))
    with_duties(list(page.object_list), request)
    return {
        "page": page,
        "state": filters.state_of(request.GET),
        "states": filters.STATES,
        "counts": _state_counts(request),
        "choices": choices.places(scope, request.GET),
        "categories": [category.title for category in Category],
        "levels": region().levels,
        "within": filters.WITHIN,
        "flags": [(name, title, bool(request.GET.get(name))) for name, title in filters.FLAGS.items()],
        "place_titles": filters.PLACES,
        "sorts": _sorts(sort),
        "views": SavedView.objects.filter(officer=officer).order_by("name"),
        "kept": filters.kept_query(request.GET),
        "may_assign": may(officer, Permission.ASSIGN_CASE),
        "may_fill_in": may(officer, Permission.FILL_IN),
        "may_correct": may(officer, Permission.CORRECT_FACT),
        "may_export": may(officer, Permission.EXPORT),
        "may_identity": may(officer, Permission.SEE_IDENTITY),
        "refused": refused,
    }


def _ordered(found: QuerySet[Case], sort: filters.Sort) -> QuerySet[Case]:
    return found.order_by(*sort.order).select_related("person", "county", "office", "responsible")


def with_duties(rows: list[Case], request: HttpRequest) -> None:
    """Put beside each case of a page how many duties are overdue and how many wait to be filled in (one query)."""
    today = now(request).date()
    counted = (
        Duty.objects.filter(case_id__in=[case.pk for case in rows])
        .values("case_id")
        .annotate(
            over=Count("pk", filter=standing.overdue(today)), n_backfill=Count("pk", filter=standing.to_fill_in(today))
        )
    )
    by_case = {row["case_id"]: row for row in counted}
    for case in rows:
        case.counted = by_case.get(case.pk, {"over": 0, "n_backfill": 0})  # type: ignore[attr-defined]


def _state_counts(request: HttpRequest) -> dict[str, int]:
    """Running, run out and ended cases in scope, in one query, up to the ceiling each."""
    today = now(request).date()
    mine = cases_for(officer_of(request), Permission.SEE_CASES)
    states = ("open", "later", "pending", "ended")
    return numbers(CEILING, **{state: mine.filter(filters.state_condition(state, today)) for state in states})


def _sorts(sort: filters.Sort) -> dict[str, dict[str, str]]:
    """For each column: the address part that orders by it, and how it is ordered now (for aria-sort)."""
    made = {}
    for key in filters.SORTS:
        here = key == sort.key
        turned = f"-{key}" if here and not sort.backwards else key
        state = ("descending" if sort.backwards else "ascending") if here else ""
        made[key] = {"value": turned, "state": state}
    return made
