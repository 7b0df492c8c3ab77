"""One of each thing the product keeps, every address filled with its ids, and the fingerprint of all tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.actions.ledger_stage import person_row, workbook
from tests.cast import everywhere, make_officer, signed_in
from tests.pages.small_city import SmallCity, make_small_city
from yipanqi.actions import ledger_import, looks, saved_views
from yipanqi.records.models import (
    Case,
    Duty,
    Event,
    Officer,
    Rehearsal,
    RehearsalDifference,
    RehearsalState,
    RoleGrant,
)

# What a visit may leave: the session itself, when it was last seen, and the access log.
LEFT_BY_A_VISIT = frozenset({"django_session", "usersessions_usersession", "records_look"})


@dataclass
class Everything:
    """The small city and one of each thing that belongs to its first county."""

    city: SmallCity
    officers: dict[str, Officer] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case whose id stands in the addresses."""
        return self.city["望学军"]

    @property
    def ours(self) -> list[Case]:
        """Every case of the first county."""
        return [case for case in self.city.cases.values() if case.county_id == self.city.cast.county.pk]

    @property
    def names(self) -> list[str]:
        """Their names."""
        return [name for name, case in self.city.cases.items() if case.county_id == self.city.cast.county.pk]

    def address(self, name: str) -> str:
        """The address of this name, with the ids of our things."""
        given = self.arguments | ({"key": "overdue"} if name == "board_rows" else {})
        return reverse(name, kwargs={key: given[key] for key in PATTERNS[name].pattern.converters})


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


PATTERNS = {str(pattern.name): pattern for pattern in _patterns(get_resolver())}


def make_everything(today: date) -> Everything:
    """The small city, a batch with its file and rows, a kept view, a rehearsal with a difference, looks, a proposal."""
    city = make_small_city(today)
    things = Everything(city, _officers(city))
    cast, now = city.cast, city.now
    rehearsal = _rehearsed(things)
    with everywhere():
        duty = Duty.objects.filter(case=things.case, done_on=None).order_by("pk")[0]
        event = Event.objects.filter(case__in=things.ours).order_by("pk")[0]
    with signed_in(cast.county_officer):
        file = workbook([person_row(1, 县市区="西陵区"), person_row(2, 矫正类别="缓型")])
        batch = ledger_import.receive(by=cast.county_officer, file_name="台账.xlsx", data=file, as_of=today, now=now)
        ledger_import.check(by=cast.county_officer, batch_id=batch.pk, now=now)
        row = batch.rows.order_by("pk")[0]
        view = saved_views.save_view(by=cast.county_officer, name="快到期", query="within=30", now=now)
    grant = RoleGrant.objects.create(officer=cast.worker, role="county_officer", agency=cast.county, proposed_at=now)
    things.arguments = {
        "case_id": things.case.pk,
        "duty_id": duty.pk,
        "event_id": event.pk,
        "batch_id": batch.pk,
        "row_id": row.pk,
        "view_id": view.pk,
        "rehearsal_id": rehearsal.pk,
        "agency_id": cast.county.pk,
        "officer_id": cast.worker.pk,
        "grant_id": grant.pk,
        "session_id": 1,
        "pk": 1,
        "field": "name",
        "key": "register_arrival",
        "name": "intake.report_in_person",
    }
    return things


def _officers(city: SmallCity) -> dict[str, Officer]:
    cast = city.cast
    return {
        "worker": cast.worker,
        "county_officer": cast.county_officer,
        "prosecutor": cast.prosecutor,
        "inspector": cast.inspector,
        "leader": cast.leader,
        "system_admin": cast.administrator,
        "city_officer": make_officer("city_officer", cast.city, "市员"),
        "security_admin": make_officer("security_admin", cast.city, "安员"),
        "audit_admin": make_officer("audit_admin", cast.city, "审员"),
    }


def _rehearsed(things: Everything) -> Rehearsal:
    """A rehearsal with a difference, and a look, for each of our cases."""
    city = things.city
    with everywhere():
        rehearsal = Rehearsal.objects.create(
            title="宣告期限", source="某号文", change={}, on=city.today, state=RehearsalState.DONE,
            proposed_by=things.officers["city_officer"], proposed_at=city.now,
        )  # fmt: skip
        for one in things.ours:
            RehearsalDifference.objects.create(
                rehearsal=rehearsal, case=one, county=one.county, office=one.office, about="intake", occasion="x",
                title="入矫宣告", effect="提前", old="5", new="3",
            )  # fmt: skip
            looks.note_look(by=city.cast.worker, case=one, what="总览", now=city.now)
    return rehearsal


def tables(condition: str = "true") -> list[str]:
    """Tables of the schema (partitions are reached through their parent)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            f" AND NOT relispartition AND {condition} ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def fingerprint() -> dict[str, str]:
    """A digest of every row of every table, as the clock sees them; what a visit may leave is left out."""
    found: dict[str, str] = {}
    names = [name for name in tables() if name not in LEFT_BY_A_VISIT]
    with everywhere(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT md5(COALESCE(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {name} t")
            found[name] = cursor.fetchone()[0]
    return found
