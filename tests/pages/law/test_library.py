"""The law library: what each rule says, how sure it is, and how many duties are open under it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.pages.small_city import SmallCity
from yipanqi.law.duties import RULES
from yipanqi.records.models import Officer

AsOfficer = Callable[[Officer], Client]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def shown(client: Client, query: str) -> set[str]:
    return set(re.findall(r"/law/rules/([\w.]+)/", page(client, f"/law/?{query}")))


def test_everybody_with_the_law_sees_every_rule(city: SmallCity, as_officer: AsOfficer) -> None:
    assert set(RULES) <= shown(as_officer(city.cast.worker), "")


def test_the_list_narrows_by_words_family_and_certainty(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    assert shown(client, "q=入矫宣告") & set(RULES) >= {"plan.declare"}
    assert {name.partition(".")[0] for name in shown(client, "family=intake")} == {"intake"}
    assert "plan.declare" not in shown(client, "certainty=verified")
    everything = sum(len(shown(client, f"certainty={kind}")) for kind in ("verified", "secondary", "recalled"))
    everything += sum(len(shown(client, f"certainty={kind}")) for kind in ("assumed", "parameter"))
    assert everything == len(shown(client, ""))


def test_no_hit_says_so_and_offers_a_way_back(city: SmallCity, as_officer: AsOfficer) -> None:
    text = page(as_officer(city.cast.worker), "/law/?q=没有这个词")
    assert "没有符合的规则" in text
    assert "清除筛选" in text


@pytest.mark.parametrize("who", ["worker", "county_officer", "inspector", "prosecutor", "other_worker"])
def test_every_number_of_open_duties_opens_so_many_rows(city: SmallCity, as_officer: AsOfficer, who: str) -> None:
    client = as_officer(getattr(city.cast, who))
    links = re.findall(r'href="(/queue/\?[^"]*rule=([\w.]+)[^"]*)">(\d+)</a>', page(client, "/law/"))
    assert links
    for address, rule, number in links:
        answer = client.get(address.replace("&amp;", "&"))
        rows = re.findall(r'data-duty="(\d+)"', answer.content.decode())
        assert (rule, len(rows), answer.context["counts"].all) == (rule, int(number), int(number))
        assert f"待办 {number} 件" in page(client, f"/law/rules/{rule}/")


def test_who_sees_no_cases_gets_no_link_to_them(city: SmallCity, as_officer: AsOfficer) -> None:
    text = page(as_officer(city.cast.leader), "/law/")
    assert "/queue/?rule=" not in text
    assert "待办 " not in page(as_officer(city.cast.leader), "/law/rules/intake.report_in_person/")


def test_a_rule_shows_digest_articles_numbers_and_history(city: SmallCity, as_officer: AsOfficer) -> None:
    text = page(as_officer(city.cast.worker), "/law/rules/intake.report_in_person/")
    for word in ("社区矫正法", "第21条", "义务人", "社区矫正对象", "10 日", "现行", "登记报到", "出处", "已核对"):
        assert word in text, word


def test_a_decision_is_a_rule_of_the_library_too(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    names = [name for name in shown(client, "family=decision") if name.startswith("decision.")]
    assert names
    assert "现在可以采取的措施" in page(client, f"/law/rules/{names[0]}/")


def test_a_rule_that_is_not_there_is_not_found(city: SmallCity, as_officer: AsOfficer) -> None:
    assert as_officer(city.cast.worker).get("/law/rules/no.such/").status_code == 404


def test_a_stranger_is_sent_to_sign_in(city: SmallCity, client: Client) -> None:
    for address in ("/law/", "/law/rules/plan.declare/", "/law/holidays/", "/law/rehearsals/"):
        answer = client.get(address)
        assert (answer.status_code, "/accounts/login/" in answer.headers["Location"]) == (302, True)


def test_administrators_do_not_read_the_law(city: SmallCity, as_officer: AsOfficer) -> None:
    assert as_officer(city.cast.administrator).get("/law/").status_code == 403


def test_the_library_costs_few_queries(
    city: SmallCity, as_officer: AsOfficer, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = as_officer(city.cast.worker)
    client.get("/law/")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        client.get("/law/")
