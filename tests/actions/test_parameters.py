"""A parameter of the city: one proposes, another signs, and only numbers the law leaves open can be set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import NOW, Cast, everywhere, make_officer, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions.parameters import ParameterRefused, propose_parameter, sign_parameter
from yipanqi.law.parameters import DECLARATION_DAYS
from yipanqi.records.models import JournalLine, Officer, Parameter
from yipanqi.records.rulebook import region

FROM = date(2026, 12, 1)


@pytest.fixture
def clerk(cast: Cast) -> Officer:
    """The city officer who proposes."""
    with everywhere():
        return make_officer("city_officer", cast.city, "林予安")


def propose(by: Officer, **given: Any) -> Parameter:
    asked = {"name": "declaration_days", "value": 3, "from_on": FROM, "source": "宜司发〔2026〕9号（虚构）", **given}
    with signed_in(by):
        return propose_parameter(by=by, now=NOW, **asked)


def sign(by: Officer, parameter: Parameter) -> Parameter:
    with signed_in(by):
        return sign_parameter(by=by, parameter_id=parameter.pk, now=NOW)


def test_one_proposes_another_signs_and_only_then_it_holds(cast: Cast, clerk: Officer) -> None:
    proposed = propose(clerk, source="  宜司发〔2026〕9号（虚构） ")
    assert region().value(DECLARATION_DAYS, FROM) is None
    signed = sign(cast.leader, proposed)
    assert (signed.signed_by, signed.source) == (cast.leader, "宜司发〔2026〕9号（虚构）")
    assert region().value(DECLARATION_DAYS, FROM) == 3
    assert region().value(DECLARATION_DAYS, date(2026, 11, 30)) is None
    with everywhere():
        assert [line.verb for line in JournalLine.objects.order_by("pk")] == ["parameter.proposed", "parameter.signed"]


def test_a_limit_can_be_taken_away_from_a_day_on(cast: Cast, clerk: Officer) -> None:
    sign(cast.leader, propose(clerk))
    sign(cast.leader, propose(clerk, value=None, from_on=date(2027, 6, 1)))
    days = (date(2026, 12, 1), date(2027, 5, 31), date(2027, 6, 1))
    assert [region().value(DECLARATION_DAYS, day) for day in days] == [3, 3, None]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "report_in_days"}, "法定期限只能由法律修改"),
        ({"name": "no_such"}, "不是市流程参数"),
        ({"value": 0}, "应为正整数"),
        ({"value": -2}, "入矫宣告期限填了 -2"),
        ({"source": "  "}, "请写明入矫宣告期限的依据"),
    ],
)
def test_a_legal_number_or_a_wrong_value_is_refused(clerk: Officer, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ParameterRefused, match=sentence):
        propose(clerk, **given)
    assert not Parameter.objects.exists()


def test_a_waiting_proposal_is_amended_a_signed_one_is_not(cast: Cast, clerk: Officer) -> None:
    first = propose(clerk)
    second = propose(clerk, value=4)
    assert (first.pk, second.value) == (second.pk, 4)
    sign(cast.leader, second)
    with pytest.raises(ParameterRefused, match="已经签发，请另选起用日期"):
        propose(clerk, value=5)
    with pytest.raises(ParameterRefused, match="不能重复签发"):
        sign(cast.leader, second)


def test_whoever_proposed_cannot_sign(cast: Cast, clerk: Officer) -> None:
    proposed = propose(clerk)
    Parameter.objects.filter(pk=proposed.pk).update(proposed_by=cast.leader)
    with pytest.raises(ParameterRefused, match="提出人不能签发自己的提议"):
        sign(cast.leader, proposed)


def test_what_is_not_there_cannot_be_signed(cast: Cast) -> None:
    with pytest.raises(ParameterRefused, match="没有找到这项提议"):
        sign(cast.leader, Parameter(pk=999_999))


def test_office_and_county_neither_propose_nor_sign(cast: Cast, clerk: Officer) -> None:
    proposed = propose(clerk)
    for stranger in (cast.worker, cast.county_officer, cast.prosecutor, cast.administrator, cast.leader):
        with pytest.raises(NotPermitted):
            propose(stranger)
    for stranger in (cast.worker, cast.county_officer, cast.prosecutor, cast.administrator, clerk):
        with pytest.raises(NotPermitted):
            sign(stranger, proposed)
