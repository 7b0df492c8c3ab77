"""机构与权限: three administrators share the work, a head reads, everybody else stays outside."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast, make_cast, make_officer
from yipanqi.access.roles import ROLES
from yipanqi.records.models import Officer, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def security(cast: Cast) -> Officer:
    return make_officer("security_admin", cast.city, "岳明辉")


def _as(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_new_account_to_a_working_role(cast: Cast, security: Officer) -> None:
    system = _as(cast.administrator)
    page = system.post(
        "/agencies/officers/new/",
        {"full_name": "李晓梅", "username": "lixm03", "agency": cast.office.pk, "post": "司法助理员"},
    )
    password = re.search(r"<code>([a-z0-9-]{17})</code>", page.content.decode())
    assert password is not None
    assert "no-store" in page.headers["Cache-Control"]
    newcomer = Officer.objects.get(username="lixm03")
    assert newcomer.check_password(password[1])

    proposed = {"propose-role": "office_worker", "propose-agency": cast.office.pk, "propose-reason": "任〔2026〕1号"}
    answer = _as(security).post(f"/agencies/officers/{newcomer.pk}/propose/", proposed)
    assert answer.headers["Location"] == f"/agencies/officers/{newcomer.pk}/"
    assert "等待另一人" in _text(_as(security), "/agencies/grants/")
    waiting = _text(system, "/agencies/grants/")
    assert "李晓梅" in waiting
    assert "任〔2026〕1号" in waiting

    grant = RoleGrant.objects.get(officer=newcomer)
    system.post(f"/agencies/grants/{grant.pk}/confirm/")
    grant.refresh_from_db()
    assert grant.confirmed_by == cast.administrator
    assert "李晓梅" in _text(system, "/agencies/grants/?state=held")


def test_a_refusal_comes_back_in_words_with_what_was_filled_in(cast: Cast, security: Officer) -> None:
    proposed = {"propose-role": "county_officer", "propose-agency": cast.office.pk, "propose-reason": "任〔2026〕1号"}
    answer = _as(security).post(f"/agencies/officers/{cast.worker.pk}/propose/", proposed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "只能在县级社区矫正机构任职" in page
    assert "任〔2026〕1号" in page


def test_a_confirmation_by_the_proposer_is_refused_on_the_page(cast: Cast, security: Officer) -> None:
    grant = RoleGrant.objects.create(
        officer=cast.worker,
        role="social_worker",
        agency=cast.office,
        proposed_by=security,
        proposed_at=cast.worker.opened_at,
    )
    answer = _as(security).post(f"/agencies/grants/{grant.pk}/confirm/", follow=True)
    assert "不能确认自己提出的角色" in answer.content.decode()
    grant.refresh_from_db()
    assert grant.confirmed_at is None


def test_refusing_and_ending_ask_for_a_reason(cast: Cast, security: Officer) -> None:
    grant = cast.worker.grants.get()
    client = _as(security)
    assert client.post(f"/agencies/grants/{grant.pk}/end/", {"reason": ""}).status_code == 422
    client.post(f"/agencies/grants/{grant.pk}/end/", {"reason": "调离"})
    grant.refresh_from_db()
    assert (grant.reason, grant.ended_by) == ("调离", security)
    assert "调离" in _text(client, "/agencies/grants/?state=ended")


def test_the_tree_counts_open_accounts_and_search_finds_by_initials(cast: Cast) -> None:
    Officer.objects.filter(pk=cast.worker.pk).update(name_key="zhou min")
    Officer.objects.filter(pk=cast.other_worker.pk).update(is_active=False)
    client = _as(cast.administrator)
    page = _text(client, "/agencies/")
    assert cast.county.short_name in page
    assert "停用" in page
    for words in ("zm", "周敏", "zhou", cast.worker.username):
        found = _text(client, f"/agencies/?q={words}")
        assert "周敏" in found
        assert "谭平" not in found


def test_a_county_head_reads_his_own_part_of_the_tree(cast: Cast) -> None:
    head = make_officer("county_head", cast.county, "聂秋实")
    client = _as(head)
    page = _text(client, "/agencies/")
    assert "周敏" in page
    assert "谭平" not in page
    assert "开立账号" not in page
    assert client.get(f"/agencies/officers/{cast.worker.pk}/").status_code == 200
    assert client.get(f"/agencies/officers/{cast.other_worker.pk}/").status_code == 404
    assert client.get(f"/agencies/?agency={cast.other_county.pk}").status_code == 404
    assert client.post(f"/agencies/officers/{cast.worker.pk}/close/", {"close-reason": "retired"}).status_code == 403


def test_the_system_administrator_resets_and_closes(cast: Cast) -> None:
    client = _as(cast.administrator)
    base = f"/agencies/officers/{cast.worker.pk}"
    assert client.post(f"{base}/factors/", {"factors-reason": ""}).status_code == 422
    assert "24 小时" in client.post(f"{base}/factors/", {"factors-reason": "lost"}, follow=True).content.decode()
    assert "一次性密码" in client.post(f"{base}/password/", {"password-reason": "forgotten"}).content.decode()
    client.post(f"{base}/move/", {"move-agency": cast.other_office.pk})
    client.post(f"{base}/close/", {"close-reason": "transferred"})
    officer = Officer.objects.get(pk=cast.worker.pk)
    assert (officer.agency, officer.is_active) == (cast.other_office, False)
    assert "一次性密码" in client.post(f"{base}/reopen/").content.decode()


def test_agencies_are_opened_changed_and_closed(cast: Cast) -> None:
    client = _as(cast.administrator)
    new = {"kind": "office", "parent": cast.county.pk, "name": "云集司法所", "short_name": "云集所"}
    client.post("/agencies/new/", new)
    office = cast.county.children.get(name="云集司法所")
    again = client.post("/agencies/new/", new)
    assert again.status_code == 422
    assert "已有" in again.content.decode()
    client.post(f"/agencies/{office.pk}/change/", {"name": "云集司法所", "short_name": "云集", "note": "试点"})
    client.post(f"/agencies/{office.pk}/close/", {"on": "2026-12-01"})
    office.refresh_from_db()
    assert (office.short_name, office.note, str(office.closed_on)) == ("云集", "试点", "2026-12-01")
    assert (
        "之下还有"
        in client.post(f"/agencies/{cast.county.pk}/close/", {"on": "2026-12-01"}, follow=True).content.decode()
    )


def test_every_role_is_described_with_what_it_may_do(cast: Cast) -> None:
    page = _text(_as(cast.administrator), "/agencies/roles/")
    for role in ROLES.values():
        assert role.title in page
        assert role.purpose in page
        assert all(permission.title in page for permission in role.permissions)


def test_an_address_with_an_impossible_number_is_not_there(cast: Cast) -> None:
    client = _as(cast.administrator)
    assert client.get("/agencies/?agency=99999999").status_code == 404
    assert client.get("/agencies/?agency=x").status_code == 200
    assert client.get("/agencies/?q=%00").status_code == 200
    assert client.get("/agencies/grants/?state=other").status_code == 404
