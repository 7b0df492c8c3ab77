"""A wrong fact is corrected: the clocks move, the old value stays on file, two people do not overwrite each other."""

from datetime import date

import pytest

from tests.cast import NOW, Cast, everywhere, make_case, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import duties
from yipanqi.actions.act import Refused
from yipanqi.actions.correctable import FACTS, FactRefused
from yipanqi.actions.corrections import Conflict, correct_fact, current, register_level
from yipanqi.records.models import Case, Duty, JournalLine, Person


@pytest.fixture
def case(cast: Cast) -> Case:
    with everywhere():
        made = make_case(cast.county, cast.office, term_starts_on=date(2026, 11, 4))
        duties.refresh(made, now=NOW)
    return made


def correct(
    cast: Cast, case: Case, field: str, value: str, *, revision: int = 1, reason: str = "判决书抄录有误"
) -> Case:
    with signed_in(cast.county_officer):
        return correct_fact(
            by=cast.county_officer,
            case_id=case.pk,
            field=field,
            value=value,
            reason=reason,
            revision=revision,
            now=NOW,
        )


def test_a_moved_clock_keeps_its_row(cast: Cast, case: Case) -> None:
    with everywhere():
        before = Duty.objects.get(case=case, rule="intake.report_in_person")
    corrected = correct(cast, case, "effective_on", "2026-11-03")
    with everywhere():
        after = Duty.objects.get(case=case, rule="intake.report_in_person")
        line = JournalLine.objects.get(verb="case.corrected")
    assert (before.pk, before.due_on) == (after.pk, date(2026, 11, 11))
    assert after.due_on == date(2026, 11, 13)
    assert corrected.revision == 2
    assert line.data == {"field": "effective_on", "revision": 2}, "the reason is free text: it stays with the case"


def test_the_old_value_and_the_reason_stay_in_the_history(cast: Cast, case: Case) -> None:
    correct(cast, case, "effective_on", "2026-11-03")
    with everywhere():
        case.refresh_from_db()
        versions = case.history.order_by("pgh_id").values_list("effective_on", "more__correction__reason")  # type: ignore[attr-defined]
        assert list(versions) == [(date(2026, 11, 1), None), (date(2026, 11, 3), "判决书抄录有误")]
        assert case.updated_by_id == cast.county_officer.pk


def test_a_refresh_alone_makes_no_version(cast: Cast, case: Case) -> None:
    with everywhere():
        assert case.facts_digest
        assert case.history.count() == 1  # type: ignore[attr-defined]


def test_two_people_do_not_overwrite_each_other(cast: Cast, case: Case) -> None:
    correct(cast, case, "effective_on", "2026-11-03", revision=1)
    with pytest.raises(Conflict, match="“生效日期”现为“2026-11-03”，您填的是“2026-11-02”"):
        correct(cast, case, "effective_on", "2026-11-02", revision=1)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("effective_on", "2026-13-01", "应为日期"),
        ("arrived_on", "2026-11-25", "晚于今天"),
        ("term_ends_on", "2026-10-01", "早于开始日期 2026-11-04"),
        ("term_starts_on", "", "不能为空"),
        ("category", "刑满释放", "只能是管制、缓刑、假释、暂予监外执行之一"),
        ("custody_days", "三天", "应为 0 至 20000 的整数"),
        ("documents_complete", "大概", "应为是或者否"),
        ("doc_no", "号" * 101, "最多 100 字"),
        ("effective_on", "2026-11-01", "没有变化"),
        ("number", "X1", "不是可以更正的事实"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, case: Case, field: str, value: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        correct(cast, case, field, value)


def test_a_reason_is_asked_for(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="原因"):
        correct(cast, case, "level", "严管", reason="  ")


def test_a_person_who_is_a_woman_after_all(cast: Cast, case: Case) -> None:
    """A fact of the person is asked of each of the person's cases, and the name is found at once."""
    with everywhere():
        second = make_case(cast.county, cast.office, category="管制", term_starts_on=date(2026, 11, 4))
        Case.objects.filter(pk=second.pk).update(person=case.person)
    correct(cast, case, "name", "欧阳静")
    with everywhere():
        keys = Case.objects.filter(person=case.person).values_list("search_key", flat=True)
        person = Person.objects.get(pk=case.person_id)
    assert len(keys) == 2
    assert all("oyj" in key and "欧阳静" in key for key in keys)
    assert (person.name, person.name_key) == ("欧阳静", "ou yang jing")


def test_the_same_case_twice_is_refused(cast: Cast, case: Case) -> None:
    with everywhere():
        second = make_case(cast.county, cast.office, category="管制", term_starts_on=date(2026, 11, 4))
        Case.objects.filter(pk=second.pk).update(person=case.person)
    with pytest.raises(Refused, match="是否重复登记"):
        correct(cast, second, "category", "缓刑")


def test_empty_is_taken_for_what_may_be_unknown(cast: Cast, case: Case) -> None:
    corrected = correct(cast, case, "effective_on", "")
    assert corrected.effective_on is None
    with everywhere():
        owed = Duty.objects.get(case=case, rule="intake.report_in_person")
    assert (owed.due_on, owed.missing != "") == (None, True)


def test_an_office_worker_does_not_correct(cast: Cast, case: Case) -> None:
    with signed_in(cast.worker), pytest.raises(NotPermitted):
        correct_fact(by=cast.worker, case_id=case.pk, field="level", value="严管", reason="评定", revision=1, now=NOW)


def test_every_correctable_fact_is_a_column(cast: Cast, case: Case) -> None:
    with everywhere():
        for fact in FACTS.values():
            current(case, fact)
    assert issubclass(FactRefused, Refused)


def test_a_level_the_ledger_left_out_is_registered_once(cast: Cast, case: Case) -> None:
    officer = cast.county_officer
    with everywhere():
        Case.objects.filter(pk=case.pk).update(level="", arrived_on=date(2026, 11, 5), known_since=date(2026, 11, 10))
        duties.refresh_many([case.pk], now=NOW)
        assert Duty.objects.filter(case=case, rule="plan.set_level", withdrawn_at=None).exists()
    with signed_in(officer):
        with pytest.raises(Refused, match="只能是"):
            register_level(by=officer, case_id=case.pk, level="特管", now=NOW)
        register_level(by=officer, case_id=case.pk, level="严管", now=NOW)
        with pytest.raises(Refused, match="已登记为“严管”"):
            register_level(by=officer, case_id=case.pk, level="普管", now=NOW)
        assert not Duty.objects.filter(case=case, rule="plan.set_level", withdrawn_at=None).exists()
