"""A session that ended while a form was open: back to the form, not to an address that only takes posts."""

from __future__ import annotations

from urllib.parse import unquote

from django.test import Client

from tests.pages.small_city import SmallCity


def test_after_signing_in_the_form_is_there_again(city: SmallCity, client: Client) -> None:
    page = "/acts/record_report/?case=7"
    answer = client.post("/acts/record_report/", {"case": 7}, headers={"referer": f"http://testserver{page}"})
    assert unquote(answer["Location"]).endswith(f"next={page}")


def test_a_strange_site_is_not_gone_back_to(city: SmallCity, client: Client) -> None:
    answer = client.post("/cases/views/", {"name": "x"}, headers={"referer": "http://elsewhere.example/cases/"})
    assert unquote(answer["Location"]).endswith("next=/")
