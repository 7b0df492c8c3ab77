"""期满待核: cases whose printed term is over, confirmed for release in bulk, each with its own day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, may, reach
from yipanqi.actions import release
from yipanqi.actions.act import Refused
from yipanqi.actions.several import MOST, for_several
from yipanqi.pages import choices
from yipanqi.pages.cases.listing import Pages
from yipanqi.pages.doors import door, forbidden, officer_of
from yipanqi.pages.parameters import id_of, ids
from yipanqi.pages.request import now
from yipanqi.records import register

PAGE_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.SEE_CASES)
def pending_release(request: HttpRequest) -> HttpResponse:
    """The list; posted, the release of the ticked cases, each on the day beside it."""
    if request.method != "POST":
        return _page(request)
    if not may(officer_of(request), Permission.RELEASE_CASE):
        return forbidden(request, (Permission.RELEASE_CASE,))
    chosen = ids(request.POST, "case", MOST)
    days = {key: _day(request.POST.get(f"on_{key}", "")) for key in chosen}
    errors = {key: "解除日期写作 2026-11-24。" for key, on in days.items() if on is None}
    each = {key: {"on": on} for key, on in days.items() if on is not None}
    try:
        outcomes = for_several(release.release, by=officer_of(request), case_ids=each, each=each, now=now(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, status=422)
    errors |= {outcome.case_id: outcome.sentence for outcome in outcomes if not outcome.done}
    done = sum(outcome.done for outcome in outcomes)
    _say(request, done, errors, chosen)
    return _page(request, errors, status=422) if errors else redirect(request.get_full_path())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _say(request: HttpRequest, done: int, errors: dict[int, str], chosen: list[int]) -> None:
    if done:
        messages.success(request, f"已办理解除 {done} 件。")
    if errors:
        messages.error(request, f"{len(errors)} 件没有办理，原因写在该行。")
    if not chosen:
        messages.warning(request, "没有选中案件，什么也没有改变。")


def _page(request: HttpRequest, errors: dict[int, str] | None = None, *, status: int = 200) -> HttpResponse:
    officer, today = officer_of(request), now(request).date()
    found = cases_for(officer, Permission.SEE_CASES).filter(register.expired(today))
    for name in ("office", "county", "responsible"):
        if (value := id_of(request.GET, name)) is not None:
            found = found.filter(**{f"{name}_id": value})
    rows = found.order_by("term_ends_on", "pk").select_related("person", "office", "county", "responsible")
    page = Pages(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    lines: list[dict[str, Any]] = [
        {"case": case, "on": release.proposed_release_on(case), "error": (errors or {}).get(case.pk, "")}
        for case in page.object_list
    ]
    context = {
        "page": page,
        "lines": lines,
        "may_release": may(officer, Permission.RELEASE_CASE),
        "choices": choices.places(reach(officer, Permission.SEE_CASES), request.GET),
        "place_titles": (("county", "机构"), ("office", "司法所"), ("responsible", "责任人")),
    }
    return render(request, "cases/pending_release.html", context, status=status)
