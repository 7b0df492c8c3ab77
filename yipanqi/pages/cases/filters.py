"""What the case list can be narrowed and ordered by; the address is the filter, so it can be kept and shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from yipanqi.law.facts import Category
from yipanqi.measures import standing
from yipanqi.pages.parameters import id_of, text
from yipanqi.records import register
from yipanqi.records.models import Case, Duty

STATES = {"open": "在矫", "later": "尚未起算", "pending": "期满待核", "ended": "已结束", "all": "全部"}
WITHIN = (30, 60, 90)
FLAGS = {"overdue": "有逾期事项", "backfill": "有待补录事项", "no_office": "未指定司法所"}
PLACES = (("county", "机构"), ("office", "司法所"), ("responsible", "责任人"))
SORTS = {
    "ends": ("矫正结束日期", "term_ends_on"),
    "starts": ("矫正开始日期", "term_starts_on"),
    "name": ("姓名", "person__name_key"),
    "number": ("编号", "number"),
    "level": ("管理等级", "level"),
}
# What an address may carry from a filter; saved views keep these and nothing else.
NAMES = ("state", "category", "level", "county", "office", "responsible", "within", *FLAGS, "sort")


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to order by; a leading minus turns it round."""

    key: str
    backwards: bool

    @property
    def order(self) -> tuple[str, str]:
        """For order_by; the id settles ties."""
        field = SORTS[self.key][1]
        return (f"-{field}", "-pk") if self.backwards else (field, "pk")


def sort_of(query: QueryDict) -> Sort:
    """The order the address asks for; by the end of the term without one."""
    wanted = query.get("sort", "")
    key = wanted.removeprefix("-")
    return Sort(key, wanted.startswith("-")) if key in SORTS else Sort("ends", backwards=False)


def state_of(query: QueryDict) -> str:
    """The state the address asks for; running cases without one."""
    state = query.get("state", "")
    return state if state in STATES else "open"


def state_condition(state: str, today: date) -> Q:
    """在矫: now running. 期满待核: the term is over and no release is recorded. 已结束: ended."""
    if state == "open":
        return register.running(today)
    if state == "later":
        return register.not_yet_started(today)
    if state == "pending":
        return register.expired(today)
    return register.ended() if state == "ended" else Q()


def narrowed(cases: QuerySet[Case], query: QueryDict, today: date) -> QuerySet[Case]:
    """The cases the address asks for; what cannot be read is left out."""
    condition = state_condition(state_of(query), today)
    condition &= _values(query)
    if (within := id_of(query, "within")) is not None:
        until = today + timedelta(days=min(3650, within))
        condition &= Q(ended_on=None, term_ends_on__gte=today, term_ends_on__lte=until)
    if query.get("no_office"):
        condition &= Q(office=None)
    for name, duties in (("overdue", standing.overdue(today)), ("backfill", standing.to_fill_in(today))):
        if query.get(name):
            condition &= Q(Exists(Duty.objects.filter(duties, case_id=OuterRef("pk"))))
    return cases.filter(condition)


def _values(query: QueryDict) -> Q:
    condition = Q()
    if query.get("category") in {category.value for category in Category}:
        condition &= Q(category=query["category"])
    if level := text(query, "level", 20):
        condition &= Q(level="" if level == "none" else level)
    for name in ("county", "office", "responsible"):
        if (value := id_of(query, name)) is not None:
            condition &= Q(**{f"{name}_id": value})
        elif query.get(name) == "none" and name != "county":
            condition &= Q(**{f"{name}_id": None})
    return condition


def kept_query(query: QueryDict) -> str:
    """The filter's part of an address, for keeping it under a name (at most 500 characters)."""
    kept = QueryDict(mutable=True)
    for name in NAMES:
        if value := text(query, name, 40):
            kept[name] = value
    return kept.urlencode()[:500]
