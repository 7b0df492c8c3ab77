"""补录: what the ledger left unsaid, filled in for many cases at once: one row a case, one column a matter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, may, reach
from yipanqi.actions import filling
from yipanqi.actions.act import Refused
from yipanqi.law.duties import RULES
from yipanqi.measures import standing
from yipanqi.pages import choices
from yipanqi.pages.cases.listing import Pages
from yipanqi.pages.counts import CEILING
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.parameters import id_of
from yipanqi.pages.parameters import text as said
from yipanqi.pages.request import now
from yipanqi.records.models import Case, Duty

PAGE_CASES = 20


@dataclass
class Cell:
    """One date to be filled in, what was typed and why it was not taken."""

    duty: Duty
    typed: str = ""
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.FILL_IN)
def fill_in(request: HttpRequest) -> HttpResponse:
    """The grid; posted, every date that was typed."""
    if request.method != "POST":
        return _page(request, {}, {})
    typed = {int(name[2:]): text for name in request.POST if _is_cell(name) and (text := said(request.POST, name))}
    dates, errors = _dates(typed)
    try:
        results = filling.fill_in(by=officer_of(request), dates=dates, now=now(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, typed, errors, status=422)
    errors |= {cell.duty_id: cell.sentence for cell in results if not cell.done}
    done = sum(cell.done for cell in results)
    if done:
        messages.success(request, f"已补录 {done} 项，时限已重新推算。")
    if errors:
        messages.error(request, f"{len(errors)} 格没有补录，原因写在格内，改正后再提交。")
        return _page(request, {key: typed[key] for key in errors if key in typed}, errors, status=422)
    if not done:
        messages.warning(request, "没有填写日期，什么也没有改变。")
    return redirect(request.get_full_path())


def _is_cell(name: str) -> bool:
    return name.startswith("d_") and name[2:].isascii() and name[2:].isdigit() and len(name) <= 20


def _dates(typed: dict[int, str]) -> tuple[dict[int, date], dict[int, str]]:
    dates: dict[int, date] = {}
    errors: dict[int, str] = {}
    for key, text in typed.items():
        try:
            dates[key] = date.fromisoformat(text)
        except ValueError:
            errors[key] = f"日期写作 2026-11-24，您填的是“{text[:20]}”"
    return dates, errors


def _page(request: HttpRequest, typed: dict[int, str], errors: dict[int, str], *, status: int = 200) -> HttpResponse:
    scope, today = reach(officer_of(request), Permission.FILL_IN), now(request).date()
    owed = standing.to_fill_in(today)
    rule = request.GET.get("rule", "")
    rules = {rule} if rule in filling.FILLABLE else filling.FILLABLE
    wanted = Duty.objects.filter(owed, rule__in=rules, case_id=OuterRef("pk"))
    found = cases_for(officer_of(request), Permission.FILL_IN).filter(Exists(wanted))
    for name in ("case", "office", "county", "responsible"):
        if (value := id_of(request.GET, name)) is not None:
            found = found.filter(**{"pk" if name == "case" else f"{name}_id": value})
    rows = found.order_by("office_id", "person__name_key", "pk").select_related("person", "office", "county")
    page = Pages(rows, PAGE_CASES).get_page(request.GET.get("page"))
    columns, grid = _grid(page, rules, typed, errors, today)
    context = {
        "page": page,
        "columns": columns,
        "grid": grid,
        "choices": choices.places(scope, request.GET),
        "place_titles": (("county", "机构"), ("office", "司法所"), ("responsible", "责任人")),
        "rules": [(name, RULES[name].title, name == rule) for name in sorted(filling.FILLABLE) if name in RULES],
        "today": today,
        "without_level": _without_level(request, today),
    }
    return render(request, "cases/fill_in.html", context, status=status)


def _without_level(request: HttpRequest, today: date) -> int:
    """Cases whose ledger names no level: a choice, not a date, so it is made at the list."""
    if not may(officer_of(request), Permission.CORRECT_FACT):
        return 0
    scope = reach(officer_of(request), Permission.CORRECT_FACT)
    owed = Duty.objects.filter(scope.filter(), standing.to_fill_in(today), rule="plan.set_level")
    return owed[: CEILING + 1].count()


Grid = list[tuple[Case, list[list[Cell]]]]


def _grid(
    page: Page[Case], rules: set[str] | frozenset[str], typed: dict[int, str], errors: dict[int, str], today: date
) -> tuple[list[str], Grid]:
    cases = list(page.object_list)
    owed = Duty.objects.filter(standing.to_fill_in(today), rule__in=rules, case_id__in=[case.pk for case in cases])
    by_case: dict[int, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for duty in owed.order_by("due_on", "starts_on", "pk"):
        cell = Cell(duty, typed.get(duty.pk, ""), errors.get(duty.pk, ""))
        by_case[duty.case_id][duty.rule].append(cell)
    used = {rule for cells in by_case.values() for rule in cells}
    columns = [rule for rule in RULES if rule in used]
    grid = [(case, [by_case[case.pk][rule] for rule in columns]) for case in cases]
    return [RULES[rule].title for rule in columns], grid
