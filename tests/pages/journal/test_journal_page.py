"""The audit administrator reads the journal, and every reading is a line of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests.cast import NOW, Cast, everywhere, make_case, make_cast, make_officer
from tests.conftest import as_owner
from yipanqi.actions import journal
from yipanqi.measures import chain
from yipanqi.pages.journal import views
from yipanqi.records.models import Case, JournalLine, Look, Officer
from yipanqi.records.verification import Verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def auditor(cast: Cast) -> Officer:
    return make_officer("audit_admin", cast.city, "温如玉")


@pytest.fixture
def case(cast: Cast) -> Case:
    with everywhere():
        case = make_case(cast.county, cast.office)
        journal.write("case.opened", by=cast.worker, at=NOW, case=case)
        journal.write("case.arrived", by=cast.worker, at=NOW, case=case)
        journal.write("account.opened", by=cast.administrator, at=NOW, officer=cast.other_worker.pk)
    return case


def _as(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def _read(client: Client, path: str = "/journal/", **asked: object) -> str:
    return client.post(path, asked).content.decode()


def _last() -> JournalLine:
    with everywhere():
        return JournalLine.objects.latest("seq")


def test_opening_the_page_reads_nothing_and_writes_nothing(auditor: Officer, case: Case) -> None:
    page = _as(auditor).get("/journal/").content.decode()
    assert "登记报到" in page, "as a choice of the filter"
    assert f'<td class="nw">{case.number}</td>' not in page
    assert _last().verb == "account.opened"


def test_reading_shows_lines_with_the_number_of_the_case_and_is_journalled(auditor: Officer, case: Case) -> None:
    page = _read(_as(auditor), verb="case.arrived")
    assert f'<td class="nw">{case.number}</td>' in page
    assert "周敏" in page
    line = _last()
    assert (line.verb, line.officer_id, line.data) == (
        "journal.read",
        auditor.pk,
        {"what": "lines", "of": "case.arrived"},
    )


def test_filters_by_officer_case_agency_and_time(cast: Cast, auditor: Officer, case: Case) -> None:
    client = _as(auditor)
    rows = '<td class="nw b">建档</td>'
    assert rows in _read(client, number=case.number)
    assert rows in _read(client, who=cast.worker.username)
    assert rows in _read(client, who=str(cast.worker.pk), since="2026-11-24", until="2026-11-24")
    assert rows in _read(client, agency=str(cast.county.pk))
    assert rows not in _read(client, who=cast.administrator.username)
    assert rows not in _read(client, until="2026-11-23")
    assert _last().data["until"] == "2026-11-23"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"who": "nobody"}, "没有登录名或者编号"),
        ({"number": "没有"}, "没有编号为"),
        ({"since": "2026-11-24", "until": "2026-11-01"}, "不能早于"),
    ],
)
def test_a_filter_that_fits_nothing_says_so(auditor: Officer, asked: dict[str, str], sentence: str) -> None:
    assert sentence in _read(_as(auditor), **asked)


def test_paging_goes_on_from_the_last_line_seen(cast: Cast, auditor: Officer) -> None:
    with everywhere():
        for _ in range(60):
            journal.write("account.signed_in", by=cast.worker, at=NOW)
    client = _as(auditor)
    assert "下一页" in _read(client, verb="account.signed_in")
    page = _read(client, verb="account.signed_in", before="11")
    assert page.count('<td class="nw b">登录</td>') == 10
    assert "已到末尾" in page


def test_looks_are_read_with_reasons(cast: Cast, auditor: Officer, case: Case) -> None:
    with everywhere():
        Look.objects.create(
            at=NOW,
            officer_id=cast.inspector.pk,
            agency_id=cast.city.pk,
            case_id=case.pk,
            county_id=case.county_id,
            what="完整证件号",
            reason="核对身份",
        )
    page = _read(_as(auditor), "/journal/looks/", number=case.number)
    assert "核对身份" in page
    assert "陈督" in page
    assert _last().data["what"] == "looks"


def test_numbers_of_cases_are_told_to_readers_of_the_journal_only(cast: Cast, case: Case) -> None:
    assert chain.numbers_of_cases({case.pk}) == {}
    assert chain.case_with_number(case.number) is None


def test_a_fault_takes_back_the_line_of_the_reading_too(
    auditor: Officer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_found: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(views, "_line_rows", broken)
    client = Client(raise_request_exception=False)
    client.force_login(auditor)
    answer = client.post("/journal/")
    assert answer.status_code == 500
    assert "a fault" not in answer.content.decode()
    assert _last().verb == "account.opened"


def test_other_administrators_do_not_read_the_journal(cast: Cast, case: Case) -> None:
    for officer in (cast.administrator, make_officer("security_admin", cast.city, "岳明辉"), cast.leader):
        assert _as(officer).post("/journal/").status_code == 403


SWAPPED = """
UPDATE records_journalline SET seq = CASE seq WHEN 1 THEN 102 ELSE 101 END WHERE seq IN (1, 2);
UPDATE records_journalline SET seq = seq - 100 WHERE seq > 100
"""

# --- The chain ------------------------------------------------------------------------------------------------


def test_a_sound_chain_is_verified_in_steps(
    cast: Cast, auditor: Officer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "STEP", 2)
    client = _as(auditor)
    page = client.post("/journal/verify/", headers={"HX-Request": "true"}).content.decode()
    assert "已核对 2 行" in page
    token = page.split('name="walked" value="')[1].split('"')[0]
    page = client.post("/journal/verify/", {"walked": token}, headers={"HX-Request": "true"}).content.decode()
    assert "已核对 4 行" in page
    token = page.split('name="walked" value="')[1].split('"')[0]
    page = client.post("/journal/verify/", {"walked": token}).content.decode()
    assert "4 行全部相符" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE records_journalline SET verb = 'case.released' WHERE seq = 2", "第 2 行被改动"),
        ("UPDATE records_journalline SET at = at + interval '1 second' WHERE seq = 1", "第 1 行被改动"),
        ("DELETE FROM records_journalline WHERE seq = 2", "第 2 行缺失"),
        ("DELETE FROM records_journalline WHERE seq = 3", "链尾被截去"),
        (SWAPPED, "第 1 行与第 2 行被对调"),
        ("UPDATE records_journalhead SET hash = decode(repeat('11', 32), 'hex')", "链首记录与第 3 行不符"),
    ],
)
def test_tampering_is_found_and_named(sql: str, fault: str) -> None:
    """Somebody with the owner's rights changes the table behind our back."""
    cast = make_cast()
    with everywhere():
        for verb in ("account.opened", "account.moved", "account.closed"):
            journal.write(verb, by=cast.administrator, at=NOW, officer=cast.worker.pk)
        assert chain.walk_on(Verification(0, 0), kept=[])[0].fault is None
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_journalline DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE records_journalline ENABLE TRIGGER USER")
    with everywhere():
        found, done = chain.walk_on(Verification(0, 0), kept=[])
    assert done
    assert found.fault is not None
    assert fault in found.fault.sentence
