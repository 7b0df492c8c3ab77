"""The form of an act offers nobody whom the act would refuse."""

from __future__ import annotations

from tests.cast import TODAY, Cast, everywhere, make_case
from tests.pages.small_city import SmallCity
from yipanqi.actions.first_acts import ACTS
from yipanqi.pages.acts.forms import form_for


def offered(cast: Cast, *offices: object) -> set[str]:
    with everywhere():
        cases = [make_case(cast.county, office) for office in offices]  # type: ignore[arg-type]
        choices = form_for(ACTS["assign_responsible"], cases, TODAY).fields["responsible_id"].choices  # type: ignore[attr-defined]
        return {str(label) for value, label in choices if value}


def test_cases_of_one_office_are_carried_there_or_at_the_county(city: SmallCity) -> None:
    cast = city.cast
    names = offered(cast, cast.office, cast.office)
    assert {str(cast.worker), str(cast.county_officer)} <= names
    assert str(cast.prosecutor) not in names
    assert str(cast.other_worker) not in names


def test_cases_of_two_offices_are_carried_at_the_county_alone(city: SmallCity) -> None:
    cast = city.cast
    names = offered(cast, cast.office, cast.second_office)
    assert str(cast.county_officer) in names
    assert str(cast.worker) not in names


def test_a_case_without_an_office_is_carried_at_the_county_alone(city: SmallCity) -> None:
    cast = city.cast
    names = offered(cast, None)
    assert str(cast.county_officer) in names
    assert str(cast.worker) not in names
