"""Duties follow the facts: closed when done, moved when moved, withdrawn when they no longer apply."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, TODAY, Cast, at, everywhere, make_case, signed_in
from yipanqi.actions import duties, projection, supervision
from yipanqi.records.facts import facts_for
from yipanqi.records.models import Case, Duty, JournalLine

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


def test_what_no_longer_applies_is_withdrawn_and_comes_back_as_the_same_row(cast: Cast) -> None:
    with everywhere():
        case = make_case(
            cast.county, cast.office, category="暂予监外执行", release_ground="保外就医", arrived_on=date(2026, 11, 3)
        )
        duties.refresh(case, now=NOW)
        review = duty(case.pk, "medical.submit_review")
        Case.objects.filter(pk=case.pk).update(release_ground="怀孕或哺乳")
        counts = duties.refresh(case, now=at(TODAY, 10))
        withdrawn = duty(case.pk, "medical.submit_review")
        assert counts.withdrawn == 1
        assert (withdrawn.pk, withdrawn.withdrawn_at) == (review.pk, at(TODAY, 10))
        Case.objects.filter(pk=case.pk).update(release_ground="保外就医")
        duties.refresh(case, now=at(TODAY, 11))
        back = duty(case.pk, "medical.submit_review")
    assert (back.pk, back.withdrawn_at, back.first_seen_at) == (review.pk, None, NOW)


def test_past_months_stay_as_rows(cast: Cast) -> None:
    with everywhere():
        case = make_case(
            cast.county,
            cast.office,
            category="暂予监外执行",
            release_ground="怀孕或哺乳",
            arrived_on=date(2026, 11, 3),
        )
        duties.refresh(case, now=NOW)
        duties.refresh(case, now=NOW + timedelta(days=60))
        months = Duty.objects.filter(case=case, rule="medical.report_body").order_by("occasion")
        assert [(row.occasion, row.first_seen_at.month) for row in months] == [
            ("2026-11", 11),
            ("2026-12", 1),
            ("2027-01", 1),
        ]


def test_a_refresh_writes_only_what_changed(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office)
        first = duties.refresh(case, now=NOW)
        Case.objects.filter(pk=case.pk).update(arrived_on=date(2026, 11, 9))
        second = duties.refresh(case, now=at(TODAY, 10))
        touched = Duty.objects.filter(case=case, refreshed_at=at(TODAY, 10), withdrawn_at=None).count()
        assert 0 < second.written == touched < first.written + second.written


def test_new_cases_are_written_in_bulk_as_one_by_one(cast: Cast) -> None:
    """What the import does: facts before the INSERT, rows by COPY; a refresh finds nothing to change."""
    with everywhere():
        cases = [make_case(cast.county, cast.office) for _ in range(3)]
        found = duties.project_new([(case, facts_for([case])[case.pk]) for case in cases], now=NOW)
        Case.objects.bulk_update(cases, ["facts_digest", "refreshed_at"])
        written = duties.insert_new(found, now=NOW)
        again = duties.refresh_many([case.pk for case in cases], now=at(TODAY, 10))
        assert written == Duty.objects.count() > 3
        assert (again.changed, again.written) == (0, 0)
        Case.objects.update(facts_digest=None)
        forced = duties.refresh_many([case.pk for case in cases], now=at(TODAY, 10))
    assert (forced.changed, forced.written, forced.withdrawn) == (3, 0, 0)


def test_many_rows_at_once_go_by_copy_and_are_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with everywhere():
        one, other = (make_case(cast.county, cast.office) for _ in range(2))
        duties.refresh(one, now=NOW)
        monkeypatch.setattr(projection, "_FEW", 0)
        duties.refresh(other, now=NOW)
        apart = {"id", "case_id", "digest"}
        by_json, by_copy = (
            [
                {name: value for name, value in row.items() if name not in apart}
                for row in Duty.objects.filter(case=case).order_by("rule", "occasion").values()
            ]
            for case in (one, other)
        )
    assert by_json == by_copy
