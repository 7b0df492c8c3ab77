"""The queue walks its rows by key: nothing twice, nothing left out, and the same number of queries on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import everywhere
from tests.pages.small_city import SmallCity
from yipanqi.access.permissions import Permission
from yipanqi.access.scope import reach
from yipanqi.pages.queue import rows
from yipanqi.records.models import Duty, Officer

AsOfficer = Callable[[Officer], Client]


def add_duties(city: SmallCity, name: str, number: int) -> None:
    """Copies of one overdue duty, as a big office has them."""
    with everywhere():
        model = Duty.objects.filter(case=city[name], rule="intake.report_in_person").get()
        made = []
        for n in range(number):
            values = {f.attname: getattr(model, f.attname) for f in Duty._meta.concrete_fields if f.attname != "id"}
            due_on = city.ago(4 + n // 7)
            made.append(Duty(**{**values, "occasion": f"copy{n}", "due_on": due_on, "raw_due_on": due_on}))
        Duty.objects.bulk_create(made)


def test_walking_the_pages_meets_every_row_once(city: SmallCity) -> None:
    add_duties(city, "谭远帆", 60)
    segment, officer = rows.SEGMENTS["over"], city.cast.inspector
    with everywhere():
        scope = reach(officer, Permission.SEE_CASES)
        expected = set(Duty.objects.filter(segment.condition(city.today)).values_list("pk", flat=True))
        met: list[int] = []
        after = ""
        while True:
            batch = rows.batch(segment, scope, city.today, Q(), after=after, rows=7)
            met += [duty.pk for duty in batch.duties]
            after = batch.next_after
            if not after:
                break
    assert len(met) == len(set(met))
    assert set(met) == expected


def test_done_rows_come_newest_first(city: SmallCity) -> None:
    with everywhere():
        scope = reach(city.cast.worker, Permission.SEE_CASES)
        batch = rows.batch(rows.SEGMENTS["done"], scope, city.today, Q(), rows=50)
    days = [duty.done_on for duty in batch.duties]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]


@pytest.mark.parametrize("who", ["worker", "county_officer", "inspector"])
def test_the_page_asks_the_same_number_of_queries_however_long_the_list(
    city: SmallCity, as_officer: AsOfficer, django_assert_max_num_queries: DjangoAssertNumQueries, who: str
) -> None:
    client = as_officer(getattr(city.cast, who))
    client.get("/queue/")
    with django_assert_max_num_queries(30) as short:
        client.get("/queue/")
    add_duties(city, "谭远帆", 40)
    with django_assert_max_num_queries(30) as long:
        client.get("/queue/")
    assert len(long) == len(short)


def test_a_cursor_from_nowhere_starts_at_the_beginning(city: SmallCity) -> None:
    with everywhere():
        scope = reach(city.cast.worker, Permission.SEE_CASES)
        for after in ("", "x", "2026-13-40.1", ".5", "-.abc", (city.today - timedelta(days=9999)).isoformat() + ".1"):
            assert rows.batch(rows.SEGMENTS["over"], scope, city.today, Q(), after=after, rows=5).duties


def test_the_page_links_to_the_next_and_back_to_the_first(city: SmallCity, as_officer: AsOfficer) -> None:
    add_duties(city, "谭远帆", 60)
    client = as_officer(city.cast.worker)
    first = client.get("/queue/?segment=over")
    after = first.context["next_after"]
    assert "下一页" in first.content.decode()
    second = client.get(f"/queue/?segment=over&after={after}")
    text = second.content.decode()
    assert "回到开头" in text
    assert "已到末尾" in text
    shown = [{duty.pk for group in page.context["groups"] for duty in group["duties"]} for page in (first, second)]
    assert not shown[0] & shown[1]
    assert len(shown[0]) + len(shown[1]) == first.context["counts"].over
