"""A change is rehearsed over every open case, signed by another, and put in force whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from inspect import unwrap
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import NOW, Cast, everywhere, make_case, make_officer, signed_in
from yipanqi.access.scope import NotPermitted, Scope, system_scope
from yipanqi.actions import clock, rehearsals
from yipanqi.actions.act import Refused
from yipanqi.actions.holidays import NoticeRefused, enter_notice
from yipanqi.actions.parameters import propose_parameter, sign_parameter
from yipanqi.actions.rehearsals import RehearsalRefused
from yipanqi.jobs import rehearsals as jobs
from yipanqi.law.events import EventKind
from yipanqi.law.parameters import DECLARATION_DAYS
from yipanqi.law.rehearsal import Change, Step
from yipanqi.measures import rehearsal as measure
from yipanqi.records.models import Duty, Event, JournalLine, Officer, Parameter, Rehearsal, RehearsalState
from yipanqi.records.rulebook import calendar, region

THREE_DAYS = {"numbers": {"declaration_days": {"value": 3, "from": "2026-11-01"}}}
ARRIVED = date(2026, 11, 16)


@pytest.fixture
def clerk(cast: Cast) -> Officer:
    """The city officer who proposes."""
    with everywhere():
        return make_officer("city_officer", cast.city, "林予安")


@pytest.fixture(autouse=True)
def caseload(cast: Cast) -> None:
    """Two cases still to be declared, in two counties; one that was declared, one that has ended."""
    came: dict[str, Any] = {"arrived_on": ARRIVED, "received_on": ARRIVED}
    with everywhere():
        for county, office in ((cast.county, cast.office), (cast.other_county, cast.other_office)):
            make_case(county, office, **came)
        declared = make_case(cast.county, cast.office, **came)
        Event.objects.create(
            case=declared, kind=EventKind.DECLARED.value, on=ARRIVED, recorded_by_id=cast.worker.pk, recorded_at=NOW
        )
        make_case(cast.county, cast.office, **came, ended_on=date(2026, 11, 20), ended_kind="released")


def propose(by: Officer, change: dict[str, Any] = THREE_DAYS, **given: Any) -> Rehearsal:
    asked = {"title": "宣告改为三日", "source": "宜司发〔2026〕9号（虚构）", **given}
    with signed_in(by):
        return rehearsals.propose(by=by, change=change, now=NOW, **asked)


def rehearsed(by: Officer, change: dict[str, Any] = THREE_DAYS) -> Rehearsal:
    made = propose(by, change)
    rehearsals.run(rehearsal_id=made.pk, now=NOW)
    with everywhere():
        return Rehearsal.objects.get(pk=made.pk)


def act(action: Any, by: Officer, made: Rehearsal) -> Rehearsal:
    with signed_in(by):
        done: Rehearsal = action(by=by, rehearsal_id=made.pk, now=NOW)
        return done


def test_every_open_case_is_asked_and_the_differences_are_kept(cast: Cast, clerk: Officer) -> None:
    made = rehearsed(clerk)
    assert (made.state, made.progress_done, made.progress_total, made.cases_changed) == (RehearsalState.DONE, 3, 3, 2)
    assert made.effects == {"新出现": 2}
    with everywhere():
        found = list(made.differences.order_by("pk"))
    assert {(one.about, one.old, one.new) for one in found} == {("plan.declare", "没有期限", "2026-11-19")}
    assert [one.county_id for one in found] == [cast.county.pk, cast.other_county.pk]
    assert region().value(DECLARATION_DAYS, ARRIVED) is None, "试算不改动任何数据"


def test_a_county_sees_only_its_own_differences(cast: Cast, clerk: Officer) -> None:
    made = rehearsed(clerk)
    with signed_in(cast.county_officer):
        assert {one.county_id for one in made.differences.all()} == {cast.county.pk}


def test_signing_puts_the_whole_change_in_force_in_one_step(cast: Cast, clerk: Officer) -> None:
    change = {**THREE_DAYS, "holidays": {"2027": {"off": ["2027-01-01"], "work": ["2027-01-09"]}}}
    clock.tick(now=NOW)
    signed = act(rehearsals.sign, cast.leader, rehearsed(clerk, change))
    assert (signed.state, signed.signed_by) == (RehearsalState.APPLIED, cast.leader)
    assert region().value(DECLARATION_DAYS, ARRIVED) == 3
    assert 2027 in calendar().known
    clock.tick(now=NOW + timedelta(minutes=5))
    with everywhere():
        owed = set(Duty.objects.filter(rule="plan.declare", done_on=None).values_list("due_on", flat=True))
        verbs = list(JournalLine.objects.order_by("pk").values_list("verb", flat=True))
    assert owed == {date(2026, 11, 19)}, "签发以后与试算所说一致"
    assert {"rehearsal.proposed", "parameter.signed", "holiday.entered", "rehearsal.signed"} <= set(verbs)
    with pytest.raises(RehearsalRefused, match="只有试算完成、尚未签发"):
        act(rehearsals.sign, cast.leader, signed)


def test_a_notice_that_cannot_be_is_refused_before_it_is_rehearsed(cast: Cast, clerk: Officer) -> None:
    with pytest.raises(NoticeRefused, match="没有填写 2027 年的放假日期"):
        rehearsed(clerk, {**THREE_DAYS, "holidays": {"2027": {"off": []}}})
    assert not Rehearsal.objects.exists()


def test_nothing_is_in_force_when_one_part_is_refused(cast: Cast, clerk: Officer) -> None:
    made = rehearsed(clerk, {**THREE_DAYS, "holidays": {"2027": {"off": ["2027-01-01"]}}})
    Rehearsal.objects.filter(pk=made.pk).update(source=" ")
    with pytest.raises(Refused, match="依据"):
        act(rehearsals.sign, cast.leader, made)
    assert not Parameter.objects.exists()
    made.refresh_from_db()
    assert made.state == RehearsalState.DONE


def test_whoever_proposed_cannot_sign(cast: Cast, clerk: Officer) -> None:
    made = rehearsed(clerk)
    Rehearsal.objects.filter(pk=made.pk).update(proposed_by=cast.leader)
    with pytest.raises(RehearsalRefused, match="提出人不能签发自己的变更"):
        act(rehearsals.sign, cast.leader, made)


def test_a_rehearsal_of_yesterdays_rulebook_cannot_be_signed(cast: Cast, clerk: Officer) -> None:
    made = rehearsed(clerk)
    with signed_in(clerk):
        enter_notice(by=clerk, year=2027, off=[date(2027, 1, 1)], work=[], source="通知（虚构）", now=NOW)
    with pytest.raises(RehearsalRefused, match="试算结果已不作数"):
        act(rehearsals.sign, cast.leader, made)
    act(rehearsals.rehearse_again, clerk, made)
    rehearsals.run(rehearsal_id=made.pk, now=NOW)
    assert act(rehearsals.sign, cast.leader, made).state == RehearsalState.APPLIED


def test_the_rehearsal_says_what_signing_does_beside_what_is_signed_for_later(cast: Cast, clerk: Officer) -> None:
    with signed_in(clerk):
        later = propose_parameter(
            by=clerk, name="declaration_days", value=8, from_on=date(2026, 11, 10), source="文件", now=NOW
        )
    with signed_in(cast.leader):
        sign_parameter(by=cast.leader, parameter_id=later.pk, now=NOW)
    made = rehearsed(clerk)
    assert made.cases_changed == 0, "十一月十日起仍为八日"
    act(rehearsals.sign, cast.leader, made)
    assert region().value(DECLARATION_DAYS, ARRIVED) == 8


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"numbers": {"report_in_days": {"value": 5, "from": "2027-01-01"}}}, "法定期限，只能由法律修改"),
        ({"numbers": {"declaration_days": {"value": 5, "from": "明年"}}}, "要写 from"),
        ({"numbers": {"declaration_days": 5}}, "要写 from"),
        ({"numbers": [1]}, "numbers 应写成一节一节"),
        ({"holidays": {"2027": {"off": "2027-01-01"}}}, "要写 off"),
        ({"holidays": {"2027": 3}}, "要写 off"),
        ({"holidays": 3}, "holidays 应写成一节一节"),
        ({"parameters": {}}, "不认识的部分"),
        ({}, "没有写明任何变更"),
    ],
)
def test_a_change_that_cannot_be_is_refused(clerk: Officer, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RehearsalRefused, match=sentence):
        propose(clerk, change)
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize("missing", ["title", "source"])
def test_a_change_has_a_name_and_a_reason(clerk: Officer, missing: str) -> None:
    with pytest.raises(RehearsalRefused, match="请写明变更名称和依据"):
        propose(clerk, title="" if missing == "title" else "宣告", source="" if missing == "source" else "文件")


def test_a_second_run_replaces_the_first_and_a_done_one_is_left_alone(clerk: Officer) -> None:
    made = propose(clerk)
    rehearsals.run(rehearsal_id=made.pk, now=NOW)
    rehearsals.run(rehearsal_id=made.pk, now=NOW + timedelta(hours=1))
    made.refresh_from_db()
    assert made.finished_at == NOW
    Rehearsal.objects.filter(pk=made.pk).update(state=RehearsalState.RUNNING)
    rehearsals.run(rehearsal_id=made.pk, now=NOW)
    with everywhere():
        assert made.differences.count() == 2


def test_a_change_can_be_dropped_and_its_differences_go(cast: Cast, clerk: Officer) -> None:
    made = act(rehearsals.drop, clerk, rehearsed(clerk))
    with everywhere():
        assert not made.differences.exists()
    for action in (rehearsals.drop, rehearsals.rehearse_again):
        with pytest.raises(RehearsalRefused):
            act(action, clerk, made)
    with pytest.raises(RehearsalRefused):
        act(rehearsals.sign, cast.leader, made)
    with everywhere():
        assert JournalLine.objects.filter(verb="rehearsal.dropped").exists()


def test_a_rehearsal_that_was_dropped_while_it_ran_stays_dropped(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = propose(clerk)

    def and_dropped(*given: Any, **named: Any) -> Any:
        Rehearsal.objects.filter(pk=made.pk).update(state=RehearsalState.DROPPED)
        return measure.rehearse_chunk(*given, **named)

    monkeypatch.setattr(rehearsals, "rehearse_chunk", and_dropped)
    rehearsals.run(rehearsal_id=made.pk, now=NOW)
    made.refresh_from_db()
    assert made.state == RehearsalState.DROPPED
    with everywhere():
        assert not made.differences.exists(), "放弃以后不留差异"


def test_a_fault_is_told_to_whoever_waits(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(rehearsals, "run", broken)
    made = propose(clerk)
    assert ProcrastinateJob.objects.get(task_name=rehearsals.TASK).args == {"rehearsal_id": made.pk}
    unwrap(jobs.rehearse.func)(made.pk)
    made.refresh_from_db()
    assert (made.state, made.sentence) == (RehearsalState.FAILED, "试算中断，没有改动任何数据，请重新试算。")
    assert act(rehearsals.rehearse_again, clerk, made).state == RehearsalState.WAITING


def test_others_neither_propose_nor_sign(cast: Cast, clerk: Officer) -> None:
    made = rehearsed(clerk)
    for stranger in (cast.worker, cast.county_officer, cast.inspector, cast.prosecutor, cast.leader):
        with pytest.raises(NotPermitted):
            propose(stranger)
    for stranger in (cast.worker, cast.county_officer, cast.inspector, clerk):
        with pytest.raises(NotPermitted):
            act(rehearsals.sign, stranger, made)


# --- Chunk by chunk ------------------------------------------------------------------------------------------


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two cases at a time."""
    monkeypatch.setattr(measure, "CHUNK", 2)
    return iter(())


def test_chunks_make_no_difference_and_progress_is_told(cast: Cast, small_chunks: None) -> None:
    change = Change("", (Step("declaration_days", 3, date(2026, 11, 1), ""),))
    told: list[tuple[int, int]] = []
    with everywhere():
        found = list(
            measure.rehearse(
                change, scope=system_scope(), on=NOW.date(), on_progress=lambda done, total: told.append((done, total))
            )
        )
        assert list(measure.rehearse(change, scope=system_scope(), on=NOW.date())) == found
        assert list(measure.rehearse(change, scope=Scope(), on=NOW.date())) == []
        assert list(measure.rehearse(Change(""), scope=system_scope(), on=NOW.date())) == []
    assert [case.county_id for case in found] == [cast.county.pk, cast.other_county.pk]
    assert told == [(2, 3), (3, 3)]
