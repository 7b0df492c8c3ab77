"""Correcting a fact: the old value stays in the row's history, the reason beside it, the clocks are asked again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.permissions import Permission
from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.correctable import Fact, Value, fact_named, read, shown
from yipanqi.actions.opening import take, take_running, touch
from yipanqi.records import names
from yipanqi.records.days import day_of
from yipanqi.records.models import Case, Officer, Person


class Conflict(Refused):
    """Somebody else changed the case since it was opened; the sentence has both values."""


@act
def correct_fact(
    *, by: Officer, case_id: int, field: str, value: Value, reason: str, revision: int, now: datetime
) -> Case:
    """更正事实: one fact of `correctable.FACTS`; `revision` is the case's as the officer saw it.

    Raises:
        Conflict, FactRefused, Refused, NoSuchCase, NotPermitted: the sentence says why.
    """
    fact = fact_named(field)
    together = _lock_together(case_id) if fact.of_person else [case_id]
    case = take(by, Permission.CORRECT_FACT, case_id)
    if not reason.strip():
        raise Refused(f"请填写更正“{fact.label}”的原因。")
    fresh = read(fact, value, day_of(now))
    _refuse_conflict(case, fact, fresh, revision)
    _refuse_unfit(case, fact, fresh)
    _write(case, fact, fresh, reason.strip()[:200], by=by, now=now)
    duties.refresh_many(together, now=now)
    journal.write("case.corrected", case=case, by=by, at=now, field=field, revision=case.revision)
    return case


LEVEL_REASON = "台账没有记载，补登"


@act
def register_level(*, by: Officer, case_id: int, level: str, now: datetime) -> Case:
    """登记管理等级 where none is on record (the ledger was silent); one on record is corrected or adjusted instead."""
    case = take_running(by, Permission.CORRECT_FACT, case_id)
    if case.level:
        raise Refused(f"{case.number} 已登记为“{case.level}”；登记有误的请更正事实。")
    fact = fact_named("level")
    fresh = read(fact, level, day_of(now))
    if not fresh:
        raise Refused("请选择管理等级。")
    _write(case, fact, fresh, LEVEL_REASON, by=by, now=now)
    duties.refresh(case, now=now)
    journal.write("case.corrected", case=case, by=by, at=now, field="level", revision=case.revision)
    return case


def _lock_together(case_id: int) -> list[int]:
    """All cases of the same person, in the order of their ids: a fact of the person moves the clocks of each."""
    same = Case.objects.filter(person__cases=case_id).order_by("pk")
    return [case.pk for case in same.select_for_update(of=("self",), no_key=True)]


def current(case: Case, fact: Fact) -> Value:
    """The value on record."""
    found: Value = getattr(case.person if fact.of_person else case, fact.name)
    return found


def _refuse_conflict(case: Case, fact: Fact, fresh: Value, revision: int) -> None:
    value = current(case, fact)
    if case.revision != revision:
        raise Conflict(
            f"您打开后，{case.number} 已被他人更改：“{fact.label}”现为“{shown(value)}”，"
            f"您填的是“{shown(fresh)}”。请核对后重新提交。"
        )
    if value == fresh:
        raise Refused(f"“{fact.label}”已经是“{shown(value)}”，没有变化。")


def _refuse_unfit(case: Case, fact: Fact, fresh: Value) -> None:
    starts_on = fresh if fact.name == "term_starts_on" else case.term_starts_on
    ends_on = fresh if fact.name == "term_ends_on" else case.term_ends_on
    if starts_on > ends_on:  # type: ignore[operator]
        raise Refused(f"矫正结束日期 {ends_on} 早于开始日期 {starts_on}，请核对。")
    if case.ended_on is not None and fact.name == "term_ends_on" and ends_on > case.ended_on:  # type: ignore[operator]
        raise Refused(f"{case.number} 已于 {case.ended_on} {case.get_ended_kind_display()}，结束日期不能晚于该日。")
    if fact.name == "arrived_on" and fresh is not None and case.decided_on is not None and fresh < case.decided_on:  # type: ignore[operator]
        raise Refused(f"报到日期 {fresh} 早于判决（裁定、决定）日期 {case.decided_on}，请核对。")


def _write(case: Case, fact: Fact, fresh: Value, reason: str, *, by: Officer, now: datetime) -> None:
    changed = touch(case, by, now)
    case.more = {**case.more, "correction": {"field": fact.name, "reason": reason}}
    if fact.of_person:
        changed += _write_person(case, fact, fresh, by=by, now=now)
    else:
        setattr(case, fact.name, fresh)
        changed += [fact.name]
    case.search_key = _search_key(case, case.person)
    try:
        with transaction.atomic():
            case.save(update_fields=["more", "search_key", *changed])
    except IntegrityError as fault:
        raise Refused(
            f"更正后与另一案件的人员、类别和开始日期相同，未予更正：请先核对 {case.number} 是否重复登记。"
        ) from fault


def _write_person(case: Case, fact: Fact, fresh: Value, *, by: Officer, now: datetime) -> list[str]:
    person = case.person
    setattr(person, fact.name, fresh)
    person.name_key = names.pinyin_key(person.name)
    person.updated_at, person.updated_by_id = now, by.pk
    person.save(update_fields=[fact.name, "name_key", "updated_at", "updated_by_id"])
    if fact.name in ("name", "former_name"):
        for other in Case.objects.filter(person=person).exclude(pk=case.pk):
            Case.objects.filter(pk=other.pk).update(search_key=_search_key(other, person))
    return []


def _search_key(case: Case, person: Person) -> str:
    return names.search_key(name=person.name, former_name=person.former_name, number=case.number, doc_no=case.doc_no)
