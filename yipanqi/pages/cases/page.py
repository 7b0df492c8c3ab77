"""What every tab of the case page shares: the case in scope, its lock if it is sealed, its header, the access log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, may
from yipanqi.actions import first_acts, looks
from yipanqi.pages.doors import officer_of
from yipanqi.pages.privacy import identity_is_shown, is_open
from yipanqi.pages.request import now
from yipanqi.records.models import Case

TABS = (
    ("case", "总览"),
    ("case_duties", "时限"),
    ("case_facts", "事实"),
    ("case_events", "经过"),
    ("case_changes", "变更记录"),
    ("case_looks", "查阅记录"),
)
TEMPLATES = {
    "case": "cases/case.html",
    "case_duties": "cases/case_duties.html",
    "case_facts": "cases/case_facts.html",
    "case_events": "cases/case_events.html",
    "case_changes": "cases/case_changes.html",
    "case_looks": "cases/case_looks.html",
}


@dataclass(frozen=True, slots=True)
class Term:
    """How far the term has run: day `passed` of `whole`, `left` days to go, in percent for the ruler."""

    passed: int
    whole: int
    left: int
    run: int
    last_day: bool = False


def case_in_scope(request: HttpRequest, case_id: int) -> Case:
    """A case this officer may see, else 404: nobody learns that it exists."""
    rows = cases_for(officer_of(request), Permission.SEE_CASES).select_related("person", "county", "office")
    case = rows.select_related("responsible").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def show(request: HttpRequest, case: Case, tab: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """One tab of an open case; the look is noted. A sealed case stays shut until it is opened with a reason."""
    if case.sealed and not is_open(request, case.pk):
        return shut(request, case)
    looks.note_look(by=officer_of(request), case=case, what=dict(TABS)[tab], now=now(request))
    shared = header(request, case)
    return render(request, TEMPLATES[tab], {**shared, "tab": tab, **context}, status=status)


def shut(request: HttpRequest, case: Case, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page before a sealed case: who may open it and how; nothing of the person is shown."""
    context = {"case": case, "may_open": may(officer_of(request), Permission.SEE_SEALED, case), "refused": refused}
    return render(request, "cases/shut.html", context, status=status)


def header(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Name, state, term, and the acts the case allows this officer."""
    officer, today = officer_of(request), now(request).date()
    on_case = first_acts.on_case(case, by=officer, today=today)
    shown = identity_is_shown(request, case.pk) and may(officer, Permission.SEE_IDENTITY, case)
    return {
        "case": case,
        "tabs": TABS,
        "term": term_of(case, today),
        "age": age_on(case.person.born_on, today),
        "acts": [act for act in on_case if act.key not in ("correct_fact", "withdraw_event")],
        "may_correct": any(act.key == "correct_fact" for act in on_case),
        "may_withdraw": any(act.key == "withdraw_event" for act in on_case),
        "may_withdraw_notice": may(officer, Permission.RECORD_WORK, case),
        "may_fill_in": may(officer, Permission.FILL_IN, case),
        "may_show": may(officer, Permission.SEE_IDENTITY, case),
        "may_export": may(officer, Permission.EXPORT, case) and not case.sealed,
        "may_identity": may(officer, Permission.SEE_IDENTITY),
        "identity_shown": shown,
    }


def term_of(case: Case, today: date) -> Term:
    """The term on `today`, both ends counted."""
    whole = (case.term_ends_on - case.term_starts_on).days + 1
    passed = max(0, min(whole, (today - case.term_starts_on).days + 1))
    left = max(0, (case.term_ends_on - today).days)
    return Term(passed, whole, left, round(passed * 100 / whole), last_day=case.term_ends_on == today)


def age_on(born_on: date, today: date) -> int:
    """Full years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
