"""Parameters of the city: proposed by one, rehearsed over the caseload, signed by another, then in force by date."""

from __future__ import annotations

from datetime import date, datetime

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.law.parameters import PARAMETERS
from yipanqi.records.models import Officer, Parameter


class ParameterRefused(Refused):
    """The parameter cannot be proposed or signed like that."""


@act
def propose_parameter(
    *, by: Officer, name: str, value: int | None, from_on: date, source: str, now: datetime
) -> Parameter:
    """Propose a value (None: no limit) for a parameter the law leaves open; a legal number is refused."""
    require(by, Permission.PROPOSE_PARAMETER)
    if name not in PARAMETERS:
        raise ParameterRefused(f"“{name}”不是市流程参数：法定期限只能由法律修改，请在法规库核对参数名称。")
    title = PARAMETERS[name].title
    if value is not None and value < 1:
        raise ParameterRefused(f"{title}填了 {value}，应为正整数；不设期限请留空。")
    if not source.strip():
        raise ParameterRefused(f"请写明{title}的依据，例如印发文件的名称和文号。")
    waiting = Parameter.objects.select_for_update().filter(name=name, from_on=from_on).first()
    if waiting is not None and waiting.signed_at is not None:
        raise ParameterRefused(f"{title}自 {from_on} 起的取值已经签发，请另选起用日期。")
    parameter = waiting or Parameter(name=name, from_on=from_on)
    parameter.value, parameter.source = value, source.strip()
    parameter.proposed_by, parameter.proposed_at = by, now
    parameter.save()
    journal.write("parameter.proposed", by=by, at=now, parameter=name, value=value, from_on=from_on)
    return parameter


@act
def sign_parameter(*, by: Officer, parameter_id: int, now: datetime) -> Parameter:
    """Put a proposed value in force; whoever proposed it cannot sign it."""
    require(by, Permission.SIGN_PARAMETER)
    parameter = Parameter.objects.select_for_update().filter(pk=parameter_id).first()
    if parameter is None:
        raise ParameterRefused("没有找到这项提议，可能已被收回，请刷新后再看。")
    if parameter.signed_at is not None:
        raise ParameterRefused("这项提议已经签发，不能重复签发。")
    if parameter.proposed_by_id == by.pk:
        raise ParameterRefused("提出人不能签发自己的提议，请由另一人签发。")
    parameter.signed_by, parameter.signed_at = by, now
    parameter.save(update_fields=["signed_by", "signed_at"])
    journal.write(
        "parameter.signed", by=by, at=now, parameter=parameter.name, value=parameter.value, from_on=parameter.from_on
    )
    return parameter
