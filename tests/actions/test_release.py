"""The end of a case: on the printed day, with nothing pending, one by one or the imported ones in bulk."""

from datetime import date
from typing import Any

import pytest

from tests.cast import NOW, Cast, everywhere, make_case, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import duties, several
from yipanqi.actions.opening import CaseEnded, DateRefused
from yipanqi.actions.release import NotExpired, OutcomePending, proposed_release_on, release
from yipanqi.records import register
from yipanqi.records.models import Case, Duty, Event, JournalLine

ENDS = date(2026, 11, 22)
TODAY = date(2026, 11, 24)


def expiring(cast: Cast, **facts: Any) -> Case:
    with everywhere():
        case = make_case(
            cast.county,
            cast.office,
            **{"term_starts_on": date(2025, 11, 23), "effective_on": date(2025, 11, 23), "term_ends_on": ENDS, **facts},
        )
        duties.refresh(case, now=NOW)
    return case


def test_a_term_that_ended_is_released(cast: Cast) -> None:
    case = expiring(cast)
    with signed_in(cast.county_officer):
        released = release(by=cast.county_officer, case_id=case.pk, on=ENDS, now=NOW)
        owed = Duty.objects.get(case=case, rule="release.release")
        assert (released.ended_kind, owed.done_on) == ("released", ENDS)
        with pytest.raises(CaseEnded, match="已于 2026-11-22 解除"):
            release(by=cast.county_officer, case_id=case.pk, on=ENDS, now=NOW)
    with everywhere():
        line = JournalLine.objects.get(verb="case.released")
    assert line.data == {"on": "2026-11-22", "term_ends_on": "2026-11-22"}


def test_nobody_is_released_before_the_printed_day_or_ahead_of_today(cast: Cast) -> None:
    case = expiring(cast, term_ends_on=date(2026, 11, 25))
    with signed_in(cast.county_officer):
        with pytest.raises(NotExpired, match="至 2026-11-25 止，不能在 2026-11-24 解除"):
            release(by=cast.county_officer, case_id=case.pk, on=TODAY, now=NOW)
        with pytest.raises(DateRefused, match="晚于今天"):
            release(by=cast.county_officer, case_id=case.pk, on=date(2026, 11, 25), now=NOW)


def test_a_pending_revocation_keeps_the_end_open(cast: Cast) -> None:
    case = expiring(cast)
    with everywhere():
        proposed = Event.objects.create(case=case, kind="revocation_proposed", on=date(2026, 11, 10), recorded_at=NOW)
    with signed_in(cast.county_officer), pytest.raises(OutcomePending, match="撤销建议尚未裁定，列为期满待定"):
        release(by=cast.county_officer, case_id=case.pk, on=ENDS, now=NOW)
    with everywhere():
        ruled = {"refers_to": [str(proposed.pk)], "granted": False}
        Event.objects.create(case=case, kind="revocation_ruled", on=date(2026, 11, 20), data=ruled, recorded_at=NOW)
    with signed_in(cast.county_officer):
        release(by=cast.county_officer, case_id=case.pk, on=ENDS, now=NOW)


def test_an_office_worker_does_not_release(cast: Cast) -> None:
    case = expiring(cast)
    with signed_in(cast.worker), pytest.raises(NotPermitted, match="办理解除"):
        release(by=cast.worker, case_id=case.pk, on=ENDS, now=NOW)


def test_imported_expired_cases_are_confirmed_in_bulk_on_their_end_dates(cast: Cast) -> None:
    """期满待核: proposed for their printed end date; one that is pending refuses itself alone."""
    imported = {"known_since": date(2026, 11, 24)}
    old = [expiring(cast, term_ends_on=date(2026, 9, day), **imported) for day in (3, 17, 28)]
    with everywhere():
        Event.objects.create(case=old[1], kind="recall_proposed", on=date(2026, 9, 1), recorded_at=NOW)
        flags = Duty.objects.filter(rule="release.release").values_list("flag", "backfill")
        assert set(flags) == {("期满待核", True)}
        assert Case.objects.filter(register.expired_unconfirmed(TODAY)).count() == 3
        assert not Case.objects.filter(register.running(TODAY)).exists()
    with signed_in(cast.county_officer):
        outcomes = several.for_several(
            release,
            by=cast.county_officer,
            case_ids=[case.pk for case in old],
            each={case.pk: {"on": proposed_release_on(case)} for case in old},
            now=NOW,
        )
    assert [outcome.done for outcome in outcomes] == [True, False, True]
    assert "收监执行建议尚未决定" in outcomes[1].sentence
    with everywhere():
        ended = Case.objects.filter(register.ended()).order_by("pk").values_list("ended_on", flat=True)
        assert list(ended) == [date(2026, 9, 3), date(2026, 9, 28)]
        assert JournalLine.objects.filter(verb="case.released").count() == 2
