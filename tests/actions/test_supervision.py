"""The office worker does the day's work; what cannot be is refused with a sentence that says how to mend it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, TODAY, Cast, everywhere, make_case, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import duties, supervision
from yipanqi.actions.act import Refused
from yipanqi.actions.opening import CaseEnded, DateRefused, NoSuchCase
from yipanqi.actions.supervision import AlreadyRecorded, GroupIncomplete, NotForThisCase
from yipanqi.law.events import Member
from yipanqi.law.facts import Category, ReleaseGround
from yipanqi.records.models import Case, Duty, EndKind, Event, JournalLine

DAY = date(2026, 11, 20)
MEMBERS = [Member.OFFICE, Member.COMMITTEE]


def a_case(cast: Cast, **facts: Any) -> Case:
    with everywhere():
        case = make_case(cast.county, cast.office, **{"arrived_on": date(2026, 11, 3), **facts})
        duties.refresh(case, now=NOW)
    return case


@pytest.mark.parametrize(
    ("act", "rule", "verb"),
    [
        (supervision.record_declaration, "plan.declare", "case.declared"),
        (supervision.record_plan, "plan.make_plan", "case.plan_made"),
        (supervision.record_report, "reporting.report", "case.reported"),
    ],
)
def test_an_event_closes_the_duty_it_answers(cast: Cast, act: Callable[..., Event], rule: str, verb: str) -> None:
    case = a_case(cast)
    with signed_in(cast.worker):
        event = act(by=cast.worker, case_id=case.pk, on=DAY, note="当面谈话，见笔录", now=NOW)
        assert Duty.objects.filter(case=case, rule=rule, done_on=DAY).count() == 1
    assert (event.note, event.recorded_by_id, event.filled_in_later) == ("当面谈话，见笔录", cast.worker.pk, False)
    with everywhere():
        line = JournalLine.objects.get(verb=verb)
    assert line.data == {"event": event.pk, "on": "2026-11-20"}, "free text stays with the case"


def test_a_report_opens_the_next_one(cast: Cast) -> None:
    case = a_case(cast)
    with signed_in(cast.worker):
        supervision.record_report(by=cast.worker, case_id=case.pk, on=DAY, now=NOW)
        rows = Duty.objects.filter(case=case, rule="reporting.report").order_by("starts_on")
        assert [row.done_on for row in rows] == [DAY, None]
        with pytest.raises(AlreadyRecorded, match="一天只记一次"):
            supervision.record_report(by=cast.worker, case_id=case.pk, on=DAY, now=NOW)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY + timedelta(days=1), "2026-11-25 晚于今天（2026-11-24）"),
        (date(2026, 10, 31), "2026-10-31 早于矫正开始日期 2026-11-01"),
    ],
)
def test_a_day_that_cannot_be_is_refused(cast: Cast, on: date, sentence: str) -> None:
    case = a_case(cast)
    with signed_in(cast.worker):
        with pytest.raises(DateRefused, match=sentence):
            supervision.record_report(by=cast.worker, case_id=case.pk, on=on, now=NOW)
        assert not Event.objects.filter(case=case).exists()


def test_what_is_done_once_is_not_done_twice(cast: Cast) -> None:
    case = a_case(cast)
    with signed_in(cast.worker):
        supervision.record_plan(by=cast.worker, case_id=case.pk, on=DAY, now=NOW)
        with pytest.raises(AlreadyRecorded, match="已于 2026-11-20 记录“制定矫正方案”"):
            supervision.record_plan(by=cast.worker, case_id=case.pk, on=TODAY, now=NOW)


def test_a_womans_group_has_a_woman_in_it(cast: Cast) -> None:
    case = a_case(cast, person={"sex": "女", "name": "李芳"})
    with signed_in(cast.worker):
        with pytest.raises(GroupIncomplete, match="应有女性成员（社区矫正法 第25条）"):
            supervision.record_group(by=cast.worker, case_id=case.pk, on=DAY, members=MEMBERS, now=NOW)
        event = supervision.record_group(by=cast.worker, case_id=case.pk, on=DAY, members=["office", "woman"], now=NOW)
        assert event.data == {"members": ["office", "woman"]}
        assert Duty.objects.get(case=case, rule="plan.include_woman").done_on == DAY


def test_a_group_filled_in_without_its_members_is_formed_again(cast: Cast) -> None:
    case = a_case(cast, person={"sex": "女"})
    with everywhere():
        Event.objects.create(case=case, kind="group_formed", on=date(2026, 11, 5), recorded_at=NOW)
    with signed_in(cast.worker):
        supervision.record_group(by=cast.worker, case_id=case.pk, on=DAY, members=["woman"], now=NOW)
        with pytest.raises(AlreadyRecorded):
            supervision.record_group(by=cast.worker, case_id=case.pk, on=DAY, members=["woman"], now=NOW)


def test_a_minors_group_has_somebody_who_knows_minors(cast: Cast) -> None:
    case = a_case(cast, sealed=True)
    with signed_in(cast.worker), pytest.raises(GroupIncomplete, match="第52条"):
        supervision.record_group(by=cast.worker, case_id=case.pk, on=DAY, members=MEMBERS, now=NOW)


@pytest.mark.parametrize("members", [[], ["nobody"]])
def test_a_group_needs_members_the_law_knows(cast: Cast, members: list[str]) -> None:
    case = a_case(cast)
    with signed_in(cast.worker), pytest.raises(GroupIncomplete, match="成员"):
        supervision.record_group(by=cast.worker, case_id=case.pk, on=DAY, members=members, now=NOW)


def test_medical_review_is_for_medical_release_only(cast: Cast) -> None:
    probation = a_case(cast)
    pregnant = a_case(cast, category=Category.TEMPORARY.value, release_ground=ReleaseGround.PREGNANT.value)
    medical = a_case(cast, category=Category.TEMPORARY.value, release_ground=ReleaseGround.MEDICAL.value)
    with signed_in(cast.worker):
        with pytest.raises(NotForThisCase, match="只适用于暂予监外执行"):
            supervision.record_body_report(by=cast.worker, case_id=probation.pk, on=DAY, now=NOW)
        with pytest.raises(NotForThisCase, match="只适用于保外就医"):
            supervision.record_medical_review(by=cast.worker, case_id=pregnant.pk, on=DAY, now=NOW)
        supervision.record_body_report(by=cast.worker, case_id=pregnant.pk, on=DAY, now=NOW)
        supervision.record_medical_review(by=cast.worker, case_id=medical.pk, on=DAY, now=NOW)
        done = Duty.objects.filter(done_on=DAY).values_list("case_id", "rule")
        assert set(done) >= {(pregnant.pk, "medical.report_body"), (medical.pk, "medical.submit_review")}


def test_a_withdrawn_event_never_happened_and_stays_on_file(cast: Cast) -> None:
    case = a_case(cast)
    with signed_in(cast.worker):
        event = supervision.record_declaration(by=cast.worker, case_id=case.pk, on=DAY, now=NOW)
        with pytest.raises(Refused, match="撤回原因"):
            supervision.withdraw_event(by=cast.worker, case_id=case.pk, event_id=event.pk, reason=" ", now=NOW)
        supervision.withdraw_event(by=cast.worker, case_id=case.pk, event_id=event.pk, reason="记错了人", now=NOW)
        owed = Duty.objects.get(case=case, rule="plan.declare")
        event.refresh_from_db()
        assert (owed.done_on, event.withdrawn_reason) == (None, "记错了人")
        with pytest.raises(AlreadyRecorded, match="已经撤回"):
            supervision.withdraw_event(by=cast.worker, case_id=case.pk, event_id=event.pk, reason="再来", now=NOW)
        supervision.record_declaration(by=cast.worker, case_id=case.pk, on=TODAY, now=NOW)


def test_an_ended_case_takes_no_more_records(cast: Cast) -> None:
    case = a_case(cast, ended_on=date(2026, 11, 10), ended_kind="died")
    with signed_in(cast.worker), pytest.raises(CaseEnded, match="已于 2026-11-10 死亡"):
        supervision.record_report(by=cast.worker, case_id=case.pk, on=DAY, now=NOW)


def test_arrival_is_registered_once_and_not_before_the_judgment(cast: Cast) -> None:
    case = a_case(cast, arrived_on=None, decided_on=date(2026, 10, 20))
    with signed_in(cast.worker):
        with pytest.raises(DateRefused, match="早于 2026-10-20"):
            supervision.register_arrival(by=cast.worker, case_id=case.pk, on=date(2026, 10, 19), now=NOW)
        with pytest.raises(DateRefused, match="晚于今天"):
            supervision.register_arrival(by=cast.worker, case_id=case.pk, on=date(2026, 11, 25), now=NOW)
        arrived = supervision.register_arrival(by=cast.worker, case_id=case.pk, on=date(2026, 11, 5), now=NOW)
        assert arrived.revision == 2
        with pytest.raises(AlreadyRecorded, match="已于 2026-11-05 报到"):
            supervision.register_arrival(by=cast.worker, case_id=case.pk, on=date(2026, 11, 6), now=NOW)


def test_who_may_not(cast: Cast) -> None:
    case = a_case(cast)
    with signed_in(cast.other_worker), pytest.raises(NoSuchCase, match="没有找到"):
        supervision.record_report(by=cast.other_worker, case_id=case.pk, on=DAY, now=NOW)
    with signed_in(cast.prosecutor), pytest.raises(NotPermitted, match="记录日常工作"):
        supervision.record_report(by=cast.prosecutor, case_id=case.pk, on=DAY, now=NOW)
    with signed_in(cast.administrator), pytest.raises(NoSuchCase):
        supervision.record_report(by=cast.administrator, case_id=case.pk, on=DAY, now=NOW)
    with everywhere():
        assert not Event.objects.filter(case=case).exists()
        assert not JournalLine.objects.filter(case_id=case.pk).exists()


def test_the_notice_of_the_end_closes_the_last_duty_of_a_case(cast: Cast) -> None:
    case = a_case(cast)
    with signed_in(cast.county_officer):
        with pytest.raises(NotForThisCase, match="尚未解除"):
            supervision.record_end_notice(by=cast.county_officer, case_id=case.pk, on=TODAY, now=NOW)
        Case.objects.filter(pk=case.pk).update(ended_on=TODAY, ended_kind=EndKind.RELEASED)
        noted = supervision.record_end_notice(by=cast.county_officer, case_id=case.pk, on=TODAY, now=NOW)
        assert Duty.objects.get(case=case, rule="release.notify").done_on == TODAY
        supervision.withdraw_event(
            by=cast.county_officer, case_id=case.pk, event_id=noted.pk, reason="记错了案件", now=NOW
        )
        assert Duty.objects.get(case=case, rule="release.notify", withdrawn_at=None).done_on is None
