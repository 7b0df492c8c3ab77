"""The cast of the stories: two counties, their offices, the people who work there, and the persons supervised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction

from yipanqi.access import scope
from yipanqi.actions import journal
from yipanqi.law.facts import Category
from yipanqi.records import ciphers
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Agency, AgencyKind, Case, Officer, Person, RoleGrant

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
_numbers = count(1)


def at(day: date, hour: int = 9) -> datetime:
    """An instant of a working morning."""
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=SHANGHAI)


@dataclass
class Cast:
    """Everybody who appears in the stories."""

    city: Agency
    county: Agency
    office: Agency
    second_office: Agency
    other_county: Agency
    other_office: Agency
    worker: Officer
    county_officer: Officer
    inspector: Officer
    prosecutor: Officer
    leader: Officer
    administrator: Officer
    other_worker: Officer
    other_county_officer: Officer

    @property
    def everybody(self) -> list[Officer]:
        """All officers of the cast."""
        return [value for value in vars(self).values() if isinstance(value, Officer)]


def make_cast() -> Cast:
    """Two counties under one city, the first with two offices."""
    city = _agency(AgencyKind.CITY, "市社区矫正管理局", None)
    county = _agency(AgencyKind.COUNTY, "西陵区社区矫正管理局", city)
    office = _agency(AgencyKind.OFFICE, "西陵司法所", county)
    other_county = _agency(AgencyKind.COUNTY, "秭归县社区矫正管理局", city)
    other_office = _agency(AgencyKind.OFFICE, "茅坪司法所", other_county)
    return Cast(
        city=city,
        county=county,
        office=office,
        second_office=_agency(AgencyKind.OFFICE, "学院司法所", county),
        other_county=other_county,
        other_office=other_office,
        worker=make_officer("office_worker", office, "周敏"),
        county_officer=make_officer("county_officer", county, "李建国"),
        inspector=make_officer("city_inspector", city, "陈督"),
        prosecutor=make_officer("prosecutor", county, "何检"),
        leader=make_officer("city_leader", city, "王局"),
        administrator=make_officer("system_admin", city, "管理员"),
        other_worker=make_officer("office_worker", other_office, "向红"),
        other_county_officer=make_officer("county_officer", other_county, "谭平"),
    )


def _agency(kind: AgencyKind, name: str, parent: Agency | None) -> Agency:
    return Agency.objects.create(kind=kind, name=name, short_name=name[:10], parent=parent)


def make_officer(role: str, agency: Agency, name: str) -> Officer:
    """An officer with one confirmed role."""
    officer = Officer.objects.create(
        username=f"{role}{next(_numbers)}", full_name=name, agency=agency, opened_at=NOW, password="!"
    )
    RoleGrant.objects.create(officer=officer, role=role, agency=agency, proposed_at=NOW, confirmed_at=NOW)
    return officer


@contextmanager
def everywhere() -> Iterator[None]:
    """As the clock: all counties in scope."""
    with transaction.atomic(), journal.lines():
        scope.apply(scope.system_scope())
        yield


@contextmanager
def signed_in(officer: Officer) -> Iterator[None]:
    """As a request of this officer: scope told to the database, journal at the end."""
    with transaction.atomic(), journal.lines():
        scope.apply(scope.scope_of(officer))
        yield


def make_person(county: Agency, **facts: Any) -> Person:
    """A person with a number nobody has."""
    number = f"4205021990{next(_numbers):07d}X"
    return Person.objects.create(
        **{
            "name": "张三",
            "name_key": "zhang san",
            "id_no_sealed": ciphers.seal("person.id_no", number),
            "id_no_index": ciphers.blind_index("person.id_no", number),
            "sex": "男",
            "born_on": date(1990, 1, 1),
            "home_county": county,
            "created_at": NOW,
            "updated_at": NOW,
            **facts,
        }
    )


def make_case(
    county: Agency, office: Agency | None = None, *, person: dict[str, Any] | None = None, **facts: Any
) -> Case:
    """A case on probation since 1 November 2026 for two years, not yet arrived, unless told otherwise."""
    return Case.objects.create(
        **{
            "number": f"C{next(_numbers):05d}",
            "person": make_person(county, **(person or {})),
            "category": Category.PROBATION.value,
            "county": county,
            "office": office,
            "effective_on": date(2026, 11, 1),
            "term_starts_on": date(2026, 11, 1),
            "term_ends_on": date(2028, 10, 31),
            "received_on": date(2026, 11, 2),
            "created_at": NOW,
            "updated_at": NOW,
            **facts,
        }
    )
