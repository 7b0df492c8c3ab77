"""Which cases, and may I? One answer, in the query, in the act and in the database."""

from itertools import product

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast, everywhere, make_case, make_cast, make_officer, make_person, signed_in
from yipanqi.access import scope
from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES
from yipanqi.access.scope import Scope, cases_for, grants_of, may, scope_of
from yipanqi.actions import duties
from yipanqi.records.models import (
    Agency,
    AgencyKind,
    Case,
    Duty,
    Event,
    JournalLine,
    Officer,
    Person,
    ProhibitionOrder,
    RoleGrant,
)

OF_PERSONS = (Case, Person, Duty, Event, ProhibitionOrder)


@pytest.fixture
def cast(db: None) -> Cast:
    with everywhere():
        return make_cast()


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """One case at each office, one at each county without office."""
    places = (
        (cast.county, cast.office),
        (cast.county, cast.second_office),
        (cast.county, None),
        (cast.other_county, cast.other_office),
        (cast.other_county, None),
    )
    with everywhere():
        made = [make_case(county, office) for county, office in places]
        duties.refresh_many([case.pk for case in made], now=NOW)
        for case in made:
            Event.objects.create(case=case, kind="reported", on=case.term_starts_on, recorded_at=NOW)
            ProhibitionOrder.objects.create(case=case, text="禁止进入夜总会")
    return made


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_list_and_the_question_agree(cast: Cast, cases: list[Case], data: st.DataObject) -> None:
    """Any roles at any agencies: a case is in the list exactly when the question says yes, and never unseen."""
    agencies = list(Agency.objects.all())
    grants = data.draw(
        st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.sampled_from(agencies)), max_size=3, unique=True)
    )
    permission = data.draw(st.sampled_from(list(Permission)))
    with transaction.atomic():
        officer = Officer.objects.create(username="someone", full_name="某人", agency=cast.city, opened_at=NOW)
        for role, agency in grants:
            RoleGrant.objects.create(officer=officer, role=role, agency=agency, proposed_at=NOW, confirmed_at=NOW)
        scope.apply(scope.system_scope())
        listed = set(cases_for(officer, permission).values_list("pk", flat=True))
        assert listed == {case.pk for case in cases if may(officer, permission, case)}
        scope.apply(scope_of(officer))
        if permission in scope.CASE_PERMISSIONS:
            assert set(cases_for(officer, permission).values_list("pk", flat=True)) == listed
        transaction.set_rollback(True)


def test_no_scope_no_rows_even_with_the_filter_left_out(cast: Cast, cases: list[Case]) -> None:
    with transaction.atomic():
        scope.apply(Scope())
        assert [model.__name__ for model in OF_PERSONS if model._default_manager.exists()] == []
        assert not JournalLine.objects.exists()
        with connection.cursor() as cursor:
            for table in ("case", "person", "event"):
                cursor.execute(f"SELECT count(*) FROM records_{table}history")
                assert cursor.fetchone() == (0,)


def test_a_connection_nobody_told_a_scope_sees_nothing(cast: Cast, cases: list[Case]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("counties", "offices", "officer", "sealed", "journal", "system"):
            cursor.execute(f"RESET yipanqi.{name}")
        cursor.execute("SELECT count(*) FROM records_case")
        assert cursor.fetchone() == (0,)


def test_the_officer_of_another_agency_finds_nothing_of_ours(cast: Cast, cases: list[Case]) -> None:
    ours = {case.pk for case in cases[:3]}
    for stranger in (cast.other_worker, cast.other_county_officer):
        with signed_in(stranger):
            assert not Case.objects.filter(pk__in=ours).exists()
            assert not Duty.objects.filter(case_id__in=ours).exists()
            assert not Event.objects.filter(case_id__in=ours).exists()
            assert not Person.objects.filter(cases__in=ours).exists()
            assert Case.objects.filter(pk__in=ours).update(remarks="改") == 0


def test_everybody_sees_what_the_role_reaches(cast: Cast, cases: list[Case]) -> None:
    seen = {
        "worker": 1,
        "county_officer": 3,
        "prosecutor": 3,
        "inspector": 5,
        "administrator": 0,
        "other_worker": 1,
        "other_county_officer": 2,
    }
    for name, number in seen.items():
        officer: Officer = getattr(cast, name)
        with signed_in(officer):
            assert Case.objects.count() == number, name
            assert cases_for(officer, Permission.SEE_CASES).count() == number, name


def test_a_case_cannot_be_written_into_another_scope(cast: Cast, cases: list[Case]) -> None:
    with signed_in(cast.worker), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Case.objects.filter(pk=cases[0].pk).update(county=cast.other_county, office=cast.other_office)
    with signed_in(cast.worker), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        make_case(cast.other_county, cast.other_office)


def test_a_role_counts_from_its_confirmation_to_its_end(cast: Cast, cases: list[Case]) -> None:
    officer = Officer.objects.create(username="new", full_name="新人", agency=cast.office, opened_at=NOW)
    grant = RoleGrant.objects.create(officer=officer, role="office_worker", agency=cast.office, proposed_at=NOW)
    assert grants_of(Officer.objects.get(pk=officer.pk)) == []
    RoleGrant.objects.filter(pk=grant.pk).update(confirmed_at=NOW)
    assert len(grants_of(Officer.objects.get(pk=officer.pk))) == 1
    RoleGrant.objects.filter(pk=grant.pk).update(ended_at=NOW)
    assert grants_of(Officer.objects.get(pk=officer.pk)) == []


def test_a_closed_account_holds_nothing(cast: Cast, cases: list[Case]) -> None:
    Officer.objects.filter(pk=cast.worker.pk).update(is_active=False)
    gone = Officer.objects.get(pk=cast.worker.pk)
    assert not any(may(gone, permission) for permission in Permission)


def test_administrators_and_partners_without_reach_see_no_case(cast: Cast, cases: list[Case]) -> None:
    partner = Agency.objects.create(
        kind=AgencyKind.PARTNER, name="某社会组织", short_name="社会组织", parent=cast.county
    )
    for role, agency in product(
        ("system_admin", "security_admin", "audit_admin", "grid_worker", "social_worker", "counsellor"),
        (cast.city, cast.county, partner),
    ):
        officer = make_officer(role, agency, "无案件")
        with signed_in(officer):
            assert not Case.objects.exists(), role


def test_a_prosecutor_of_a_procuratorate_reads_its_county(cast: Cast, cases: list[Case]) -> None:
    procuratorate = Agency.objects.create(
        kind=AgencyKind.PARTNER, name="西陵区人民检察院", short_name="西陵检察院", parent=cast.county
    )
    prosecutor = make_officer("prosecutor", procuratorate, "秦检")
    with signed_in(prosecutor):
        assert Case.objects.count() == 3
        assert not may(prosecutor, Permission.RECORD_WORK, cases[0])


def test_a_person_registered_here_is_seen_before_the_case_is(cast: Cast) -> None:
    with everywhere():
        person = make_person(cast.county)
    with signed_in(cast.county_officer):
        assert Person.objects.filter(pk=person.pk).exists()
    with signed_in(cast.other_county_officer):
        assert not Person.objects.filter(pk=person.pk).exists()
