"""Rehearsing a change over the whole caseload, signing it off, and putting it in force in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from procrastinate.contrib.django import app

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import require, system_scope
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.holidays import enter_notice, refuse_days
from yipanqi.actions.parameters import propose_parameter, sign_parameter
from yipanqi.actions.system import system
from yipanqi.law.parameters import PARAMETERS
from yipanqi.law.rehearsal import Change, ChangeUnreadable, change_from
from yipanqi.measures.rehearsal import InCase, open_cases, rehearse_chunk
from yipanqi.records.days import day_of
from yipanqi.records.models import Officer, Rehearsal, RehearsalDifference, RehearsalState
from yipanqi.records.rulebook import rulebook

TASK = "law.rehearse"


class RehearsalRefused(Refused):
    """The change cannot be rehearsed, signed or dropped like that."""


@act
def propose(*, by: Officer, title: str, source: str, change: dict[str, Any], now: datetime) -> Rehearsal:
    """Propose a change (as `change_from` reads it, dates as ISO text) and put its rehearsal in the queue."""
    require(by, Permission.PROPOSE_PARAMETER)
    if not title.strip() or not source.strip():
        raise RehearsalRefused("请写明变更名称和依据，例如印发文件的名称和文号。")
    read = _read(change)
    for step in read.steps:
        if step.key not in PARAMETERS:
            raise RehearsalRefused(f"“{step.key}”是法定期限，只能由法律修改；本市只能设定市流程参数。")
    for year, (off, work) in (read.notices or {}).items():
        refuse_days(year, off, work)
    rehearsal = Rehearsal.objects.create(
        title=title.strip(), source=source.strip(), change=change, on=day_of(now), proposed_by=by, proposed_at=now
    )
    app.configure_task(TASK, allow_unknown=True, queue="ledger").defer(rehearsal_id=rehearsal.pk)
    journal.write("rehearsal.proposed", by=by, at=now, rehearsal=rehearsal.pk)
    return rehearsal


def run(*, rehearsal_id: int, now: datetime) -> None:
    """Ask the whole caseload twice, a transaction per chunk, so that the page sees how far it is.

    Idempotent: a second run replaces what the first one found; nothing counts before the last chunk is done.
    """
    change, on, version = _begin(rehearsal_id)
    if change is None:
        return
    asked, after, effects, touched = 0, 0, Counter[str](), 0
    while True:
        with system():
            chunk = rehearse_chunk(change, scope=system_scope(), on=on, after=after)
            if chunk is None:
                break
            asked, after, touched = asked + chunk.asked, chunk.last_id, touched + len(chunk.touched)
            running = Rehearsal.objects.filter(pk=rehearsal_id, state=RehearsalState.RUNNING)
            if not running.update(progress_done=asked):
                return  # dropped meanwhile
            RehearsalDifference.objects.bulk_create(_rows(rehearsal_id, chunk.touched))
        effects.update(difference.effect.value for case in chunk.touched for difference in case.found)
    with system():
        Rehearsal.objects.filter(pk=rehearsal_id, state=RehearsalState.RUNNING).update(
            state=RehearsalState.DONE, cases_changed=touched, effects=dict(effects), rulebook=version, finished_at=now
        )


def _begin(rehearsal_id: int) -> tuple[Change | None, date, str]:
    with system():
        rehearsal = Rehearsal.objects.select_for_update().get(pk=rehearsal_id)
        if rehearsal.state not in (RehearsalState.WAITING, RehearsalState.RUNNING, RehearsalState.FAILED):
            return None, rehearsal.on, ""
        rehearsal.differences.all().delete()
        total = open_cases(system_scope()).count()
        _mark(rehearsal, state=RehearsalState.RUNNING, progress_done=0, progress_total=total, sentence="")
        return _read(rehearsal.change), rehearsal.on, rulebook().version


@act
def rehearse_again(*, by: Officer, rehearsal_id: int, now: datetime) -> Rehearsal:
    """Ask again: after a fault, or because the rulebook has changed since."""
    require(by, Permission.PROPOSE_PARAMETER)
    rehearsal = Rehearsal.objects.select_for_update(of=("self",)).filter(pk=rehearsal_id).first()
    if rehearsal is None or rehearsal.state not in (RehearsalState.DONE, RehearsalState.FAILED):
        raise RehearsalRefused("只有试算完成或者中断的变更可以重新试算，请刷新后再看。")
    _mark(rehearsal, state=RehearsalState.WAITING, on=day_of(now), progress_done=0, finished_at=None)
    app.configure_task(TASK, allow_unknown=True, queue="ledger").defer(rehearsal_id=rehearsal.pk)
    return rehearsal


def mark_failed(*, rehearsal_id: int, sentence: str) -> None:
    """The rehearsal broke off; nothing was changed, it can be asked for again."""
    with system():
        Rehearsal.objects.filter(pk=rehearsal_id).update(state=RehearsalState.FAILED, sentence=sentence)


@act
def sign(*, by: Officer, rehearsal_id: int, now: datetime) -> Rehearsal:
    """Put the whole change in force in one step; the next tick asks every case again.

    Refused where the rulebook has changed since the rehearsal: what was signed off must be what happens.
    """
    require(by, Permission.SIGN_PARAMETER)
    rehearsal = _done(rehearsal_id)
    if rehearsal.proposed_by_id == by.pk:
        raise RehearsalRefused("提出人不能签发自己的变更，请由另一人签发。")
    if rehearsal.rulebook != rulebook().version:
        raise RehearsalRefused("试算以后参数或者节假日表又有变动，试算结果已不作数，请重新试算再签发。")
    change = _read(rehearsal.change)
    for step in change.steps:
        proposed = propose_parameter(
            by=rehearsal.proposed_by, name=step.key, value=step.value, from_on=step.from_on, source=rehearsal.source,
            now=now,
        )  # fmt: skip
        sign_parameter(by=by, parameter_id=proposed.pk, now=now)
    for year, (off, work) in (change.notices or {}).items():
        enter_notice(by=rehearsal.proposed_by, year=year, off=off, work=work, source=rehearsal.source, now=now)
    _mark(rehearsal, state=RehearsalState.APPLIED, signed_by=by, signed_at=now)
    journal.write("rehearsal.signed", by=by, at=now, rehearsal=rehearsal.pk)
    return rehearsal


@act
def drop(*, by: Officer, rehearsal_id: int, now: datetime) -> Rehearsal:
    """Give a rehearsed change up; its differences go with it."""
    require(by, Permission.PROPOSE_PARAMETER)
    rehearsal = Rehearsal.objects.select_for_update(of=("self",)).filter(pk=rehearsal_id).first()
    if rehearsal is None or rehearsal.state in (RehearsalState.APPLIED, RehearsalState.DROPPED):
        raise RehearsalRefused("这次试算已经签发或者放弃，不能再放弃。")
    rehearsal.differences.all().delete()
    _mark(rehearsal, state=RehearsalState.DROPPED)
    journal.write("rehearsal.dropped", by=by, at=now, rehearsal=rehearsal.pk)
    return rehearsal


def _done(rehearsal_id: int) -> Rehearsal:
    found = Rehearsal.objects.select_for_update(of=("self",)).select_related("proposed_by__agency")
    rehearsal = found.filter(pk=rehearsal_id).first()
    if rehearsal is None or rehearsal.state != RehearsalState.DONE:
        raise RehearsalRefused("只有试算完成、尚未签发的变更可以签发，请刷新后再看。")
    return rehearsal


def _mark(rehearsal: Rehearsal, **values: Any) -> None:
    for name, value in values.items():
        setattr(rehearsal, name, value)
    rehearsal.save(update_fields=list(values))


def _read(change: dict[str, Any]) -> Change:
    try:
        return change_from(_dated(change))
    except ChangeUnreadable as refused:
        raise RehearsalRefused(str(refused)) from None


def _dated(change: dict[str, Any]) -> dict[str, Any]:
    """ISO text back to dates, where the change has dates; what has another shape is left to `change_from`."""
    numbers, holidays = change.get("numbers", {}), change.get("holidays", {})
    if isinstance(numbers, dict):
        numbers = {key: _with_day(entry) for key, entry in numbers.items()}
    if isinstance(holidays, dict):
        holidays = {year: _with_days(entry) for year, entry in holidays.items()}
    return {**change, "numbers": numbers, "holidays": holidays}


def _with_day(entry: Any) -> Any:
    return {**entry, "from": _date(entry.get("from"))} if isinstance(entry, dict) else entry


def _with_days(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {kind: [_date(day) for day in days] if isinstance(days, list) else days for kind, days in entry.items()}


def _date(text: Any) -> Any:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return text


def _rows(rehearsal_id: int, found: Iterable[InCase]) -> list[RehearsalDifference]:
    return [
        RehearsalDifference(
            rehearsal_id=rehearsal_id,
            case_id=case.case_id,
            county_id=case.county_id,
            office_id=case.office_id,
            about=difference.about,
            occasion=difference.occasion,
            title=difference.title,
            effect=difference.effect.value,
            old=difference.old,
            new=difference.new,
            old_because=difference.old_because,
            new_because=difference.new_because,
        )
        for case in found
        for difference in case.found
    ]
