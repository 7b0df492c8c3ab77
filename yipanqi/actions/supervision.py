"""Daily supervision: each act records one event of a case, and the clocks it answers close or move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from yipanqi.access.permissions import Permission
from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.opening import DateRefused, check_day, refuse_ended, take, take_running, touch
from yipanqi.law.events import EventKind, Member
from yipanqi.law.facts import Category, ReleaseGround
from yipanqi.records.days import day_of
from yipanqi.records.facts import data_of
from yipanqi.records.models import Case, Event, Officer, Sex


class AlreadyRecorded(Refused):
    """The same thing has been recorded before."""


class NotForThisCase(Refused):
    """The law knows this duty only for other cases."""


class GroupIncomplete(Refused):
    """The group lacks a member the law asks for."""


ARRIVAL_KINDS = ("本人自行报到", "移送机关押送交付", "其他")


@act
def register_arrival(
    *, by: Officer, case_id: int, on: date, arrival_kind: str = "", note: str = "", now: datetime
) -> Case:
    """登记报到: the person reported in, or was handed over (社区矫正法 21, 22).

    Raises:
        AlreadyRecorded, DateRefused, Refused, NotPermitted: the sentence says why.
    """
    case = take_running(by, Permission.REGISTER_ARRIVAL, case_id)
    if case.arrived_on is not None:
        raise AlreadyRecorded(f"{case.number} 已于 {case.arrived_on} 报到；登记有误的请办理更正。")
    check_arrival(case, on, now)
    if arrival_kind and arrival_kind not in ARRIVAL_KINDS:
        raise Refused(f"报到情形“{arrival_kind[:20]}”不在可选范围：{'、'.join(ARRIVAL_KINDS)}。")
    case.arrived_on, case.arrival_kind = on, arrival_kind
    if note:
        case.more = {**case.more, "arrival_note": _note(note)}
    case.save(update_fields=["arrived_on", "arrival_kind", "more", *touch(case, by, now)])
    duties.refresh(case, now=now)
    journal.write("case.arrived", case=case, by=by, at=now, on=on)
    return case


def check_arrival(case: Case, on: date, now: datetime) -> None:
    """Refuse an arrival in the future or before anything was decided."""
    if on > day_of(now):
        raise DateRefused(f"报到日期 {on} 晚于今天（{day_of(now)}），尚未发生的事不能登记。")
    known = [day for day in (case.decided_on, case.effective_on, case.term_starts_on) if day is not None]
    if on < min(known):
        raise DateRefused(f"报到日期 {on} 早于 {min(known)}（判决、裁定、决定或者矫正开始之日），请核对日期。")


@act
def record_declaration(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """记录入矫宣告 (办法 20); once per case."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    _refuse_second(case, EventKind.DECLARED)
    return _record("case.declared", EventKind.DECLARED, by=by, case=case, on=on, note=note, now=now)


@act
def record_group(
    *, by: Officer, case_id: int, on: date, members: Iterable[str | Member], note: str = "", now: datetime
) -> Event:
    """确定矫正小组: a woman's group has a woman in it, a minor's someone who knows minors (社区矫正法 25, 52)."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    chosen = _members(members)
    _check_group(case, chosen)
    if _group_is_lawful(case):
        _refuse_second(case, EventKind.GROUP_FORMED)
    return _record(
        "case.group_formed", EventKind.GROUP_FORMED, by=by, case=case, on=on, note=note, now=now, members=chosen
    )


_MEMBERS = {member.value: member for member in Member}


def _members(members: Iterable[str | Member]) -> frozenset[Member]:
    try:
        return frozenset(member if isinstance(member, Member) else _MEMBERS[member] for member in members)
    except KeyError:
        listed = "、".join(member.title for member in Member)
        raise GroupIncomplete(f"矫正小组成员只能从下列人员中选择：{listed}。") from None


def _check_group(case: Case, members: frozenset[Member]) -> None:
    if not members:
        raise GroupIncomplete("请选择矫正小组成员。")
    if case.person.sex == Sex.FEMALE and Member.WOMAN not in members:
        raise GroupIncomplete("社区矫正对象为女性，矫正小组中应有女性成员（社区矫正法 第25条），请补充后再登记。")
    if case.sealed and Member.MINORS_SPECIALIST not in members:
        raise GroupIncomplete(
            "社区矫正对象为未成年人，矫正小组应当有熟悉未成年人身心特点的人员（社区矫正法 第52条），请补充后再登记。"
        )


def _group_is_lawful(case: Case) -> bool:
    """Whether the group on record has the members the law asks for; one that lacks them is formed again."""
    needed = {Member.WOMAN} if case.person.sex == Sex.FEMALE else set()
    needed |= {Member.MINORS_SPECIALIST} if case.sealed else set()
    formed = Event.objects.filter(case=case, kind=EventKind.GROUP_FORMED.value, withdrawn_at=None).order_by(
        "-on", "-pk"
    )
    latest = formed.values_list("data", flat=True).first()
    return latest is None or needed <= _members(latest.get("members", ()))


@act
def record_plan(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """制定矫正方案 (社区矫正法 24); once per case, later changes are adjustments."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    _refuse_second(case, EventKind.PLAN_MADE)
    return _record("case.plan_made", EventKind.PLAN_MADE, by=by, case=case, on=on, note=note, now=now)


@act
def record_report(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """记录定期报告 (社区矫正法 23); one a day."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    refuse_same_day(case, EventKind.REPORTED, on)
    return _record("case.reported", EventKind.REPORTED, by=by, case=case, on=on, note=note, now=now)


@act
def record_body_report(
    *, by: Officer, case_id: int, on: date, month: date | None = None, note: str = "", now: datetime
) -> Event:
    """记录身体情况报告: 暂予监外执行 only (办法 24); `month` is any day of the month it is for, if not that of `on`."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    if case.category != Category.TEMPORARY.value:
        raise NotForThisCase(f"{case.number} 是{case.category}案件，身体情况报告只适用于暂予监外执行。")
    refuse_same_day(case, EventKind.BODY_REPORTED, on)
    return _record(
        "case.body_reported", EventKind.BODY_REPORTED, by=by, case=case, on=on, note=note, now=now, from_on=month
    )


@act
def record_medical_review(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """记录病情复查: 保外就医 only (办法 24)."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    if case.category != Category.TEMPORARY.value or case.release_ground != ReleaseGround.MEDICAL.value:
        ground = case.release_ground or "事由未登记"
        raise NotForThisCase(
            f"病情复查只适用于保外就医，{case.number} 登记为{case.category}（{ground}）；事由有误的请先更正事实。"
        )
    refuse_same_day(case, EventKind.MEDICAL_REVIEWED, on)
    return _record("case.medical_reviewed", EventKind.MEDICAL_REVIEWED, by=by, case=case, on=on, note=note, now=now)


@act
def record_summary(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """记录个人总结, written before the term ends (办法 53); once per case."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    _refuse_second(case, EventKind.SUMMARY_FILED)
    return _record("case.summary_filed", EventKind.SUMMARY_FILED, by=by, case=case, on=on, note=note, now=now)


@act
def record_appraisal(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """记录书面鉴定, made before the term ends (办法 53); once per case."""
    case = take_running(by, Permission.RECORD_WORK, case_id)
    _refuse_second(case, EventKind.APPRAISED)
    return _record("case.appraised", EventKind.APPRAISED, by=by, case=case, on=on, note=note, now=now)


@act
def record_end_notice(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Event:
    """记录解除通知: court, procuratorate and police have been told of the end (社区矫正法 44); once per case."""
    case = take(by, Permission.RECORD_WORK, case_id)
    check_notice(case, on)
    _refuse_second(case, EventKind.END_NOTIFIED)
    return _record("case.end_notified", EventKind.END_NOTIFIED, by=by, case=case, on=on, note=note, now=now)


def check_notice(case: Case, on: date) -> None:
    """Refuse a notice of an end that has not come."""
    if case.ended_on is None:
        raise NotForThisCase(f"{case.number} 尚未解除或者终止，没有可以通知的结果。")
    if on < case.ended_on:
        raise DateRefused(f"通知日期 {on} 早于{case.get_ended_kind_display()}日期 {case.ended_on}，请核对日期。")


@act
def withdraw_event(*, by: Officer, case_id: int, event_id: int, reason: str, now: datetime) -> Event:
    """撤回记录: an event recorded by mistake; the row stays with its reason, the clocks forget it."""
    case = take(by, Permission.RECORD_WORK, case_id)
    if not reason.strip():
        raise Refused("请填写撤回原因。")
    event = Event.objects.select_for_update().filter(case=case, pk=event_id).first()
    if event is None:
        raise Refused(f"{case.number} 没有这条记录，请刷新页面后再试。")
    if event.kind != EventKind.END_NOTIFIED.value:
        refuse_ended(case)
    if event.withdrawn_at is not None:
        raise AlreadyRecorded("这条记录已经撤回。")
    event.withdrawn_at, event.withdrawn_reason, event.updated_by_id = now, reason.strip()[:200], by.pk
    event.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_by_id"])
    duties.refresh(case, now=now)
    journal.write("event.withdrawn", case=case, by=by, at=now, event=event.pk, kind=event.kind, on=event.on)
    return event


# --- What they share ----------------------------------------------------------------------------------------


def _record(
    verb: str, kind: EventKind, *, by: Officer, case: Case, on: date, note: str, now: datetime, **fields: Any
) -> Event:
    check_day(case, on, now, kind.title)
    event = add_event(kind, by=by, case=case, on=on, note=note, now=now, **fields)
    duties.refresh(case, now=now)
    journal.write(verb, case=case, by=by, at=now, event=event.pk, on=on)
    return event


def add_event(
    kind: EventKind,
    *,
    by: Officer,
    case: Case,
    on: date,
    note: str = "",
    filled_in: bool = False,
    now: datetime,
    **fields: Any,
) -> Event:
    """Write one event row; a day before the import is marked as filled in later."""
    return Event.objects.create(
        case=case,
        kind=kind.value,
        on=on,
        data=data_of(fields),
        note=_note(note),
        filled_in_later=filled_in or (case.known_since is not None and on < case.known_since),
        recorded_by_id=by.pk,
        recorded_at=now,
    )


def _note(note: str) -> str:
    if len(note) > 1000:
        raise Refused(f"记事最多 1000 字，现有 {len(note)} 字，请精简。")
    return note.strip()


def _refuse_second(case: Case, kind: EventKind) -> None:
    earlier = _earlier(case, kind)
    if earlier is not None:
        raise AlreadyRecorded(f"{case.number} 已于 {earlier} 记录“{kind.title}”；记录有误的请先撤回。")


def refuse_same_day(case: Case, kind: EventKind, on: date) -> None:
    """Refuse a second event of a kind on one day."""
    if _earlier(case, kind, on=on) is not None:
        raise AlreadyRecorded(f"{case.number} 在 {on} 已记录过“{kind.title}”，一天只记一次。")


def _earlier(case: Case, kind: EventKind, **when: date) -> date | None:
    found = Event.objects.filter(case=case, kind=kind.value, withdrawn_at=None, **when).order_by("on")
    return found.values_list("on", flat=True).first()
