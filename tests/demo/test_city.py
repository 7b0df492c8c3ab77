"""The demo city: the article's figures from rows, the same city from the same seed, and never beside real data."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count
from django.test import Client

from tests.cast import everywhere, make_cast
from yipanqi.commands.main import main
from yipanqi.demo import census, city
from yipanqi.demo.users import PASSWORD, USERS
from yipanqi.law.facts import Category
from yipanqi.law.findings import Standing
from yipanqi.measures.standing import stands
from yipanqi.records import register
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Agency, AgencyKind, Case, Duty, JournalLine, Officer, Parameter

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 42, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def drafts() -> list[census.Draft]:
    """The whole city, not yet written."""
    return census.drafts(TODAY)


# --- Laid out ------------------------------------------------------------------------------------------------


def test_the_figures_of_the_article_come_from_rows(drafts: list[census.Draft]) -> None:
    running = [d for d in drafts if d.ended_on is None and d.judgment.ends_on >= TODAY]
    assert len(running) == 2_460
    assert sum(d.phone_checked_since is not None for d in running) == 2_400
    assert round(100 * 2_400 / 2_460, 2) == 97.56
    assert len({d.county for d in drafts}) == 14
    assert {d.judgment.category for d in running} == set(Category)


def test_nobody_is_twice_and_nothing_lies_in_the_future(drafts: list[census.Draft]) -> None:
    numbers = [d.person.id_no for d in drafts]
    assert len(numbers) == len(set(numbers))
    for draft in drafts:
        assert draft.received_on <= TODAY
        assert draft.arrived_on is None or draft.arrived_on <= TODAY
        assert all(event.on <= TODAY for event in draft.events)


def test_three_years_of_history_are_told(drafts: list[census.Draft]) -> None:
    days = [event.on for draft in drafts for event in draft.events]
    assert min(days) < TODAY - timedelta(days=1_000)
    assert len(days) > 100_000


def test_the_same_seed_gives_the_same_city_and_another_another(drafts: list[census.Draft]) -> None:
    assert census.drafts(TODAY) == drafts
    assert census.drafts(TODAY, seed=7) != drafts


def test_the_city_moves_with_the_day(drafts: list[census.Draft]) -> None:
    later = census.drafts(TODAY + timedelta(days=100))
    running = [d for d in later if d.ended_on is None and d.judgment.ends_on >= TODAY + timedelta(days=100)]
    assert len(running) == 2_460
    assert later[0].judgment.starts_on - drafts[0].judgment.starts_on == timedelta(days=100)


# --- Written, in small ---------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, db: None) -> city.Loaded:
    """A city of a tenth, written for real."""
    for name, count in (("OPEN_CASES", 246), ("ENDED_CASES", 40), ("EXPIRED_CASES", 3)):
        monkeypatch.setattr(census, name, count)
    return city.load(now=NOW, report=lambda _text: None)


def test_what_is_loaded_is_there(small: city.Loaded) -> None:
    with everywhere():
        open_cases = Case.objects.filter(ended_on=None)
        assert (small.cases, small.open_cases, open_cases.count()) == (289, 249, 249)
        running = Case.objects.filter(register.running(TODAY))
        assert running.count() == 246
        assert running.exclude(phone_checked_since=None).count() == 240
        before_import = Case.objects.filter(register.expired_unconfirmed(TODAY)).count()
        unnoticed = Case.objects.filter(register.release_overdue(TODAY)).count()
        assert (before_import, unnoticed) == (2, 1)
        assert Duty.objects.count() == small.duties
        assert JournalLine.objects.filter(verb="case.opened").count() == 289


def test_the_agencies_are_those_of_the_article(small: city.Loaded) -> None:
    kinds = dict(Agency.objects.values_list("kind").annotate(n=Count("pk")))
    assert (kinds[AgencyKind.CITY], kinds[AgencyKind.COUNTY], kinds[AgencyKind.OFFICE]) == (1, 14, 109)
    offices = Agency.objects.filter(kind=AgencyKind.OFFICE)
    assert offices.filter(staff_count__gte=3).count() == 78
    assert Agency.objects.filter(kind=AgencyKind.COUNTY, county_code="").count() == 1, "高新区没有行政区划代码"


def test_the_law_finds_it_mostly_in_order_and_in_part_not(small: city.Loaded) -> None:
    with everywhere():
        found = {word: Duty.objects.filter(stands(word, TODAY)).count() for word in Standing}
        late = Duty.objects.filter(stands(Standing.DONE, TODAY), done_on__gt=TODAY - timedelta(days=90)).count()
    assert found[Standing.DONE] > 0.9 * small.duties
    assert 0 < found[Standing.OVERDUE] < 0.02 * small.duties
    assert found[Standing.BACKFILL] > 0, "台账县有待补录"
    assert found[Standing.OPEN] > 0
    assert late > 0


def test_one_of_each_role_signs_in_and_the_city_set_its_parameters(small: city.Loaded, client: Client) -> None:
    assert Officer.objects.filter(username__in=[user.username for user in USERS]).count() == len(USERS) == 18
    for user in USERS:
        assert client.login(username=user.username, password=PASSWORD), user.username
    assert dict(Parameter.objects.exclude(signed_at=None).values_list("name", "value")) == city.PARAMETERS
    with everywhere():
        assert not Case.objects.exclude(person__id_no_sealed=b"").filter(person__name="").exists()


# --- By command ----------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(settings, "DEMO", True)
    for name, count in (("OPEN_CASES", 20), ("ENDED_CASES", 4), ("EXPIRED_CASES", 3)):
        monkeypatch.setattr(census, name, count)
    return tmp_path


def test_the_command_loads_once_and_prints_the_users(
    db: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "load", "--today", "2026-11-24", "--users"]) == 0
    said = capsys.readouterr().out
    assert "演示城市已载入：27 件案件（未结束 23 件）" in said
    assert PASSWORD in said
    for user in USERS:
        assert user.username in said
        assert user.full_name in said
    with everywhere():
        assert Case.objects.filter(register.running(TODAY)).count() == 20
    listed = json.loads((folder / "demo_users.json").read_text(encoding="utf-8"))
    assert [one["username"] for one in listed] == [user.username for user in USERS]
    assert main(["demo", "load", "--if-empty"]) == 0
    assert main(["demo", "load"]) == 2
    assert "没有载入演示城市" in capsys.readouterr().err
    assert main(["demo", "users", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(USERS)


def test_a_database_with_agencies_is_refused(db: None, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_cast()
    assert main(["demo", "load"]) == 2
    assert "演示数据不与已有数据混用" in capsys.readouterr().err
    assert not Officer.objects.filter(username="suo").exists()


def test_outside_the_demo_nothing_is_loaded_and_no_user_is_printed(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    assert main(["demo", "load"]) == 2
    assert "YIPANQI_DEMO=1" in capsys.readouterr().err
    assert not Agency.objects.exists()
    assert main(["demo", "users"]) == 0
    assert capsys.readouterr().out == ""
