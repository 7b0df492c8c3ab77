"""事实: everything registered, each fact with its correction; a conflict shows both values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may
from yipanqi.actions import corrections, looks
from yipanqi.actions.act import Refused
from yipanqi.actions.correctable import FACTS, Fact, Kind, fact_named, shown
from yipanqi.pages.cases.overview import term_check
from yipanqi.pages.cases.page import case_in_scope, show, shut
from yipanqi.pages.doors import door, forbidden, officer_of
from yipanqi.pages.parameters import text
from yipanqi.pages.privacy import is_open
from yipanqi.pages.request import now
from yipanqi.records.facts import facts_of
from yipanqi.records.models import Case
from yipanqi.records.names import masked_numbers

GROUPS = (
    (
        "身份",
        (
            "name", "former_name", "sex", "born_on", "ethnicity", "education", "household_address",
            "residence_address",
        ),
    ),
    (
        "裁判",
        (
            "category", "release_ground", "crime", "sentence_text", "sentence_kind", "sentence_years",
            "sentence_months", "probation_years", "probation_months", "custody_days", "residential_custody_days",
            "days_not_counted", "supplementary_penalty", "decision_organ", "decided_by", "court_level", "doc_no",
            "decided_on", "effective_on",
        ),
    ),
    (
        "执行",
        (
            "term_starts_on", "term_ends_on", "handover_from_on", "handed_over_on", "documents_received_on",
            "documents_complete", "arrived_on", "received_on", "level", "phone_checked_since", "sealed",
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as the page prints it."""

    fact: Fact
    text: str
    empty: bool


@require_safe
@door(Permission.SEE_CASES)
def case_facts(request: HttpRequest, case_id: int) -> HttpResponse:
    """事实: grouped, with what the ledger said beside it."""
    case = case_in_scope(request, case_id)
    orders = list(case.orders.order_by("starts_on", "pk"))
    named = [(title, [_line(case, FACTS[name]) for name in names if name in FACTS]) for title, names in GROUPS]
    context = {
        "groups": named,
        "check": term_check(facts_of(case, (), orders)),
        "more": _as_written(case.more),
        "extra": _as_written(case.extra),
        "remarks": masked_numbers(case.remarks),
        "orders": orders,
    }
    return show(request, case, "case_facts", context)


def _as_written(said: dict[str, Any]) -> list[tuple[str, str]]:
    """What the ledger said besides; numbers of identity cards and phones stay hidden as everywhere."""
    plain = {name: value for name, value in said.items() if isinstance(value, str | int | float)}
    return [(masked_numbers(str(name)), masked_numbers(str(value))) for name, value in plain.items()]


def _line(case: Case, fact: Fact) -> Line:
    value = corrections.current(case, fact)
    return Line(fact, shown(value), value is None or value == "")


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.CORRECT_FACT)
def case_correct(request: HttpRequest, case_id: int, field: str) -> HttpResponse:
    """更正 one fact: the new value and the reason; the old one stays in the history."""
    case = case_in_scope(request, case_id)
    if field not in FACTS:
        raise Http404
    if not may(officer_of(request), Permission.CORRECT_FACT, case):
        return forbidden(request, (Permission.CORRECT_FACT,))
    if case.sealed and not is_open(request, case_id):
        return shut(request, case)
    fact = fact_named(field)
    if request.method != "POST":
        looks.note_look(by=officer_of(request), case=case, what=f"更正“{fact.label}”", now=now(request))
        return _form(request, case, fact, {"value": _initial(case, fact), "revision": case.revision})
    return _corrected(request, case, fact)


def _corrected(request: HttpRequest, case: Case, fact: Fact) -> HttpResponse:
    given = {name: text(request.POST, name, 1000) for name in ("value", "reason", "revision")}
    try:
        corrections.correct_fact(
            by=officer_of(request),
            case_id=case.pk,
            field=fact.name,
            value=given["value"],
            reason=given["reason"],
            revision=int(given["revision"]) if given["revision"].isdigit() else -1,
            now=now(request),
        )
    except corrections.Conflict as conflict:
        case.refresh_from_db()
        entered = {**given, "revision": case.revision}
        return _form(request, case, fact, entered, conflict=str(conflict), status=409)
    except Refused as refusal:
        return _form(request, case, fact, given, refused=str(refusal), status=422)
    messages.success(request, f"“{fact.label}”已更正，原值保留在变更记录中，时限已重新推算。")
    return redirect("case_facts", case.pk)


def _form(
    request: HttpRequest, case: Case, fact: Fact, given: dict[str, Any], *, status: int = 200, **said: str
) -> HttpResponse:
    current = shown(corrections.current(case, fact))
    context = {"case": case, "fact": fact, "kind": fact.kind.value, "current": current, "given": given, **said}
    return render(request, "cases/correct.html", context, status=status)


def _initial(case: Case, fact: Fact) -> str:
    value = corrections.current(case, fact)
    if value is None:
        return ""
    return shown(value) if fact.kind is Kind.YES_NO else str(value)
