"""What became overdue is noted exactly once, however many ticks, acts and refreshes run at the same time."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, TODAY, Cast, at, everywhere, make_case, make_cast, signed_in
from tests.crowd import at_once
from yipanqi.actions import corrections, duties, supervision
from yipanqi.law.findings import Standing
from yipanqi.measures.standing import stands
from yipanqi.records.models import Case, Duty, Holiday, HolidayNotice, JournalHead, JournalLine, Round

ARRIVE = "intake.report_in_person"


def overdue_cases(cast: Cast, number: int) -> list[int]:
    """Cases whose ten days ended on 11 November."""
    with everywhere():
        ids = [make_case(cast.county, cast.office).pk for _ in range(number)]
        duties.refresh_many(ids, now=at(date(2026, 11, 5)))
    return ids


def lines(verb: str) -> list[JournalLine]:
    with everywhere():
        return list(JournalLine.objects.filter(verb=verb))


def test_a_tick_notes_and_the_next_one_has_nothing_to_note(cast: Cast) -> None:
    (case_id,) = overdue_cases(cast, 1)
    before = duties.note_overdue(now=at(date(2026, 11, 11)))
    with everywhere():
        assert Duty.objects.get(case_id=case_id, rule=ARRIVE).overdue_noted_at is None, "the last day is not over"
    noted = duties.note_overdue(now=at(date(2026, 11, 12)))
    assert duties.note_overdue(now=at(date(2026, 11, 12), 10)) == 0
    with everywhere():
        duty = Duty.objects.get(case_id=case_id, rule=ARRIVE)
        assert list(Duty.objects.filter(stands(Standing.OVERDUE, date(2026, 11, 12)), rule=ARRIVE)) == [duty]
    mine = [line for line in lines("duty.overdue") if line.data["duty"] == duty.pk]
    assert duty.overdue_noted_at == at(date(2026, 11, 12))
    assert [line.data for line in mine] == [{"duty": duty.pk, "rule": ARRIVE, "due_on": "2026-11-11"}]
    assert before + noted == len(lines("duty.overdue"))


def test_a_late_entry_is_heard_before_the_note(cast: Cast) -> None:
    """The row still says open: the tick asks the law again under the lock, and there is nothing to note."""
    (case_id,) = overdue_cases(cast, 1)
    with everywhere():
        Case.objects.filter(pk=case_id).update(arrived_on=date(2026, 11, 9))
    duties.note_overdue(now=NOW)
    with everywhere():
        duty = Duty.objects.get(case_id=case_id, rule=ARRIVE)
    assert (duty.done_on, duty.overdue_noted_at) == (date(2026, 11, 9), None)


def test_a_holiday_entered_later_moves_the_day_and_takes_the_note_back(cast: Cast) -> None:
    (case_id,) = overdue_cases(cast, 1)
    duties.note_overdue(now=at(date(2026, 11, 12)))
    with everywhere():
        for day in (11, 12, 13):
            Holiday.objects.create(day=date(2026, 11, day), working=False, source="补充通知", entered_at=NOW)
    duties.refresh_round(now=at(date(2026, 11, 12), 10))
    with everywhere():
        duty = Duty.objects.get(case_id=case_id, rule=ARRIVE)
        assert (duty.due_on, duty.overdue_noted_at) == (date(2026, 11, 16), None)
    duties.note_overdue(now=at(date(2026, 11, 17)))
    dates = [line.data["due_on"] for line in lines("duty.overdue") if line.data["duty"] == duty.pk]
    assert dates == ["2026-11-11", "2026-11-16"], "overdue again, noted again, both on the record"


def test_a_years_notice_makes_provisional_dates_final(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office, effective_on=date(2026, 12, 25), term_starts_on=date(2026, 12, 25))
        duties.refresh(case, now=at(date(2026, 12, 26)))
        duty = Duty.objects.get(case=case, rule=ARRIVE)
        assert (duty.due_on, duty.provisional) == (date(2027, 1, 4), True)
        HolidayNotice.objects.create(year=2027, source="国办发明电", entered_at=NOW)
        for day in (1, 2, 3, 4):
            Holiday.objects.create(day=date(2027, 1, day), working=False, source="国办发明电", entered_at=NOW)
    duties.refresh_round(now=at(date(2026, 12, 26), 10))
    with everywhere():
        duty.refresh_from_db()
    assert (duty.due_on, duty.provisional) == (date(2027, 1, 5), False)


def test_the_round_is_made_once_a_day_and_rulebook(cast: Cast) -> None:
    overdue_cases(cast, 3)
    assert duties.refresh_round(now=NOW).asked == 3
    assert duties.refresh_round(now=NOW + timedelta(hours=1)).asked == 0
    assert duties.refresh_round(now=NOW + timedelta(days=1)).asked == 3
    with everywhere():
        assert Round.objects.get().day == TODAY + timedelta(days=1)
        Holiday.objects.create(day=date(2026, 12, 1), working=False, source="通知", entered_at=NOW)
    assert duties.refresh_round(now=NOW + timedelta(days=1, hours=1)).asked == 3


# --- At once ------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd_cast(transactional_db: None) -> Cast:
    with everywhere():
        return make_cast()


def test_eight_ticks_at_once_note_each_duty_once(crowd_cast: Cast) -> None:
    overdue_cases(crowd_cast, 40)
    noted = at_once([lambda: duties.note_overdue(now=NOW)] * 8)
    duties.note_overdue(now=NOW)
    once = Counter(line.data["duty"] for line in lines("duty.overdue"))
    assert set(once.values()) == {1}
    with everywhere():
        assert set(once) == set(Duty.objects.filter(stands(Standing.OVERDUE, TODAY)).values_list("pk", flat=True))
    assert sum(noted) >= 40


def test_ticks_acts_and_refreshes_at_once_neither_wait_for_ever_nor_lose_anything(crowd_cast: Cast) -> None:
    ids = overdue_cases(crowd_cast, 12)
    worker = crowd_cast.worker

    def arrive(mine: list[int]) -> Callable[[], Any]:
        def act() -> None:
            for case_id in mine:
                with signed_in(worker):
                    supervision.register_arrival(by=worker, case_id=case_id, on=date(2026, 11, 16), now=NOW)
                with signed_in(worker):
                    supervision.record_report(by=worker, case_id=case_id, on=date(2026, 11, 17), now=NOW)

        return act

    def refresh() -> None:
        duties.refresh_city(now=NOW)

    def tick() -> None:
        duties.note_overdue(now=NOW)

    at_once([arrive(ids[:4]), arrive(ids[4:8]), arrive(ids[8:]), refresh, refresh, tick, tick, tick])
    with everywhere():
        assert Case.objects.filter(arrived_on=date(2026, 11, 16)).count() == 12
        assert Duty.objects.filter(rule=ARRIVE, done_on=date(2026, 11, 16)).count() == 12
        assert JournalHead.objects.get().count == JournalLine.objects.count()
    once = Counter(line.data["duty"] for line in lines("duty.overdue"))
    assert not once or set(once.values()) == {1}


def test_eight_officers_on_one_case_are_served_one_after_the_other(crowd_cast: Cast) -> None:
    (case_id,) = overdue_cases(crowd_cast, 1)
    worker = crowd_cast.worker

    def arrive() -> str:
        try:
            with signed_in(worker):
                supervision.register_arrival(by=worker, case_id=case_id, on=date(2026, 11, 9), now=NOW)
        except supervision.AlreadyRecorded:
            return "already"
        return "done"

    assert Counter(at_once([arrive] * 8)) == {"done": 1, "already": 7}
    assert len(lines("case.arrived")) == 1


def test_two_corrections_of_one_person_through_two_cases_do_not_lock_each_other_out(crowd_cast: Cast) -> None:
    first, second = overdue_cases(crowd_cast, 2)
    officer = crowd_cast.county_officer
    with everywhere():
        person = Case.objects.get(pk=first).person_id
        Case.objects.filter(pk=second).update(person=person, category="管制")

    def rename(case_id: int, name: str) -> Callable[[], str]:
        def act() -> str:
            try:
                with signed_in(officer):
                    corrections.correct_fact(
                        by=officer,
                        case_id=case_id,
                        field="name",
                        value=name,
                        reason="身份证核对",
                        revision=1,
                        now=NOW,
                    )
            except corrections.Conflict:
                return "conflict"
            return "done"

        return act

    acts = [rename((first, second)[n % 2], f"王{'一二三四五六七八'[n]}") for n in range(8)]
    assert Counter(at_once(acts)) == {"done": 2, "conflict": 6}
    with everywhere():
        name = Case.objects.get(pk=first).person.name
        assert all(name in key for key in Case.objects.values_list("search_key", flat=True))
