"""总览 and 时限: running clocks with their basis and working, what may be done next, what the law allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.law.decisions.options import options_for
from yipanqi.law.events import EventKind, Member
from yipanqi.law.facts import CaseFacts, Category
from yipanqi.law.findings import Standing
from yipanqi.law.term_check import TermCheck, check_term
from yipanqi.measures import standing
from yipanqi.pages.cases.page import case_in_scope, show
from yipanqi.pages.doors import door
from yipanqi.pages.privacy import is_open
from yipanqi.pages.request import now
from yipanqi.records.facts import facts_of, law_events
from yipanqi.records.ledger.normal.sentences import term_disagrees
from yipanqi.records.models import Case, Duty, Event, Officer
from yipanqi.records.rulebook import rulebook

_URGENCY = {
    stands: place
    for place, stands in enumerate(
        (
            Standing.OVERDUE, Standing.DUE_TODAY, Standing.OPEN, Standing.WAITING, Standing.NO_DATE,
            Standing.BACKFILL, Standing.DONE,
        )
    )
}  # fmt: skip
# The law names a missing fact by its field; the words after it say the same to people.
_FACT_NAME = re.compile(r"缺少 [a-z_、]+：")
SHOWN_DUTIES = 8
SHOWN_EVENTS = 6


@require_safe
@door(Permission.SEE_CASES)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """总览: what runs, what happened last, who is in the group, what the law allows."""
    found = case_in_scope(request, case_id)
    if found.sealed and not is_open(request, case_id):
        return show(request, found, "case", {})
    today = now(request).date()
    events = list(Event.objects.filter(case=found).order_by("-on", "-pk"))
    orders = list(found.orders.order_by("starts_on", "pk"))
    running = _running(found, Q(backfill=False), today)
    book = rulebook()
    facts = facts_of(found, law_events(sorted(events, key=lambda event: (event.on, event.pk))), orders)
    recent = [event for event in events if event.withdrawn_at is None][:SHOWN_EVENTS]
    context = {
        "running": running[:SHOWN_DUTIES],
        "running_count": len(running),
        "backfill": found.duties.filter(standing.to_fill_in(today)).count(),
        "events": recent,
        "event_count": len(events),
        "orders": orders,
        "group": group_of(events),
        "options": options_for(facts, on=today, calendar=book.calendar, region=book.region),
        "check": term_check(facts),
        "ledger_mark": ledger_mark(found),
        "people": officers_by_id(event.recorded_by_id for event in recent),
    }
    return show(request, found, "case", context)


@require_safe
@door(Permission.SEE_CASES)
def case_duties(request: HttpRequest, case_id: int) -> HttpResponse:
    """时限: every clock of the case with its working, done ones too."""
    found, today = case_in_scope(request, case_id), now(request).date()
    done = found.duties.filter(withdrawn_at=None, done_on__isnull=False).order_by("-done_on", "-pk")
    withdrawn = found.duties.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-pk")
    context = {
        "running": _running(found, Q(backfill=False), today),
        "backfill": _running(found, Q(backfill=True), today),
        "done": _of(found, done[:200]),
        "withdrawn": _of(found, withdrawn[:50]),
    }
    return show(request, found, "case_duties", context)


def _running(case: Case, condition: Q, today: date) -> list[Duty]:
    """Undone duties, our own first, the most pressing at the top; what has no day comes last."""
    rows = case.duties.filter(standing.UNDONE & condition).select_related("office", "county")

    def pressing(duty: Duty) -> tuple[bool, int, date]:
        return duty.waiting, _URGENCY[standing.standing(duty, today)], duty.due_on or date.max

    return sorted(_of(case, rows), key=pressing)


def _of(case: Case, rows: Iterable[Duty]) -> list[Duty]:
    """The duties with the case they belong to, so that nobody asks the database for it again."""
    found: list[Duty] = list(rows)
    for duty in found:
        duty.case = case
    return found


def group_of(events: list[Event]) -> dict[str, Any] | None:
    """The latest group: the day it was formed and who sits in it."""
    kind = EventKind.GROUP_FORMED.value
    latest = next((event for event in events if event.kind == kind and event.withdrawn_at is None), None)
    if latest is None:
        return None
    known = {member.value: member.title for member in Member}
    return {"on": latest.on, "members": [known.get(value, value) for value in latest.data.get("members", ())]}


def officers_by_id(keys: Iterable[int | None]) -> dict[int, str]:
    """Names of officers by id, for lines that keep only the id."""
    wanted = {key for key in keys if key is not None}
    rows = Officer.objects.filter(pk__in=wanted).select_related("agency")
    return {officer.pk: str(officer) for officer in rows} if wanted else {}


def term_check(facts: CaseFacts) -> TermCheck:
    """The printed end beside the one counted by law (刑诉法解释 202); missing facts are said in words."""
    check = check_term(facts, region=rulebook().region)
    return replace(check, sentence=_FACT_NAME.sub("", check.sentence))


def ledger_mark(case: Case) -> bool | None:
    """Whether the import flagged the dates (term_mismatch, its own rule); None where it does not apply."""
    months = (case.probation_years or 0) * 12 + (case.probation_months or 0)
    if case.known_since is None or case.category != Category.PROBATION.value or not months:
        return None
    return term_disagrees(case.term_starts_on, case.term_ends_on, months)
