"""A role needs two people: the security administrator proposes, another one confirms, and never for themselves."""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast, everywhere, make_cast, make_officer, signed_in
from yipanqi.access.permissions import Permission
from yipanqi.access.scope import NotPermitted, permissions_of
from yipanqi.actions import roles
from yipanqi.actions.roles import RoleRefused
from yipanqi.records.models import Agency, JournalLine, Officer, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def security(cast: Cast) -> Officer:
    return make_officer("security_admin", cast.city, "安全")


@pytest.fixture
def newcomer(cast: Cast) -> Officer:
    return Officer.objects.create(username="newcomer", full_name="新人", agency=cast.office, opened_at=NOW)


def _propose(by: Officer, officer: Officer, role: str, agency: Agency, reason: str = "任〔2026〕1号") -> RoleGrant:
    with signed_in(by):
        return roles.propose_role(by=by, officer_id=officer.pk, role=role, agency_id=agency.pk, reason=reason, now=NOW)


def _held(officer: Officer) -> frozenset[Permission]:
    return permissions_of(Officer.objects.get(pk=officer.pk))


def test_a_role_works_only_once_another_person_has_confirmed_it(
    cast: Cast, security: Officer, newcomer: Officer
) -> None:
    grant = _propose(security, newcomer, "office_worker", cast.office)
    assert _held(newcomer) == frozenset()
    with signed_in(cast.administrator):
        roles.confirm_role(by=cast.administrator, grant_id=grant.pk, now=NOW)
    assert Permission.REGISTER_ARRIVAL in _held(newcomer)
    with everywhere():
        verbs = list(JournalLine.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["role.proposed", "role.confirmed"]


def test_nobody_confirms_what_he_proposed(cast: Cast, security: Officer, newcomer: Officer) -> None:
    grant = _propose(security, newcomer, "office_worker", cast.office)
    with signed_in(security), pytest.raises(RoleRefused, match="自己提出"):
        roles.confirm_role(by=security, grant_id=grant.pk, now=NOW)


def test_nobody_gives_himself_a_role(cast: Cast, security: Officer) -> None:
    with pytest.raises(RoleRefused, match="给自己"):
        _propose(security, security, "county_officer", cast.county)


def test_nobody_confirms_his_own_role(cast: Cast, security: Officer) -> None:
    second = make_officer("security_admin", cast.city, "第二")
    waiting = RoleGrant.objects.create(
        officer=second, role="security_admin", agency=cast.county, proposed_by=security, proposed_at=NOW
    )
    with signed_in(second), pytest.raises(RoleRefused, match="授予自己"):
        roles.confirm_role(by=second, grant_id=waiting.pk, now=NOW)


@pytest.mark.parametrize("role", ["county_officer", "audit_admin", "security_admin"])
def test_administrators_stay_apart_from_each_other_and_from_cases(cast: Cast, security: Officer, role: str) -> None:
    agency = cast.county if role == "county_officer" else cast.city
    with pytest.raises(RoleRefused, match="三类管理员须分设"):
        _propose(security, cast.administrator, role, agency)


def test_a_case_worker_does_not_become_administrator(cast: Cast, security: Officer) -> None:
    with pytest.raises(RoleRefused, match="三类管理员须分设"):
        _propose(security, cast.inspector, "audit_admin", cast.city)


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("office_worker", "county"),
        ("county_officer", "city"),
        ("county_officer", "office"),
        ("city_inspector", "county"),
        ("prosecutor", "county"),
        ("system_admin", "county"),
    ],
)
def test_a_role_fits_the_kind_of_agency(
    cast: Cast, security: Officer, newcomer: Officer, role: str, where: str
) -> None:
    with pytest.raises(RoleRefused, match="只能在"):
        _propose(security, newcomer, role, getattr(cast, where))


def test_a_prosecutor_serves_at_a_procuratorate(cast: Cast, security: Officer, newcomer: Officer) -> None:
    bureau = Agency.objects.create(kind="partner", name="宜昌市民政局", short_name="民政局", parent=cast.city)
    with pytest.raises(RoleRefused, match="人民检察院"):
        _propose(security, newcomer, "prosecutor", bureau)


def test_a_role_is_not_proposed_twice_nor_without_a_reason(cast: Cast, security: Officer, newcomer: Officer) -> None:
    with pytest.raises(RoleRefused, match="事由"):
        _propose(security, newcomer, "office_worker", cast.office, reason="  ")
    _propose(security, newcomer, "office_worker", cast.office)
    with pytest.raises(RoleRefused, match="已有"):
        _propose(security, newcomer, "office_worker", cast.office)


def test_a_refused_proposal_is_closed_with_its_reason(cast: Cast, security: Officer, newcomer: Officer) -> None:
    grant = _propose(security, newcomer, "office_worker", cast.office)
    with signed_in(cast.administrator):
        roles.refuse_role(by=cast.administrator, grant_id=grant.pk, reason="尚未到任", now=NOW)
        with pytest.raises(RoleRefused, match="已经办过"):
            roles.confirm_role(by=cast.administrator, grant_id=grant.pk, now=NOW)
    grant.refresh_from_db()
    assert (grant.reason, grant.ended_by, grant.confirmed_at) == ("尚未到任", cast.administrator, None)


def test_a_role_ends_at_once_and_the_last_administrator_stays(cast: Cast, security: Officer) -> None:
    with signed_in(security):
        roles.end_role(by=security, grant_id=cast.worker.grants.get().pk, reason="调离", now=NOW)
        with pytest.raises(RoleRefused, match="唯一在任"):
            roles.end_role(by=security, grant_id=cast.administrator.grants.get().pk, reason="调离", now=NOW)
    assert _held(cast.worker) == frozenset()
    assert Permission.MANAGE_ACCOUNTS in _held(cast.administrator)


def test_neither_system_administrator_nor_county_proposes_roles(cast: Cast, newcomer: Officer) -> None:
    for officer in (cast.administrator, cast.county_officer, cast.leader):
        with pytest.raises(NotPermitted):
            _propose(officer, newcomer, "office_worker", cast.office)


def test_the_exception_at_installation_works_once(cast: Cast, newcomer: Officer) -> None:
    Officer.objects.filter(pk=newcomer.pk).update(agency=cast.city)
    first = Officer.objects.get(pk=newcomer.pk)
    with everywhere():
        roles.seat_first_administrator(officer=first, role="audit_admin", now=NOW)
        with pytest.raises(RoleRefused, match="已经有过"):
            roles.seat_first_administrator(officer=first, role="audit_admin", now=NOW)
        with pytest.raises(RoleRefused, match="三类管理员"):
            roles.seat_first_administrator(officer=first, role="city_leader", now=NOW)
    assert _held(first) >= {Permission.READ_JOURNAL}
