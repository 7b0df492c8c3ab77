"""节假日表: the city enters a year's notice, everybody else reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.cast import everywhere, make_officer
from tests.pages.small_city import SmallCity
from yipanqi.pages.law.forms import days_of
from yipanqi.records.models import Holiday, HolidayNotice, Officer
from yipanqi.records.rulebook import calendar

AsOfficer = Callable[[Officer], Client]
ADDRESS = "/law/holidays/"


@pytest.fixture
def clerk(city: SmallCity, as_officer: AsOfficer) -> Client:
    """The city officer who keeps the table, signed in."""
    with everywhere():
        officer = make_officer("city_officer", city.cast.city, "林予安")
    return as_officer(officer)


def next_year(city: SmallCity) -> int:
    return max(calendar().known) + 1


def entered(city: SmallCity, **given: str) -> dict[str, str]:
    year = next_year(city)
    first = next(day for n in range(1, 8) if (day := date(year, 2, n)).weekday() == 5)
    return {
        "year": str(year),
        "source": f"关于{year}年部分节假日安排的通知（虚构）",
        "off": "1-1至1-3，4月4日",
        "work": f"2-{first.day}",
        **given,
    }


def test_a_notice_is_entered_as_people_write_it(city: SmallCity, clerk: Client) -> None:
    answer = clerk.post(ADDRESS, entered(city), follow=True)
    text = answer.content.decode()
    assert "节假日安排已录入，暂定的期限将在几分钟内重新推算。" in text
    assert "林予安" in text
    year = next_year(city) - 1
    assert {holiday.day for holiday in Holiday.objects.filter(working=False)} == {
        *(date(year, 1, n) for n in (1, 2, 3)),
        date(year, 4, 4),
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"off": "元旦"}, "“元旦”读不懂，请写成 1-1 或者 2-5至2-11 的样子。"),
        ({"off": "2-30"}, "“2-30”里有不存在的日期，请核对。"),
        ({"off": "2-11至2-5"}, "“2-11至2-5”的结束早于开始，请核对。"),
        ({"off": ""}, "这个字段"),
        ({"year": "明年"}, "整数"),
        ({"year": "1999"}, "2000"),
        ({"work": "1-1"}, "既填了放假又填了上班"),
        ({"off": "1-1至4-30", "work": "5-1"}, "天放假，超过 60 天"),
        ({"source": ""}, "这个字段"),
    ],
)
def test_wrong_input_keeps_what_was_typed(city: SmallCity, clerk: Client, given: dict[str, str], sentence: str) -> None:
    typed = entered(city, **given)
    answer = clerk.post(ADDRESS, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    for name, value in typed.items():
        assert value in text, name
    assert not HolidayNotice.objects.exists()


def test_others_read_the_table_and_cannot_write_it(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    text = client.get(ADDRESS).content.decode()
    assert "节假日通知由市社区矫正管理局录入。" in text
    assert "录入并重新推算" not in text
    assert "通知尚未录入，该年日期为暂定" in text
    assert client.post(ADDRESS, entered(city)).status_code == 403
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1-1", [(1, 1)]),
        ("1月1日、1月3日", [(1, 1), (1, 3)]),
        ("2-27至3-1", [(2, 27), (2, 28), (3, 1)]),
        ("5/1~5/2；5.2", [(5, 1), (5, 2)]),
        ("", []),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: list[tuple[int, int]]) -> None:
    assert days_of(2027, text) == tuple(date(2027, month, day) for month, day in days)
