"""What the queue can be narrowed by: office, county, responsible officer, rule, level; and how its rows are grouped."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, QueryDict

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import reach
from yipanqi.law.duties import RULES
from yipanqi.pages.choices import Choice, places
from yipanqi.pages.doors import officer_of
from yipanqi.pages.families import rule_choices
from yipanqi.pages.parameters import id_of, text
from yipanqi.pages.privacy import shown_name
from yipanqi.records.models import Case, Duty
from yipanqi.records.rulebook import region

GROUPS: dict[str, tuple[str, Callable[[Duty], tuple[object, str]]]] = {
    "rule": ("事项", lambda duty: (duty.rule, duty.title)),
    "office": ("司法所", lambda duty: (duty.office_id, duty.office.short_name if duty.office else "尚未指定司法所")),
    "responsible": ("责任人", lambda duty: (duty.case.responsible_id, _responsible(duty.case))),
}


def _responsible(case: Case) -> str:
    return case.responsible.full_name if case.responsible else "尚未指定责任人"


def narrowed(query: QueryDict) -> Q:
    """The condition the address asks for; what cannot be read is left out."""
    condition = Q()
    for name, field in (("office", "office_id"), ("county", "county_id"), ("responsible", "case__responsible_id")):
        if (value := id_of(query, name)) is not None:
            condition &= Q(**{field: value})
        elif query.get(name) == "none" and name != "county":
            condition &= Q(**{field: None})
    if query.get("rule") in RULES:
        condition &= Q(rule=query["rule"])
    if level := text(query, "level", 20):
        condition &= Q(case__level=level)
    return condition


def choices(request: HttpRequest) -> dict[str, list[Choice]]:
    """What can be chosen within the officer's scope, by filter name."""
    scope, query = reach(officer_of(request), Permission.SEE_CASES), request.GET
    levels = [Choice(level, level, query.get("level") == level) for level in region().levels]
    return {**places(scope, query), "rule": rule_choices(query.get("rule", "")), "level": levels}


def grouped(request: HttpRequest, duties: list[Duty], by: str) -> list[tuple[str, list[Duty]]]:
    """The rows of one page put together by what they share, in the order in which the first of each is due."""
    if by == "person":
        pick: Callable[[Duty], tuple[object, str]] = lambda duty: (duty.case_id, shown_name(request, duty.case))  # noqa: E731
    else:
        pick = GROUPS[by][1]
    groups: dict[object, tuple[str, list[Duty]]] = {}
    for duty in duties:
        key, title = pick(duty)
        groups.setdefault(key, (title, []))[1].append(duty)
    return list(groups.values())
