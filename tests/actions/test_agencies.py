"""The tree of the city, and how the system administrator changes it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.cast import NOW, everywhere, make_officer, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import agencies
from yipanqi.actions.agencies import AgencyRefused
from yipanqi.records.models import Agency, AgencyKind, JournalLine, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Agency:
    with everywhere():
        return agencies.seed_tree(by=None, now=NOW)


@pytest.fixture
def administrator(city: Agency) -> Officer:
    return make_officer("system_admin", city, "系统")


def test_the_tree_has_14_counties_and_109_offices(city: Agency) -> None:
    kinds = Counter(Agency.objects.values_list("kind", flat=True))
    assert (kinds["city"], kinds["county"], kinds["office"]) == (1, 14, 109)
    codes = [a.county_code for a in Agency.objects.filter(kind=AgencyKind.COUNTY)]
    assert len(set(codes)) == 14
    assert codes.count("") == 1
    assert Agency.objects.get(name="宜昌高新区社区矫正管理局").county_code == ""
    assert {a.parent_id for a in Agency.objects.filter(kind=AgencyKind.COUNTY)} == {city.pk}
    assert Agency.objects.filter(kind=AgencyKind.PARTNER, name__endswith="人民检察院").count() == 15


def test_seeding_again_changes_and_journals_nothing(city: Agency) -> None:
    before = set(Agency.objects.values_list("pk", "name"))
    with everywhere():
        lines = JournalLine.objects.count()
        agencies.seed_tree(by=None, now=NOW)
    with everywhere():
        assert JournalLine.objects.count() == lines == len(before)
    assert set(Agency.objects.values_list("pk", "name")) == before


def test_only_the_demo_says_which_twelve_are_graded(city: Agency) -> None:
    assert not Agency.objects.exclude(grade="").exists()


def test_the_demo_grades_twelve() -> None:
    with everywhere():
        agencies.seed_tree(by=None, graded=True, now=NOW)
    assert Agency.objects.filter(kind=AgencyKind.COUNTY, grade="副科级").count() == 12


def test_county_agencies_are_found_by_the_names_of_their_places(city: Agency) -> None:
    found = agencies.county_agencies()
    assert len(found) == 14
    assert found["宜昌高新区"].short_name == "高新区"
    assert found["长阳土家族自治县"].short_name == "长阳县"


def test_an_office_opens_under_a_county_only(city: Agency, administrator: Officer) -> None:
    county = agencies.county_agencies()["宜昌高新区"]
    facts: dict[str, Any] = {"kind": AgencyKind.OFFICE, "name": "东山司法所", "short_name": "东山所", "now": NOW}
    with signed_in(administrator):
        office = agencies.open_agency(by=administrator, parent_id=county.pk, **facts)
        with pytest.raises(AgencyRefused, match="只能设在"):
            agencies.open_agency(by=administrator, parent_id=city.pk, **facts)
        with pytest.raises(AgencyRefused, match="已有"):
            agencies.open_agency(by=administrator, parent_id=county.pk, **facts)
    assert office.number_prefix == "GX"


def test_an_agency_with_accounts_or_offices_is_not_closed(city: Agency, administrator: Officer) -> None:
    county = agencies.county_agencies()["夷陵区"]
    office = Agency.objects.get(parent=county, name="龙泉司法所")
    worker = make_officer("office_worker", office, "所员")
    with signed_in(administrator):
        with pytest.raises(AgencyRefused, match="之下还有"):
            agencies.close_agency(by=administrator, agency_id=county.pk, on=date(2026, 12, 1), now=NOW)
        with pytest.raises(AgencyRefused, match="启用的账号"):
            agencies.close_agency(by=administrator, agency_id=office.pk, on=date(2026, 12, 1), now=NOW)
    with signed_in(worker), pytest.raises(NotPermitted):
        agencies.close_agency(by=worker, agency_id=office.pk, on=date(2026, 12, 1), now=NOW)


def test_a_change_is_journalled_by_the_names_of_its_fields(city: Agency, administrator: Officer) -> None:
    with signed_in(administrator):
        agencies.change_agency(
            by=administrator,
            agency_id=city.pk,
            name=city.name,
            short_name="市局",
            grade="正科级",
            staff_count=9,
            note="",
            now=NOW,
        )
    with everywhere():
        line = JournalLine.objects.latest("seq")
    assert (line.verb, line.data) == ("agency.changed", {"fields": ["grade", "staff_count"]})
