"""The registry that pages draw their buttons from."""

import inspect
from datetime import date

from tests.cast import NOW, TODAY, Cast, everywhere, make_case
from yipanqi.actions import duties
from yipanqi.actions.filling import FILLABLE
from yipanqi.actions.first_acts import ACTS, FirstAct, for_duty, for_rule, on_case
from yipanqi.law.duties import RULES
from yipanqi.records.models import Case, Duty, Officer


def test_every_act_answers_rules_that_exist() -> None:
    named = {rule for act in ACTS.values() for rule in act.rules}
    assert named <= set(RULES)
    assert set(RULES) >= FILLABLE
    assert all(for_rule(rule) is not None for rule in FILLABLE)


def test_every_form_asks_for_the_arguments_of_its_act() -> None:
    for act in ACTS.values():
        asked = {field.name for field in act.fields}
        assert asked <= _arguments(act), act.key
        assert _without_default(act) <= asked, act.key


def test_every_button_begins_with_a_verb() -> None:
    verbs = ("登记", "记录", "确定", "办理", "更正", "指定", "变更", "撤回")
    assert all(act.label.startswith(verbs) for act in ACTS.values())


def _arguments(act: FirstAct) -> set[str]:
    return set(inspect.signature(act.run).parameters) - {"by", "case_id", "now"}


def _without_default(act: FirstAct) -> set[str]:
    parameters = inspect.signature(act.run).parameters.values()
    return {p.name for p in parameters if p.default is p.empty} - {"by", "case_id", "now"}


def test_a_duty_has_the_button_of_its_act_for_those_who_may(cast: Cast) -> None:
    with everywhere():
        case, arrived = make_case(cast.county, cast.office), make_case(cast.county, cast.office, arrived_on=TODAY)
        duties.refresh_many([case.pk, arrived.pk], now=NOW)
        rows = {duty.rule: duty for duty in Duty.objects.filter(case__in=(case, arrived)).order_by("-case_id")}

    def button(rule: str, by: Officer) -> str | None:
        act = for_duty(rows[rule], by=by, case=rows[rule].case, today=TODAY)
        return act.label if act else None

    assert button("intake.report_in_person", cast.worker) == "登记报到"
    assert button("plan.declare", cast.worker) == "记录入矫宣告"
    assert button("intake.report_in_person", cast.prosecutor) is None
    assert button("intake.report_in_person", cast.other_worker) is None
    assert button("release.release", cast.county_officer) is None, "the term has not ended"
    later = [rule for rule in rows if for_rule(rule) is None]
    assert later, "later acts have no button"
    assert {button(rule, cast.county_officer) for rule in later} == {None}


def test_the_menu_of_a_case_follows_the_case_and_the_officer(cast: Cast) -> None:
    with everywhere():
        running = make_case(cast.county, cast.office)
        expired = make_case(cast.county, cast.office, arrived_on=TODAY, term_ends_on=date(2026, 11, 20))
        ended = make_case(cast.county, cast.office, ended_on=TODAY, ended_kind="died")

    def menu(case: Case, by: Officer) -> set[str]:
        return {act.key for act in on_case(case, by=by, today=TODAY)}

    assert {"register_arrival", "record_report", "withdraw_event"} <= menu(running, cast.worker)
    assert menu(running, cast.worker).isdisjoint({"release", "correct_fact", "record_medical_review"})
    assert "release" not in menu(running, cast.county_officer)
    assert {"release", "correct_fact", "change_office"} <= menu(expired, cast.county_officer)
    assert menu(ended, cast.county_officer) == {"correct_fact", "record_end_notice"}
    assert menu(running, cast.inspector) == menu(running, cast.other_county_officer) == set()
