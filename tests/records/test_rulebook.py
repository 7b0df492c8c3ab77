"""The rulebook in force: what is published, what was entered here, what two people signed."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast, everywhere
from yipanqi.law.parameters import DECLARATION_DAYS
from yipanqi.records.models import Holiday, HolidayNotice, Parameter
from yipanqi.records.rulebook import calendar, known_numbers, region, rulebook


def test_a_year_without_notice_is_provisional_until_it_is_entered(cast: Cast) -> None:
    before = calendar()
    assert not before.is_known(date(2027, 2, 8))
    HolidayNotice.objects.create(year=2027, source="国办发明电", entered_at=NOW)
    Holiday.objects.create(day=date(2027, 2, 8), working=False, source="国办发明电", entered_at=NOW)
    Holiday.objects.create(day=date(2027, 2, 6), working=True, source="国办发明电", entered_at=NOW)
    after = calendar()
    assert after.is_known(date(2027, 2, 8))
    assert not after.is_workday(date(2027, 2, 8))
    assert after.is_workday(date(2027, 2, 6)), "a make-up Saturday"


def test_a_single_day_is_changed_in_a_published_year(cast: Cast) -> None:
    assert calendar().is_workday(date(2026, 11, 25))
    Holiday.objects.create(day=date(2026, 11, 25), working=False, source="临时放假", entered_at=NOW)
    changed = calendar()
    assert not changed.is_workday(date(2026, 11, 25))
    assert changed.is_known(date(2026, 11, 25))
    Holiday.objects.all().delete()
    assert calendar().is_workday(date(2026, 11, 25)), "and changed back when the day is removed"


def test_a_parameter_counts_from_its_day_once_it_is_signed(cast: Cast) -> None:
    unset = region().value(DECLARATION_DAYS, date(2026, 11, 1))
    proposed = Parameter.objects.create(
        name="declaration_days",
        value=5,
        from_on=date(2026, 10, 1),
        source="市局文件",
        proposed_by=cast.county_officer,
        proposed_at=NOW,
    )
    assert region().value(DECLARATION_DAYS, date(2026, 11, 1)) == unset, "not yet signed"
    version = rulebook().version
    Parameter.objects.filter(pk=proposed.pk).update(signed_by=cast.leader, signed_at=NOW)
    assert rulebook().version != version
    assert region().value(DECLARATION_DAYS, date(2026, 11, 1)) == 5
    assert region().value(DECLARATION_DAYS, date(2026, 9, 30)) == unset


def test_every_number_of_the_law_can_be_named() -> None:
    assert {"declaration_days", "report_in_days", "review_months", "summary_days"} <= set(known_numbers())


def test_asking_twice_builds_once(cast: Cast) -> None:
    with everywhere():
        first = rulebook()
        with CaptureQueriesContext(connection) as queries:
            assert rulebook() is first
        assert len(queries) == 1
