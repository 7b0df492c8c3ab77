"""Cases go to an office and to a responsible officer; the duties go along."""

import pytest

from tests.cast import NOW, Cast, everywhere, make_case, make_officer, signed_in
from yipanqi.actions import duties
from yipanqi.actions.act import Refused
from yipanqi.actions.assignment import NotEligible, assign_responsible, change_office
from yipanqi.records.models import Case, Duty, JournalLine


@pytest.fixture
def case(cast: Cast) -> Case:
    with everywhere():
        made = make_case(cast.county, None)
        duties.refresh(made, now=NOW)
    return made


def test_a_case_without_office_gets_one_and_its_worker_sees_it(cast: Cast, case: Case) -> None:
    with signed_in(cast.worker):
        assert not Case.objects.exists()
    with signed_in(cast.county_officer):
        change_office(by=cast.county_officer, case_id=case.pk, office_id=cast.office.pk, now=NOW)
    with signed_in(cast.worker):
        assert Case.objects.filter(pk=case.pk).exists()
        assert set(Duty.objects.values_list("office_id", flat=True)) == {cast.office.pk}
    with everywhere():
        line = JournalLine.objects.get(verb="case.office_changed")
        assert line.data == {"former": None, "office": cast.office.pk}


def test_the_case_moves_on_and_the_old_office_sees_it_no_more(cast: Cast, case: Case) -> None:
    with signed_in(cast.county_officer):
        change_office(by=cast.county_officer, case_id=case.pk, office_id=cast.office.pk, now=NOW)
        assign_responsible(by=cast.county_officer, case_id=case.pk, responsible_id=cast.worker.pk, now=NOW)
        moved = change_office(by=cast.county_officer, case_id=case.pk, office_id=cast.second_office.pk, now=NOW)
    assert moved.responsible is None, "who cannot follow is taken off"
    with signed_in(cast.worker):
        assert not Case.objects.exists()
        assert not Duty.objects.exists()


def test_another_countys_office_is_a_change_of_the_place_of_execution(cast: Cast, case: Case) -> None:
    with signed_in(cast.county_officer), pytest.raises(NotEligible, match="变更执行地"):
        change_office(by=cast.county_officer, case_id=case.pk, office_id=cast.other_office.pk, now=NOW)
    with signed_in(cast.county_officer), pytest.raises(NotEligible, match="没有这个司法所"):
        change_office(by=cast.county_officer, case_id=case.pk, office_id=cast.county.pk, now=NOW)


def test_the_responsible_officer_works_where_the_case_is(cast: Cast, case: Case) -> None:
    with everywhere():
        colleague = make_officer("county_officer", cast.county, "孙丽")
    with signed_in(cast.county_officer):
        assigned = assign_responsible(by=cast.county_officer, case_id=case.pk, responsible_id=colleague.pk, now=NOW)
        assert assigned.responsible_id == colleague.pk
        for stranger in (cast.other_worker, cast.prosecutor, cast.worker):
            with pytest.raises(NotEligible, match="不能办理"):
                assign_responsible(by=cast.county_officer, case_id=case.pk, responsible_id=stranger.pk, now=NOW)
        with pytest.raises(NotEligible, match="没有这名工作人员"):
            assign_responsible(by=cast.county_officer, case_id=case.pk, responsible_id=10**9, now=NOW)
        with pytest.raises(Refused, match="没有变化"):
            assign_responsible(by=cast.county_officer, case_id=case.pk, responsible_id=colleague.pk, now=NOW)
        freed = assign_responsible(by=cast.county_officer, case_id=case.pk, responsible_id=None, now=NOW)
        assert freed.responsible is None
