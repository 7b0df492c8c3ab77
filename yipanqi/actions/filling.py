"""补录: what was done before the import and the ledger does not say, for many cases at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.opening import check_day, refuse_ended, take, touch
from yipanqi.actions.supervision import add_event, check_arrival, check_notice, refuse_same_day
from yipanqi.law.events import EventKind
from yipanqi.records.models import Case, Duty, Officer

MOST = 5_000
ARRIVAL = "intake.report_in_person"
NOTICE = "release.notify"
# Which event fills in which rule's duty; the arrival is a fact of the case itself.
FILLS: dict[str, EventKind] = {
    "plan.declare": EventKind.DECLARED,
    "plan.form_group": EventKind.GROUP_FORMED,
    "plan.make_plan": EventKind.PLAN_MADE,
    "reporting.report": EventKind.REPORTED,
    "medical.report_body": EventKind.BODY_REPORTED,
    "medical.submit_review": EventKind.MEDICAL_REVIEWED,
    "release.submit_summary": EventKind.SUMMARY_FILED,
    "release.appraise": EventKind.APPRAISED,
    NOTICE: EventKind.END_NOTIFIED,
}
FILLABLE = frozenset({ARRIVAL, *FILLS})


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of one cell of the grid: filled in, or refused with a sentence."""

    duty_id: int
    case_id: int | None
    done: bool
    sentence: str = ""


@act
def fill_in(*, by: Officer, dates: Mapping[int, date], now: datetime) -> list[Filled]:
    """Fill in duties (id → the day it was done), case by case; a wrong cell refuses itself alone.

    Raises:
        Refused: more cells at once than can be kept apart.
    """
    if len(dates) > MOST:
        raise Refused(f"一次最多补录 {MOST} 格，现有 {len(dates)} 格，请分批提交。")
    found = {duty.pk: duty for duty in Duty.objects.filter(pk__in=dates).order_by("case_id", "due_on", "pk")}
    unknown = [Filled(i, None, False, "没有找到该事项，可能不在您的管辖范围内。") for i in dates if i not in found]
    by_case: dict[int, list[Duty]] = defaultdict(list)
    for duty in found.values():
        by_case[duty.case_id].append(duty)
    results = [cell for case_id in sorted(by_case) for cell in _one_case(by, case_id, by_case[case_id], dates, now)]
    return [*results, *unknown]


def _one_case(by: Officer, case_id: int, owed: list[Duty], dates: Mapping[int, date], now: datetime) -> list[Filled]:
    try:
        case = take(by, Permission.FILL_IN, case_id)
    except (Refused, NotPermitted) as refusal:
        return [Filled(duty.pk, case_id, False, str(refusal)) for duty in owed]
    cells = [_one_cell(by, case, duty, dates[duty.pk], now) for duty in owed]
    done = sum(cell.done for cell in cells)
    if done:
        duties.refresh(case, now=now)
        journal.write("case.filled_in", case=case, by=by, at=now, count=done)
    return cells


def _one_cell(by: Officer, case: Case, duty: Duty, on: date, now: datetime) -> Filled:
    try:
        with transaction.atomic():
            _fill(by, case, duty, on, now)
    except Refused as refusal:
        return Filled(duty.pk, case.pk, False, str(refusal))
    return Filled(duty.pk, case.pk, True)


def _fill(by: Officer, case: Case, duty: Duty, on: date, now: datetime) -> None:
    if duty.done_on is not None or duty.withdrawn_at is not None or not duty.backfill:
        raise Refused(f"“{duty.title}”不是待补录事项，可能已经补录，请刷新页面。")
    if duty.rule not in FILLABLE:
        raise Refused(f"“{duty.title}”不能成批补录，请在案件页办理。")
    if duty.rule == NOTICE:
        check_notice(case, on)
    else:
        refuse_ended(case)
    if duty.rule == ARRIVAL:
        check_arrival(case, on, now)
        case.arrived_on = on
        case.save(update_fields=["arrived_on", *touch(case, by, now)])
        return
    kind = FILLS[duty.rule]
    check_day(case, on, now, kind.title)
    refuse_same_day(case, kind, on)
    month = duty.starts_on if kind is EventKind.BODY_REPORTED else None
    add_event(kind, by=by, case=case, on=on, filled_in=True, now=now, from_on=month)
