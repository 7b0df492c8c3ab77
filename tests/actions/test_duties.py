"""Duties follow the facts: closed when done, moved when moved, withdrawn when they no longer apply."""

from datetime import date, timedelta

from tests.cast import NOW, TODAY, Cast, at, everywhere, make_case, signed_in
from yipanqi.actions import duties, supervision
from yipanqi.records.models import Duty, JournalLine

REPORT_IN = "intake.report_in_person"


def duty(case_id: int, rule: str) -> Duty:
    return Duty.objects.get(case_id=case_id, rule=rule)


def test_a_new_case_owes_its_report_in_within_ten_days(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office)
        counts = duties.refresh(case, now=NOW)
        assert (counts.asked, counts.changed) == (1, 1)
        owed = duty(case.pk, REPORT_IN)
    assert owed.due_on == date(2026, 11, 11)
    assert owed.first_seen_at == owed.refreshed_at == NOW
    assert (owed.county_id, owed.office_id) == (cast.county.pk, cast.office.pk)
    assert "11-01" in owed.because
    assert owed.basis[0]["cite"].startswith("社区矫正法")


def test_asking_again_writes_nothing(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office)
        duties.refresh(case, now=NOW)
        case.refresh_from_db()
        later = NOW + timedelta(hours=1)
        counts = duties.refresh(case, now=later)
        assert (counts.changed, counts.written, counts.withdrawn) == (0, 0, 0)
        assert not Duty.objects.filter(refreshed_at=later).exists()


def test_the_person_arrives_and_the_row_is_kept(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office)
        duties.refresh(case, now=NOW)
        before = duty(case.pk, REPORT_IN)
    with signed_in(cast.worker):
        supervision.register_arrival(by=cast.worker, case_id=case.pk, on=date(2026, 11, 9), now=at(TODAY, 10))
        after = duty(case.pk, REPORT_IN)
    assert after.pk == before.pk
    assert after.done_on == date(2026, 11, 9)
    assert after.first_seen_at == before.first_seen_at
    with everywhere():
        line = JournalLine.objects.get(case_id=case.pk, verb="case.arrived")
    assert (line.officer_id, line.agency_id, line.data) == (cast.worker.pk, cast.county.pk, {"on": "2026-11-09"})
