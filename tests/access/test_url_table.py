"""Every address × every role: written by hand, and compared with what the product answers.

A new address needs a row here; deriving the rows from ROLES would only prove that the code agrees with itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import NOW, make_officer
from yipanqi.access.roles import ROLES
from yipanqi.records.models import Agency, AgencyKind, Officer

# --- Who -----------------------------------------------------------------------------------------------------

HELD_AT = {
    "office_worker": AgencyKind.OFFICE,
    "county_officer": AgencyKind.COUNTY,
    "county_head": AgencyKind.COUNTY,
    "bureau_head": AgencyKind.COUNTY,
    "city_officer": AgencyKind.CITY,
    "city_inspector": AgencyKind.CITY,
    "city_leader": AgencyKind.CITY,
    "prosecutor": AgencyKind.PARTNER,
    "committee_contact": AgencyKind.PARTNER,
    "grid_worker": AgencyKind.OFFICE,
    "social_worker": AgencyKind.OFFICE,
    "counsellor": AgencyKind.COUNTY,
    "system_admin": AgencyKind.CITY,
    "security_admin": AgencyKind.CITY,
    "audit_admin": AgencyKind.CITY,
}
EVERY_ROLE = frozenset(HELD_AT)
SYSTEM = frozenset({"system_admin"})
SECURITY = frozenset({"security_admin"})
AUDIT = frozenset({"audit_admin"})
WORKERS = frozenset({"office_worker", "county_officer", "county_head"})
COUNTY = frozenset({"county_officer", "county_head"})
EXPORTERS = WORKERS | {"city_officer", "city_inspector"}
BOARD = COUNTY | {"bureau_head", "city_officer", "city_inspector", "city_leader", "prosecutor"}
READERS = WORKERS | {"bureau_head", "city_officer", "city_inspector", "prosecutor"}
LAW = EVERY_ROLE - SYSTEM - SECURITY - AUDIT
SEE_AGENCIES = SYSTEM | SECURITY | AUDIT | {"county_head", "bureau_head", "city_leader"}
CONFIRM = SYSTEM | SECURITY

# --- What: name of the address → roles let in (a stranger is sent to sign-in) ----------------------------------

TABLE: dict[str, frozenset[str]] = {
    "home": EVERY_ROLE,
    # 待办与案件
    "queue": READERS,
    "duty_why": READERS,
    "search": READERS,
    "cases": READERS,
    "case": READERS,
    "case_duties": READERS,
    "case_facts": READERS,
    "case_events": READERS,
    "case_changes": READERS,
    "case_looks": READERS,
    "case_correct": COUNTY,
    "case_open": WORKERS | {"city_inspector", "prosecutor"},
    "case_identity": WORKERS | {"city_officer"},
    "acts": WORKERS,
    "act": WORKERS,
    "fill_in": WORKERS,
    "pending_release": READERS,
    "load": READERS,
    "keep_view": READERS,
    "drop_view": READERS,
    "cases_export": EXPORTERS,
    "case_export": EXPORTERS,
    # 全局看板
    "board": BOARD,
    "board_rows": BOARD,
    # 台账导入
    "imports": COUNTY,
    "import_upload": COUNTY,
    "import_template": COUNTY,
    "import_batch": COUNTY,
    "import_progress": COUNTY,
    "import_continue": COUNTY,
    "import_rejected": COUNTY,
    "import_take": COUNTY,
    "import_answer": COUNTY,
    "import_undo": COUNTY,
    # 法规库
    "law": LAW,
    "law_rule": LAW,
    "holidays": LAW,
    "rehearsals": frozenset({"city_officer", "city_leader"}),
    "rehearsal": frozenset({"city_officer", "city_leader"}),
    "rehearsal_progress": frozenset({"city_officer", "city_leader"}),
    "rehearsal_new": frozenset({"city_officer"}),
    "rehearsal_again": frozenset({"city_officer"}),
    "rehearsal_drop": frozenset({"city_officer"}),
    "rehearsal_sign": frozenset({"city_leader"}),
    # 我的账号
    "mine": EVERY_ROLE,
    "mine_sessions": EVERY_ROLE,
    "mine_end_session": EVERY_ROLE,
    "mine_end_other_sessions": EVERY_ROLE,
    "mine_looks": EVERY_ROLE,
    "account_change_password": EVERY_ROLE,
    "account_reauthenticate": EVERY_ROLE,
    "mfa_reauthenticate": EVERY_ROLE,
    "mfa_reauthenticate_webauthn": EVERY_ROLE,
    "mfa_index": EVERY_ROLE,
    "mfa_activate_totp": EVERY_ROLE,
    "mfa_deactivate_totp": EVERY_ROLE,
    "mfa_list_webauthn": EVERY_ROLE,
    "mfa_add_webauthn": EVERY_ROLE,
    "mfa_remove_webauthn": EVERY_ROLE,
    "mfa_edit_webauthn": EVERY_ROLE,
    "mfa_view_recovery_codes": EVERY_ROLE,
    "mfa_generate_recovery_codes": EVERY_ROLE,
    "mfa_download_recovery_codes": EVERY_ROLE,
    # 机构与权限
    "agencies": SEE_AGENCIES,
    "agencies_roles": SEE_AGENCIES,
    "agencies_grants": SEE_AGENCIES,
    "officer": SEE_AGENCIES,
    "agency_open": SYSTEM,
    "agency_change": SYSTEM,
    "agency_close": SYSTEM,
    "officer_open": SYSTEM,
    "officer_move": SYSTEM,
    "officer_close": SYSTEM,
    "officer_reopen": SYSTEM,
    "officer_reset_password": SYSTEM,
    "officer_reset_factors": SYSTEM,
    "grant_propose": SECURITY,
    "grant_end": SECURITY,
    "grant_confirm": CONFIRM,
    "grant_refuse": CONFIRM,
    # 日志
    "journal": AUDIT,
    "journal_looks": AUDIT,
    "journal_verify": AUDIT,
}

# Not a matter of roles: only whoever has bound a second factor can be asked for it again (403 otherwise).
WITH_FACTOR = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
# Open to anybody: probes (each guards itself) and sign-in.
PUBLIC = frozenset(
    {
        "healthz",
        "metrics",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_email",
        "account_set_password",
        "mfa_authenticate",
    }
)

# --- The comparison ------------------------------------------------------------------------------------------


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


PATTERNS = {str(pattern.name): pattern for pattern in _patterns(get_resolver())}
_SAMPLES = {"IntConverter": 999_999, "SlugConverter": "nothing", "StringConverter": "nothing", "UUIDConverter": None}


def _address(name: str) -> str:
    converters = PATTERNS[name].pattern.converters
    arguments = {key: _SAMPLES[type(converter).__name__] for key, converter in converters.items()}
    return reverse(name, kwargs=arguments)


@pytest.fixture
def one_of_each(db: None) -> dict[str, Officer]:
    """An officer of each role at an agency of the right kind."""
    city = Agency.objects.create(kind=AgencyKind.CITY, name="宜昌市社区矫正管理局", short_name="市局")
    county = Agency.objects.create(
        kind=AgencyKind.COUNTY, name="夷陵区社区矫正管理局", short_name="夷陵区", parent=city
    )
    places = {
        AgencyKind.CITY: city,
        AgencyKind.COUNTY: county,
        AgencyKind.OFFICE: Agency.objects.create(kind="office", name="龙泉司法所", short_name="龙泉所", parent=county),
        AgencyKind.PARTNER: Agency.objects.create(
            kind="partner", name="夷陵区人民检察院", short_name="检察院", parent=county
        ),
    }
    officers = {role: make_officer(role, places[kind], f"{role}某") for role, kind in HELD_AT.items()}
    Officer.objects.update(password=make_password("a-Long-secret-9"))
    return {role: Officer.objects.get(pk=officer.pk) for role, officer in officers.items()}


def _let_in(client: Client, address: str) -> bool:
    """Whether the door opened: whatever lies behind it (nothing there, a form to fill in) is not its business."""
    answer = client.get(address)
    if answer.status_code == 405:
        answer = client.post(address)
    assert answer.status_code < 500, f"{address}: {answer.status_code}"
    return answer.status_code != 403


def test_the_table_names_every_address_and_every_role() -> None:
    named = set(TABLE) | PUBLIC
    assert sorted(set(PATTERNS) - named) == [], "这些地址还没有列入表中"
    assert sorted(named - set(PATTERNS)) == [], "表中的这些地址已不存在"
    assert set(HELD_AT) == set(ROLES)


@pytest.mark.parametrize("role", sorted(HELD_AT))
def test_each_role_is_let_in_where_the_table_says(one_of_each: dict[str, Officer], role: str, client: Client) -> None:
    client.force_login(one_of_each[role])
    told, found = {}, {}
    for name, allowed in TABLE.items():
        if name in WITH_FACTOR:
            continue
        told[name] = role in allowed
        found[name] = _let_in(client, _address(name))
        if settings.SESSION_COOKIE_NAME not in client.cookies:  # pragma: no cover -- an address signed us out
            client.force_login(one_of_each[role])
    assert found == told


def test_a_stranger_is_sent_to_sign_in(db: None, client: Client) -> None:
    for name in TABLE:
        answer = client.get(_address(name))
        if answer.status_code == 405:
            answer = client.post(_address(name))
        assert (name, answer.status_code) == (name, 302)
        assert reverse("account_login") in answer.headers["Location"]


@pytest.mark.parametrize("role", sorted(HELD_AT))
def test_a_proposed_role_opens_nothing(one_of_each: dict[str, Officer], role: str, client: Client) -> None:
    officer = one_of_each[role]
    officer.grants.update(confirmed_at=None)
    client.force_login(officer)
    closed = [name for name, allowed in TABLE.items() if allowed != EVERY_ROLE]
    assert [name for name in closed if _let_in(client, _address(name))] == []


def test_an_ended_role_opens_nothing(one_of_each: dict[str, Officer], client: Client) -> None:
    officer = one_of_each["system_admin"]
    officer.grants.update(ended_at=NOW)
    client.force_login(officer)
    assert not _let_in(client, reverse("agencies"))
