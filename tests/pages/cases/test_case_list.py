"""The case list: filters, orders, kept views, load; the grids for many cases at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import everywhere, make_case
from tests.pages.small_city import SmallCity
from yipanqi.records import ciphers
from yipanqi.records.models import Case, Duty, Officer, Person, SavedView

AsOfficer = Callable[[Officer], Client]


def names(client: Client, query: str) -> set[str]:
    answer = client.get(f"/cases/?{query}")
    assert answer.status_code == 200
    return {case.person.name for case in answer.context["page"].object_list}


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=假释", {"郑小满"}),
        ("state=pending", {"向德林"}),
        ("state=ended", set()),
        ("no_office=1", {"简春兰"}),
        ("level=严管", {"望学军", "覃玉梅"}),
        ("within=60", {"黎家旺"}),
        ("overdue=1", {"谭远帆", "覃玉梅"}),
        ("backfill=1", {"邓秋实"}),
        ("office=none&category=管制", {"简春兰"}),
    ],
)
def test_filters(city: SmallCity, as_officer: AsOfficer, query: str, found: set[str]) -> None:
    assert names(as_officer(city.cast.county_officer), query) == found


def test_columns_order_both_ways(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    for key in ("ends", "starts", "name", "number", "level"):
        up = [case.pk for case in client.get(f"/cases/?sort={key}").context["page"].object_list]
        down = [case.pk for case in client.get(f"/cases/?sort=-{key}").context["page"].object_list]
        assert up == down[::-1]


def test_nonsense_in_the_address_is_left_out(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    assert names(client, "category=x&level=%00&office=1e9&within=-3&sort=;--&page=999&state=zz&responsible=x") >= set()


def test_a_filter_is_kept_under_a_name(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    client.post("/cases/views/", {"name": "快期满的", "query": "within=60&page=7&evil=1"})
    text = page(client, "/cases/")
    assert "快期满的" in text
    with everywhere():
        view = SavedView.objects.get(name="快期满的")
    assert view.query == "within=60"
    client.post(f"/cases/views/{view.pk}/")
    assert "快期满的" not in page(client, "/cases/")


def test_the_load_of_each_officer(city: SmallCity, as_officer: AsOfficer) -> None:
    answer = as_officer(city.cast.county_officer).get("/cases/load/")
    rows = {str(row["officer"]): row for row in answer.context["rows"]}
    mine = rows[str(city.cast.worker)]
    assert mine["running"] == 3
    assert mine["over"] >= 1


def test_several_cases_get_a_responsible_officer_at_once(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    cases = [city["谭远帆"].pk, city["许敬安"].pk]
    given = {"case": cases, "responsible_id": city.cast.worker.pk}
    assert "2 件已办" in client.post("/acts/assign_responsible/", given).content.decode()
    with everywhere():
        assert Case.objects.filter(pk__in=cases, responsible=city.cast.worker).count() == 2


def test_the_grid_fills_in_what_the_ledger_left_unsaid(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    with everywhere():
        owed = {d.rule: d for d in Duty.objects.filter(case=city["邓秋实"], backfill=True, done_on=None)}
    declare, group, plan = owed["plan.declare"], owed["plan.form_group"], owed["plan.make_plan"]
    assert "邓秋实" in page(client, "/cases/fill-in/")
    right, late = city.ago(390).isoformat(), (city.today + timedelta(days=2)).isoformat()
    answer = client.post(
        "/cases/fill-in/", {f"d_{declare.pk}": right, f"d_{group.pk}": late, f"d_{plan.pk}": "去年冬天"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "已补录 1 项" in text
    assert "2 格没有补录" in text
    assert "去年冬天" in text
    with everywhere():
        declare.refresh_from_db()
        group.refresh_from_db()
    assert declare.done_on == date.fromisoformat(right)
    assert group.done_on is None


def test_the_grid_takes_no_cell_of_another_agency(city: SmallCity, as_officer: AsOfficer) -> None:
    with everywhere():
        duty = Duty.objects.filter(case=city["邓秋实"], backfill=True, rule="plan.declare").get()
    client = as_officer(city.cast.other_county_officer)
    answer = client.post("/cases/fill-in/", {f"d_{duty.pk}": city.ago(390).isoformat()})
    assert answer.status_code == 422
    with everywhere():
        duty.refresh_from_db()
    assert duty.done_on is None


def test_expired_cases_are_confirmed_in_bulk(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    case = city["向德林"]
    text = page(client, "/cases/pending-release/")
    assert "向德林" in text
    assert case.term_ends_on.isoformat() in text
    early = {"case": case.pk, f"on_{case.pk}": city.ago(40).isoformat()}
    refused = client.post("/cases/pending-release/", early)
    assert refused.status_code == 422
    assert "期满当日方可办理" in refused.content.decode()
    given = {"case": case.pk, f"on_{case.pk}": case.term_ends_on.isoformat()}
    done = client.post("/cases/pending-release/", given, follow=True)
    assert "已办理解除 1 件" in done.content.decode()
    with everywhere():
        case.refresh_from_db()
    assert case.ended_on == case.term_ends_on


def test_an_office_worker_sees_expired_cases_but_does_not_release(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    assert "办理解除</button>" not in page(client, "/cases/pending-release/")
    assert client.post("/cases/pending-release/", {"case": city["向德林"].pk}).status_code == 403


@pytest.mark.parametrize("text", ["谭远帆", "tyf", "tanyuanfan", "谭远"])
def test_a_person_is_found_by_name_and_initials(city: SmallCity, as_officer: AsOfficer, text: str) -> None:
    answer = as_officer(city.cast.worker).get("/search/", {"q": text})
    assert answer.status_code == 302
    assert answer["Location"] == f"/cases/{city['谭远帆'].pk}/"


def test_an_identity_number_is_posted_and_never_stands_in_an_address(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    with everywhere():
        person = Person.objects.get(pk=city["谭远帆"].person_id)
        number = "42050219900307201X"
        person.id_no_sealed = ciphers.seal("person.id_no", number)
        person.id_no_index = ciphers.blind_index("person.id_no", number)
        person.save(update_fields=["id_no_sealed", "id_no_index"])
    answer = client.post("/search/", {"q": number.lower()})
    assert answer["Location"] == f"/cases/{city['谭远帆'].pk}/"
    named = client.post("/search/", {"q": "谭远帆"})
    assert named["Location"].startswith("/search/?q=")
    stranger = as_officer(city.cast.other_worker)
    assert "没有找到" in stranger.post("/search/", {"q": number}).content.decode()


@pytest.mark.parametrize("text", ["%", "_", "\\", "'; DROP TABLE", "zzzz不存在"])
def test_searching_nonsense_finds_nothing(city: SmallCity, as_officer: AsOfficer, text: str) -> None:
    assert "没有找到" in page(as_officer(city.cast.worker), f"/search/?q={text.replace('%', '%25')}")


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    city: SmallCity, as_officer: AsOfficer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_officer(city.cast.county_officer)
    client.get("/cases/?state=all")
    with django_assert_max_num_queries(24) as short:
        client.get("/cases/?state=all")
    with everywhere():
        for n in range(30):
            make_case(city.cast.county, city.cast.office, person={"name": f"新{n}", "name_key": f"xin {n}"})
    with django_assert_max_num_queries(24) as long:
        client.get("/cases/?state=all")
    assert len(long) == len(short)


def test_a_case_page_asks_a_bounded_number_of_queries(
    city: SmallCity, as_officer: AsOfficer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_officer(city.cast.worker)
    address = f"/cases/{city['覃玉梅'].pk}/"
    for tab in ("", "duties/", "facts/", "events/", "changes/", "looks/"):
        client.get(address + tab)
        with django_assert_max_num_queries(24):
            client.get(address + tab)


def test_an_empty_search_asks_for_words(city: SmallCity, as_officer: AsOfficer) -> None:
    shown = page(as_officer(city.cast.worker), "/search/?q=")
    assert "还没有写要查的人" in shown
    assert "没有找到" not in shown
