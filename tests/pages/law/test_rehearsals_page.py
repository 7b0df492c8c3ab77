"""试算: the city officer proposes and waits, the leader reads the differences and signs, others have no door."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import everywhere, make_officer
from tests.pages.small_city import SmallCity
from yipanqi.actions import rehearsals
from yipanqi.law.parameters import DECLARATION_DAYS
from yipanqi.records.models import Officer, Rehearsal, RehearsalState
from yipanqi.records.rulebook import region

AsOfficer = Callable[[Officer], Client]
LIST, NEW = "/law/rehearsals/", "/law/rehearsals/new/"


@pytest.fixture
def clerk(city: SmallCity) -> Officer:
    """The city officer who proposes."""
    with everywhere():
        return make_officer("city_officer", city.cast.city, "林予安")


def typed(city: SmallCity, **given: Any) -> dict[str, Any]:
    return {
        "title": "宣告改为三日",
        "source": "宜司发〔2026〕9号（虚构）",
        "parameter": "declaration_days",
        "value": "3",
        "from_on": city.ago(800).isoformat(),
        **given,
    }


def proposed(city: SmallCity, client: Client) -> Rehearsal:
    answer = client.post(NEW, typed(city))
    assert answer.status_code == 302
    return Rehearsal.objects.get()


def run(city: SmallCity, made: Rehearsal) -> Rehearsal:
    rehearsals.run(rehearsal_id=made.pk, now=city.now)
    made.refresh_from_db()
    return made


def test_from_proposal_to_signature(city: SmallCity, clerk: Officer, as_officer: AsOfficer) -> None:
    client = as_officer(clerk)
    assert "还没有提出过变更" in client.get(LIST).content.decode()
    made = proposed(city, client)
    waiting = client.get(f"{LIST}{made.pk}/").content.decode()
    assert "排队中" in waiting
    assert "签发并起用" not in waiting
    part = client.get(f"{LIST}{made.pk}/progress/")
    assert "HX-Refresh" not in part.headers
    run(city, made)
    assert client.get(f"{LIST}{made.pk}/progress/").headers["HX-Refresh"] == "true"
    text = client.get(f"{LIST}{made.pk}/").content.decode()
    assert "入矫宣告期限" in text
    assert "签发并起用" not in text, "提出人不能签发"
    leader = as_officer(city.cast.leader)
    text = leader.get(f"{LIST}{made.pk}/").content.decode()
    assert "签发并起用" in text
    assert "望学军" not in text, "负责人只见隐去姓名的行"
    answer = leader.post(f"{LIST}{made.pk}/sign/", follow=True)
    assert "变更已签发" in answer.content.decode()
    assert region().value(DECLARATION_DAYS, city.today) == 3


def test_every_number_equals_its_rows(city: SmallCity, clerk: Officer, as_officer: AsOfficer) -> None:
    client = as_officer(clerk)
    made = run(city, proposed(city, client))
    assert sum(made.effects.values()) > 0
    text = client.get(f"{LIST}{made.pk}/").content.decode()
    counts = re.findall(r'<a href="\?effect=([^"&]+)[^>]*><b>(\d+)</b>(\w+)</a>', text)
    assert {kind for _, _, kind in counts} == {"提前", "推后", "新出现", "不再有", "层级变化"}
    for query, number, kind in counts:
        narrowed = client.get(f"{LIST}{made.pk}/?effect={query}").context["page"]
        assert (kind, narrowed.paginator.count) == (kind, int(number))
    assert re.search(rf"<b>{sum(made.effects.values())}</b>全部差异", text)


def test_a_case_opens_from_its_difference(city: SmallCity, clerk: Officer, as_officer: AsOfficer) -> None:
    client = as_officer(clerk)
    made = run(city, proposed(city, client))
    text = client.get(f"{LIST}{made.pk}/").content.decode()
    link = re.search(r'href="(/cases/\d+/)">', text)
    assert link is not None
    assert client.get(link[1]).status_code == 200
    assert "柴小宁" not in text, "未成年人的姓名不上列表"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "这个字段"),
        ({"source": ""}, "这个字段"),
        ({"parameter": ""}, "请选择参数并填写起用日期，或者上传变更文件。"),
        ({"from_on": ""}, "请选择参数并填写起用日期"),
        ({"from_on": "2026-02-30"}, "日期"),
        ({"value": "0"}, "大于或等于1"),
        ({"value": "三"}, "整数"),
        ({"parameter": "report_in_days"}, "report_in_days"),
    ],
)
def test_wrong_input_keeps_what_was_typed(
    city: SmallCity, clerk: Officer, as_officer: AsOfficer, given: dict[str, str], sentence: str
) -> None:
    asked = typed(city, **given)
    answer = as_officer(clerk).post(NEW, asked)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    for name in ("title", "source", "value", "from_on"):
        assert asked[name] in text, name
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[numbers.declaration_days", "不是正确的 TOML"),
        ("[numbers]\ndeclaration_days = 3", "要写 from"),
        ("[numbers.report_in_days]\nvalue = 5\nfrom = 2027-01-01", "法定期限，只能由法律修改"),
        ("x = 1", "不认识的部分“x”"),
        ("#" * 100_001, "超过 100 KB"),
    ],
)
def test_a_bad_change_file_gets_a_sentence(
    city: SmallCity, clerk: Officer, as_officer: AsOfficer, content: str, sentence: str
) -> None:
    file = SimpleUploadedFile("变更.toml", content.encode())
    answer = as_officer(clerk).post(NEW, typed(city, parameter="", value="", from_on="", file=file))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Rehearsal.objects.exists()


def test_a_change_file_with_holidays_is_taken(city: SmallCity, clerk: Officer, as_officer: AsOfficer) -> None:
    text = "[numbers.declaration_days]\nvalue = 3\nfrom = 2026-11-01\n[holidays.2027]\noff = [2027-01-01]\nwork = []\n"
    file = SimpleUploadedFile("变更.toml", text.encode())
    client = as_officer(clerk)
    client.post(NEW, typed(city, parameter="", value="", from_on="", file=file))
    made = run(city, Rehearsal.objects.get())
    shown = client.get(f"{LIST}{made.pk}/").content.decode()
    assert "2027 年节假日" in shown
    assert "放假 1 天" in shown


def test_a_change_is_dropped_or_rehearsed_again(city: SmallCity, clerk: Officer, as_officer: AsOfficer) -> None:
    client = as_officer(clerk)
    made = run(city, proposed(city, client))
    assert "已重新排队试算" in client.post(f"{LIST}{made.pk}/again/", follow=True).content.decode()
    run(city, made)
    assert "变更已放弃" in client.post(f"{LIST}{made.pk}/drop/", follow=True).content.decode()
    assert "不能再放弃" in client.post(f"{LIST}{made.pk}/drop/", follow=True).content.decode()
    made.refresh_from_db()
    assert made.state == RehearsalState.DROPPED


def test_others_have_no_door(city: SmallCity, clerk: Officer, as_officer: AsOfficer) -> None:
    made = run(city, proposed(city, as_officer(clerk)))
    for officer in (city.cast.worker, city.cast.county_officer, city.cast.prosecutor, city.cast.inspector):
        client = as_officer(officer)
        assert [client.get(a).status_code for a in (LIST, NEW, f"{LIST}{made.pk}/")] == [403, 403, 403]
        assert client.post(f"{LIST}{made.pk}/sign/").status_code == 403
        assert "变更与试算" not in client.get("/law/").content.decode()
    assert as_officer(clerk).post(f"{LIST}{made.pk}/sign/").status_code == 403
    assert as_officer(city.cast.leader).get(f"{LIST}999999/").status_code == 404
