"""What every page keeps: a strict policy without inline style or script, doors that say what is missing, one shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings

from tests.cast import everywhere
from tests.pages.small_city import SmallCity
from yipanqi.pages import navigation
from yipanqi.records.models import Officer

AsOfficer = Callable[[Officer], Client]


def addresses(city: SmallCity) -> Iterator[str]:
    """Every page of the queue, the cases and the acts."""
    case = city["覃玉梅"].pk
    yield from ("/queue/", "/queue/?segment=done", "/queue/?group=person", "/queue/?print=1", "/search/?q=西陵")
    yield from ("/cases/", "/cases/load/", "/cases/fill-in/", "/cases/pending-release/", "/acts/")
    yield from (f"/cases/{case}/{tab}" for tab in ("", "duties/", "facts/", "events/", "changes/", "looks/"))
    yield from (
        f"/cases/{case}/facts/{fact}/" for fact in ("level", "sealed", "effective_on", "sentence_years", "name")
    )
    yield f"/cases/{city['柴小宁'].pk}/"
    acts = ["record_report", "record_group", "record_medical_review", "assign_responsible", "change_office"]
    yield from (f"/acts/{act}/?case={case}" for act in acts)
    yield "/nowhere/"


def test_no_page_carries_inline_style_or_script(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    for address in addresses(city):
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code in (200, 404), address
        assert not re.search(r"\sstyle\s*=", text), address
        assert "<style" not in text, address
        assert not re.search(r"\son\w+\s*=\s*[\"']", text), address
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), address
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_every_page_has_one_heading_a_title_and_a_way_past_the_navigation(
    city: SmallCity, as_officer: AsOfficer
) -> None:
    client = as_officer(city.cast.county_officer)
    for address in addresses(city):
        text = client.get(address).content.decode()
        assert len(re.findall(r"<h1[ >]", text)) == 1, address
        assert re.search(r"<title>\s*\S+.* · 一盘棋</title>", text, re.DOTALL), address
        assert 'class="skip"' in text, address
        labels = set(re.findall(r'<label[^>]*for="([^"]+)"', text))
        assert labels <= set(re.findall(r'\sid="([^"]+)"', text)), address


def test_the_navigation_shows_only_what_may_be_entered(city: SmallCity, as_officer: AsOfficer) -> None:
    for officer in city.cast.everybody:
        text = as_officer(officer).get("/", follow=True).content.decode()
        shown = set(re.findall(r'<a\s+href="([^"]+)"\s+title=', text))
        client = as_officer(officer)
        for href in shown:
            assert client.get(href).status_code == 200, (officer.full_name, href)


@pytest.mark.parametrize("address", ["/", "/queue/", "/cases/", "/search/", "/cases/1/", "/acts/record_report/?case=1"])
def test_strangers_sign_in_first(db: None, client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_fragment_asks_the_whole_page_to_sign_in(db: None, client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "/queue/"}
    answer = client.get("/queue/duties/1/why", headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/accounts/login/")


def test_a_missing_token_is_told_in_words(city: SmallCity) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.cast.worker)
    answer = client.post("/cases/views/", {"name": "x", "query": ""})
    assert answer.status_code == 403
    assert "页面已过期，没有保存" in answer.content.decode()


def test_a_page_that_does_not_exist_says_so_within_the_shell(city: SmallCity, as_officer: AsOfficer) -> None:
    answer = as_officer(city.cast.worker).get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
    assert "今日待办" in answer.content.decode()


def test_the_demo_says_that_it_is_one(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    assert "演示环境" not in client.get("/queue/").content.decode()
    with override_settings(DEMO=True):
        assert "人物与案件均为虚构" in client.get("/queue/").content.decode()


def test_every_entry_of_the_navigation_has_an_icon_and_an_address() -> None:
    names = [entry.url_name for entry in navigation.ENTRIES]
    assert len(names) == len(set(names))


def test_what_an_officer_saw_stays_in_no_cache(city: SmallCity, as_officer: AsOfficer) -> None:
    assert as_officer(city.cast.worker).get("/queue/")["Cache-Control"] == "no-store"


def test_what_people_typed_is_never_markup(city: SmallCity, as_officer: AsOfficer) -> None:
    case = city["谭远帆"]
    evil = "<script>alert(1)</script>"
    with everywhere():
        person = case.person
        person.name = evil
        person.save(update_fields=["name"])
        for field in ("crime", "decision_organ", "remarks", "level"):
            setattr(case, field, "<img src=x>" if field == "level" else evil)
        case.extra = {evil: evil}
        case.save(update_fields=["crime", "decision_organ", "remarks", "level", "extra"])
    client = as_officer(city.cast.county_officer)
    pages = ["/queue/", "/cases/", "/cases/load/", f"/acts/register_arrival/?case={case.pk}", f"/search/?q={evil}"]
    pages += [f"/cases/{case.pk}/{tab}" for tab in ("", "duties/", "facts/", "events/", "changes/", "looks/")]
    for address in pages:
        text = client.get(address, follow=True).content.decode()
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address
