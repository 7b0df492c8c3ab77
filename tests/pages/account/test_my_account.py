"""我的账号: what I may do and where, and what I looked at."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import NOW, Cast, everywhere, make_case, make_cast, make_officer
from yipanqi.pages.account.views import browser_of
from yipanqi.records.models import Agency, Look, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def _page(officer: Officer, path: str = "/account/") -> str:
    client = Client()
    client.force_login(officer)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_worker_reads_what_the_role_lets_him_do_and_where(cast: Cast) -> None:
    page = _page(cast.worker)
    assert "司法所工作人员" in page
    assert f"{cast.office.name}的案件" in page
    assert "登记社区矫正对象报到" in page
    assert "上传、核对、导入台账" not in page


def test_a_prosecutor_reads_that_he_sees_the_county_beside_him(cast: Cast) -> None:
    unit = Agency.objects.create(kind="partner", name="西陵区人民检察院", short_name="检察院", parent=cast.county)
    assert f"{cast.county.name}的案件" in _page(make_officer("prosecutor", unit, "贺文澜"))


def test_an_administrator_reads_that_he_sees_no_cases(cast: Cast) -> None:
    assert "不接触案件" in _page(cast.administrator)


def test_without_a_role_the_page_says_whom_to_ask(cast: Cast) -> None:
    cast.worker.grants.all().delete()
    assert "请联系安全管理员" in _page(cast.worker)


def test_my_own_looks_show_numbers_of_cases_in_my_scope_only(cast: Cast) -> None:
    with everywhere():
        mine, gone = make_case(cast.county, cast.office), make_case(cast.other_county, cast.other_office)
        for case in (mine, gone):
            Look.objects.create(
                at=NOW,
                officer_id=cast.worker.pk,
                agency_id=cast.office.pk,
                case_id=case.pk,
                county_id=case.county_id,
                what="案件",
            )
    page = _page(cast.worker, "/account/looks/")
    assert mine.number in page
    assert gone.number not in page


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge，Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Chrome，安卓"),
        ("curl/8.5", "curl/8.5"),
        ("", "未知浏览器"),
    ],
)
def test_a_browser_is_told_in_words(agent: str, words: str) -> None:
    assert browser_of(agent) == words


def test_a_session_of_somebody_else_is_not_mine_to_end(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.worker)
    answer = client.post("/account/sessions/999999/end/", follow=True)
    assert "已经结束" in answer.content.decode()
