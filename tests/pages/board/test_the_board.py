"""The city looks at all its agencies, a county at its offices, and nobody sees more than is his."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import everywhere, make_case, make_officer
from tests.pages.small_city import SmallCity, add
from yipanqi.law.facts import Category
from yipanqi.measures import MEASURES, completeness
from yipanqi.pages.board.lines import Line
from yipanqi.records.models import Agency, AgencyKind, Case, Duty, Officer

AsOfficer = Callable[[Officer], Client]


def board(client: Client) -> Any:
    answer = client.get("/board/")
    assert answer.status_code == 200
    return answer


def lines_of(client: Client) -> dict[str, Line]:
    return {line.name: line for line in board(client).context["lines"]}


def second_case(city: SmallCity, name: str, county: Agency, **facts: Any) -> Case:
    """The person of `name` has another running case, of another category, in this county."""
    case = add(
        city, f"{name}（另案）", county, None, category=Category.CONTROL.value, effective_on=city.ago(30),
        term_ends_on=city.ago(-300), received_on=city.ago(30), **{"term_starts_on": city.ago(30), **facts},
    )  # fmt: skip
    case.person = city[name].person
    case.save(update_fields=["person"])
    return case


def test_the_city_sees_every_agency_also_one_without_a_case(city: SmallCity, as_officer: AsOfficer) -> None:
    for number in range(12):
        Agency.objects.create(
            kind=AgencyKind.COUNTY, name=f"第{number}局", short_name=f"第{number}局", parent=city.cast.city
        )
    answer = board(as_officer(make_officer("city_officer", city.cast.city, "林予安")))
    assert len(answer.context["lines"]) == 14
    assert "14 个县级机构 · 3 个司法所" in answer.content.decode()
    empty = next(line for line in answer.context["lines"] if line.name == "第3局")
    assert (empty.running, empty.on_time.value, empty.complete.value) == (0, None, None)


def test_a_county_head_sees_her_offices_and_the_cases_without_one(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(make_officer("county_head", city.cast.county, "聂秋实"))
    found = lines_of(client)
    assert set(found) == {"西陵司法所", "学院司法所", "未指定司法所"}
    assert found["未指定司法所"].running == 1
    assert client.get(f"/board/rows/running/?agency={city.cast.other_county.pk}").context["counted"] == 0
    assert client.get(f"/board/rows/running/?agency={city.cast.other_office.pk}").context["counted"] == 0


def test_a_leader_reads_rows_without_names_and_cannot_open_them(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.leader)
    text = client.get("/board/rows/running/").content.decode()
    case = city["黎家旺"]
    assert case.number in text
    assert "黎家旺" not in text
    assert "谭远帆" not in client.get("/board/rows/overdue/").content.decode()
    assert f"/cases/{case.pk}/" not in text
    assert client.get(f"/cases/{case.pk}/").status_code == 403


def test_a_prosecutor_sees_the_county_he_supervises(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.prosecutor)
    assert "未指定司法所" in lines_of(client)
    text = client.get("/board/rows/running/").content.decode()
    assert city["黎家旺"].number in text
    assert city["秦绍宽"].number not in text


def test_who_has_no_board_is_told_so(city: SmallCity, as_officer: AsOfficer, client: Client) -> None:
    assert client.get("/board/").status_code == 302
    for officer in (city.cast.worker, city.cast.administrator):
        assert as_officer(officer).get("/board/").status_code == 403
        assert client.get("/board/rows/running/").status_code == 403


@pytest.mark.parametrize("who", ["inspector", "county_officer"])
def test_every_number_is_the_count_of_the_rows_it_opens(city: SmallCity, as_officer: AsOfficer, who: str) -> None:
    with everywhere():
        second_case(city, "黎家旺", city.cast.other_county)
        Duty.objects.filter(case=city["许敬安"]).update(missing="effective_on")
    client = as_officer(getattr(city.cast, who))
    answer = board(client)
    text = answer.content.decode()
    links = set(re.findall(r'href="(/board/rows/[^"]+)"[^>]*>(?:<svg.*?</svg>)?[^<\d]*(\d+)[^<\d%.]*</a>', text))
    assert len(links) > 40
    for address, number in links:
        assert client.get(address.replace("&amp;", "&")).context["counted"] == int(number), address
    for line in answer.context["lines"]:
        for key in ("in_register", "running", "expired", "received", "released", "overdue", "to_fill_in"):
            opened = client.get(f"/board/rows/{key}/?agency={line.key}").context
            assert opened["counted"] == getattr(line, key), (line.name, key)
        due = client.get(f"/board/rows/due/?agency={line.key}").context["counted"]
        good = client.get(f"/board/rows/on_time/?agency={line.key}").context["counted"]
        complete = client.get(f"/board/rows/complete/?agency={line.key}").context["counted"]
        lacking = client.get(f"/board/rows/incomplete/?agency={line.key}").context["counted"]
        assert (good, due) == (line.on_time.part, line.on_time.whole)
        assert (complete, complete + lacking) == (line.complete.part, line.complete.whole)


@pytest.mark.parametrize("key", list(MEASURES))
def test_the_rows_page_lists_as_many_rows_as_it_counts(city: SmallCity, as_officer: AsOfficer, key: str) -> None:
    shown = as_officer(city.cast.inspector).get(f"/board/rows/{key}/").context
    rows = list(shown["page"].paginator.object_list)
    persons = {row.person_id for row in rows} if key == "in_register" else rows
    assert shown["counted"] == len(persons)


@pytest.mark.parametrize("who", ["inspector", "county_officer"])
def test_lines_add_up_to_the_sum(city: SmallCity, as_officer: AsOfficer, who: str) -> None:
    client = as_officer(getattr(city.cast, who))
    answer = board(client)
    total, made = answer.context["sum"], answer.context["lines"]
    for key in ("running", "expired", "received", "released", "overdue", "to_fill_in"):
        assert getattr(total, key) == sum(getattr(line, key) for line in made), key
        assert getattr(total, key) == client.get(f"/board/rows/{key}/").context["counted"], key
    for key in ("on_time", "complete"):
        assert getattr(total, key).whole == sum(getattr(line, key).whole for line in made)
    for parts in ("categories", "levels"):
        assert sum(part["cases"] for part in answer.context[parts]) == total.running, parts


def test_a_person_with_two_running_cases_counts_once(city: SmallCity, as_officer: AsOfficer) -> None:
    before = board(as_officer(city.cast.inspector)).context
    with everywhere():
        second_case(city, "黎家旺", city.cast.county, level="普管")
        second_case(city, "望学军", city.cast.other_county, level="严管")
    after = board(as_officer(city.cast.inspector)).context
    assert after["sum"].running == before["sum"].running + 2
    assert after["sum"].in_register == before["sum"].in_register
    lines = {line.name: line for line in after["lines"]}
    at_home, elsewhere = lines[city.cast.county.short_name], lines[city.cast.other_county.short_name]
    assert (at_home.running - at_home.in_register, elsewhere.running - elsewhere.in_register) == (1, 0)
    levels = {part["value"]: part for part in after["levels"]}
    assert levels["普管"]["cases"] == levels["普管"]["persons"] + 1, "both cases at one level: one person"
    assert levels["严管"]["cases"] == levels["严管"]["persons"] + 1
    assert sum(part["persons"] for part in after["categories"]) == after["sum"].in_register + 2


def test_a_rate_on_incomplete_data_says_so(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.inspector)
    with everywhere():
        Case.objects.filter(county=city.cast.other_county).update(
            doc_no="（2025）1号", decision_organ="秭归县人民法院", sentence_kind="有期徒刑", level="普管",
            arrived_on=city.ago(1),
        )  # fmt: skip
    lines = lines_of(client)
    assert lines[city.cast.county.short_name].incomplete
    assert lines[city.cast.county.short_name].to_fill_in > 0
    assert not lines[city.cast.other_county.short_name].incomplete
    assert board(client).content.decode().count('class="f12 warn">数据不全') == 1
    with everywhere():
        Case.objects.filter(county=city.cast.other_county).update(level="")
    assert lines_of(client)[city.cast.other_county.short_name].incomplete


def test_what_other_organs_owe_and_what_may_be_done_is_not_held_against_an_agency(
    city: SmallCity, as_officer: AsOfficer
) -> None:
    client = as_officer(city.cast.inspector)
    before = board(client).context["sum"]
    with everywhere():
        late = Duty.objects.filter(case=city["谭远帆"], rule="intake.report_in_person")
        assert late.update(waiting=True) == 1
    after = board(client).context["sum"]
    assert after.overdue == before.overdue - 1
    assert after.on_time.whole <= before.on_time.whole


def test_the_last_act_is_when_somebody_last_recorded_something(city: SmallCity, as_officer: AsOfficer) -> None:
    lines = lines_of(as_officer(city.cast.inspector))
    assert lines[city.cast.county.short_name].last_act == city.now
    assert lines[city.cast.other_county.short_name].last_act is None
    assert lines[city.cast.county.short_name].last_import is None


def test_months_outside_the_calendar_and_unknown_figures_are_not_found(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.inspector)
    for address in ("running/?month=2026-13", "running/?month=x", "nothing/", "running/?agency=x", "running/?agency=0"):
        assert client.get(f"/board/rows/{address}").status_code == 404, address
    last_month = (city.today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    assert client.get(f"/board/rows/received/?month={last_month}").status_code == 200


@pytest.mark.parametrize("address", ["/board/", "/board/rows/running/", "/board/rows/overdue/"])
def test_the_number_of_queries_does_not_grow(
    city: SmallCity, as_officer: AsOfficer, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client = as_officer(city.cast.inspector)
    client.get(address)
    with django_assert_max_num_queries(30) as short:
        client.get(address)
    counties = [
        Agency.objects.create(
            kind=AgencyKind.COUNTY, name=f"第{number}局", short_name=f"第{number}局", parent=city.cast.city
        )
        for number in range(5)
    ]
    with everywhere():
        for number, county in enumerate(counties):
            second_case(city, "黎家旺", county, term_starts_on=city.ago(30 + number))
        late = Duty.objects.filter(case=city["谭远帆"], rule="intake.report_in_person").get()
        for number in range(20):
            late.pk, late.occasion = None, f"copy{number}"
            late.save(force_insert=True)
    with django_assert_max_num_queries(30) as long:
        client.get(address)
    assert len(long) == len(short)


def test_an_agency_that_has_no_offices_lacks_none(city: SmallCity) -> None:
    """宜昌高新区 does the work itself: its files are not incomplete for want of an office."""
    zone = Agency.objects.create(kind=AgencyKind.COUNTY, name="高新区局", short_name="高新区", parent=city.cast.city)
    with everywhere():
        at_zone, elsewhere = make_case(zone, None), make_case(city.cast.county, None)
        lacking = set(Case.objects.filter(completeness.lacking("office")).values_list("pk", flat=True))
    assert elsewhere.pk in lacking
    assert at_zone.pk not in lacking
