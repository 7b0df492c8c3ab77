"""A stranger and the officer of another agency try every address there is, with the ids of our things."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import everywhere
from tests.everything import PATTERNS, Everything, fingerprint, make_everything
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Duty, Officer

# Answer anybody: probes that say nothing of a record, and sign-in itself.
FOR_ANYBODY = frozenset({"healthz", "metrics", "account_login", "account_logout", "account_inactive"})
# Ids in these addresses are not of another agency's things.
NOT_THINGS = frozenset(
    {"law_rule", "board_rows", "act", "mine_end_session", "mfa_remove_webauthn", "mfa_edit_webauthn"}
)


@pytest.fixture
def things(db: None) -> Everything:
    return make_everything(datetime.now(SHANGHAI).date())


def tried(client: Client, address: str, **said: object) -> list[int]:
    """What GET, a fragment's GET and POST answer."""
    return [
        client.get(address).status_code,
        client.get(address, headers={"HX-Request": "true"}).status_code,
        client.post(address, said).status_code,
    ]


def test_a_stranger_comes_no_further_than_sign_in(things: Everything, client: Client) -> None:
    before = fingerprint()
    for name in sorted(set(PATTERNS) - FOR_ANYBODY):
        codes = tried(client, things.address(name), reason="看看", case=things.case.pk)
        assert set(codes) <= {204, 302, 405}, (name, codes)
        where = client.post(things.address(name)).headers.get("Location", "")
        assert where == "" or where.startswith(reverse("account_login")), (name, where)
    assert fingerprint() == before


@pytest.mark.parametrize("who", ["other_worker", "other_county_officer"])
def test_the_officer_of_another_agency_finds_nothing_behind_our_ids(
    things: Everything, client: Client, who: str
) -> None:
    client.force_login(getattr(things.city.cast, who))
    before = fingerprint()
    for name, pattern in sorted(PATTERNS.items()):
        if pattern.pattern.converters and name not in NOT_THINGS:
            codes = tried(client, things.address(name), reason="看看别处的", same="yes", row=things.arguments["row_id"])
            expected = {302, 405} if name == "drop_view" else {403, 404, 405}
            assert set(codes) <= expected, (name, codes)
    assert fingerprint() == before


def test_our_ids_mixed_into_forms_of_another_agency_do_nothing(things: Everything, client: Client) -> None:
    client.force_login(things.city.cast.other_county_officer)
    with everywhere():
        duties = list(Duty.objects.filter(case__in=things.ours).values_list("pk", flat=True))
        theirs = things.city["秦绍宽"].pk
    before = fingerprint()
    cases = [case.pk for case in things.ours]
    today = things.city.today.isoformat()
    said = {"on": today, "reason": "不该成的", "event_id": things.arguments["event_id"], "kind": "", "note": ""}
    for key in (
        "register_arrival",
        "record_report",
        "release",
        "assign_responsible",
        "withdraw_event",
        "change_office",
    ):
        for chosen in (cases, cases[:1]):
            answer = client.post(reverse("act", args=[key]), {**said, "case": chosen, "duty": duties})
            assert answer.status_code == 404, (key, answer.status_code)
    client.post(
        reverse("act", args=["withdraw_event"]), {**said, "case": theirs, "duty": duties}
    )  # their own case with an event of ours
    client.post(reverse("fill_in"), {f"d_{key}": today for key in duties})
    client.post(reverse("pending_release"), {"case": cases, **{f"on_{key}": today for key in cases}})
    client.post(reverse("import_take", args=[things.arguments["batch_id"]]), {"every": "on"})
    assert fingerprint() == before


def test_our_persons_appear_on_no_page_of_another_agency(things: Everything, client: Client) -> None:
    client.force_login(things.city.cast.other_county_officer)
    named = [*things.names, *(case.number for case in things.ours)]
    asked = (
        f"?agency={things.city.cast.county.pk}&county={things.city.cast.county.pk}&office={things.city.cast.office.pk}"
    )
    for name in sorted(set(PATTERNS) - FOR_ANYBODY):
        for query in ("", asked):
            text = client.get(things.address(name) + query).content.decode(errors="replace")
            assert [word for word in named if word in text] == [], (name, query)


# --- A visit changes nothing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["worker", "county_officer", "prosecutor", "leader", "city_officer", "security_admin"])
def test_looking_at_every_page_changes_no_record(things: Everything, client: Client, who: str) -> None:
    client.force_login(things.officers[who])
    before = fingerprint()
    for name in sorted(set(PATTERNS) - {"account_logout"}):
        client.get(things.address(name))
        client.get(things.address(name), headers={"HX-Request": "true"})
    assert fingerprint() == before


def test_a_prosecutor_changes_nothing_whatever_is_sent(things: Everything, client: Client) -> None:
    client.force_login(things.officers["prosecutor"])
    before = fingerprint()
    own = {"keep_view", "case_open", "account_change_password", "account_logout"}
    for name in sorted(set(PATTERNS) - own):
        if not name.startswith(("mine_", "mfa_", "account_")):
            said = {"case": things.case.pk, "on": things.city.today, "reason": "检察监督", "value": "改", "revision": 1}
            client.post(things.address(name), said)
    assert fingerprint() == before


# --- Those who never see a case ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_person_anywhere(things: Everything, client: Client, who: str) -> None:
    client.force_login(things.officers[who])
    named = things.names
    for name in sorted(set(PATTERNS) - {"account_logout"}):
        address = things.address(name)
        for answer in (client.get(address), client.post(address, {"q": "谭远帆", "reason": "看一看案件"})):
            text = answer.content.decode(errors="replace")
            assert [word for word in named if word in text] == [], (name, answer.status_code)


def test_the_leader_sees_rows_without_names(things: Everything, client: Client) -> None:
    client.force_login(things.officers["leader"])
    named = [*things.names, "秦绍宽"]
    seen = 0
    for name in sorted(set(PATTERNS) - {"account_logout", "board_rows"}):
        text = client.get(things.address(name)).content.decode(errors="replace")
        assert [word for word in named if word in text] == [], name
    for key in ("overdue", "running", "backfill"):
        answer = client.get(reverse("board_rows", args=[key]))
        text = answer.content.decode()
        seen += "某" in text
        assert [word for word in named if word in text] == [], key
    assert seen


def test_names_are_shown_where_the_cases_may_be_seen_and_nowhere_else(things: Everything, client: Client) -> None:
    """An officer of one county who also watches the whole city reads names of his county alone."""
    cast = things.city.cast
    things.officers["leader"].grants.create(
        role="county_officer", agency=cast.other_county, proposed_at=things.city.now, confirmed_at=things.city.now
    )
    client.force_login(Officer.objects.get(pk=things.officers["leader"].pk))
    text = client.get(reverse("rehearsal", args=[things.arguments["rehearsal_id"]])).content.decode()
    assert [name for name in things.names if name in text] == []
    assert "某" in text
