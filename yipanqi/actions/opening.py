"""How an act takes hold of a case: lock it, permit, refuse what cannot be; and how it leaves it: refresh, journal."""

from __future__ import annotations

from datetime import date, datetime

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, require
from yipanqi.actions.act import Refused
from yipanqi.records.days import day_of
from yipanqi.records.models import Case, Officer


class NoSuchCase(Refused):
    """The case does not exist or lies outside the officer's scope: both look the same (404)."""


class CaseEnded(Refused):
    """The case has ended; what is recorded stays as it is."""


class DateRefused(Refused):
    """The date of the act cannot be: in the future, before the term, after the end."""


def take(by: Officer, permission: Permission, case_id: int) -> Case:
    """Lock a case and make sure that the officer may do this to it; what he may not even see does not exist.

    Raises:
        NoSuchCase: no such case in his scope.
        NotPermitted: the case is his to see, but not to act upon.
    """
    found = Case.objects.select_for_update(of=("self",), no_key=True).select_related("person", "county", "office")
    case = found.filter(pk=case_id).first()
    if case is None or not _sees(by, case_id):
        raise NoSuchCase("没有找到该案件：可能不在您的管辖范围内，请核对编号。")
    require(by, permission, case)
    return case


def _sees(by: Officer, case_id: int) -> bool:
    return cases_for(by, Permission.SEE_CASES).filter(pk=case_id).exists()


def take_running(by: Officer, permission: Permission, case_id: int) -> Case:
    """`take`, and refuse a case that has ended."""
    case = take(by, permission, case_id)
    refuse_ended(case)
    return case


def refuse_ended(case: Case) -> None:
    """Refuse what can only be done while the case runs."""
    if case.ended_on is not None:
        raise CaseEnded(f"{case.number} 已于 {case.ended_on} {case.get_ended_kind_display()}，不能再办理。")


def check_day(case: Case, on: date, now: datetime, what: str) -> None:
    """Refuse a date in the future or before the case's term began.

    Raises:
        DateRefused: the sentence names both dates.
    """
    today = day_of(now)
    if on > today:
        raise DateRefused(f"{what}日期 {on} 晚于今天（{today}），尚未发生的事不能登记。")
    first = min(day for day in (case.term_starts_on, case.effective_on, case.arrived_on) if day is not None)
    if on < first:
        raise DateRefused(f"{what}日期 {on} 早于矫正开始日期 {first}，请核对日期；开始日期有误的请先更正事实。")


def touch(case: Case, by: Officer, now: datetime) -> list[str]:
    """Mark the case row as changed by this officer; returns the fields to add to `update_fields`."""
    case.revision += 1
    case.updated_at, case.updated_by_id = now, by.pk
    return ["revision", "updated_at", "updated_by_id"]
