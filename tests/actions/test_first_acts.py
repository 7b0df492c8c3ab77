"""The registry that pages draw their buttons from."""

import inspect

from yipanqi.actions.filling import FILLABLE
from yipanqi.actions.first_acts import ACTS, FirstAct, for_rule
from yipanqi.law.duties import RULES


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
