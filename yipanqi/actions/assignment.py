"""Who works on a case: the responsible officer and the commissioned justice office."""

from __future__ import annotations

from datetime import datetime

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may
from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.opening import take_running, touch
from yipanqi.records.models import Agency, AgencyKind, Case, Officer


class NotEligible(Refused):
    """The officer or office cannot take this case."""


@act
def assign_responsible(*, by: Officer, case_id: int, responsible_id: int | None, now: datetime) -> Case:
    """指定责任人: an officer of the case's county agency or office; None takes the assignment back."""
    case = take_running(by, Permission.ASSIGN_CASE, case_id)
    if responsible_id == case.responsible_id:
        raise Refused(f"{case.number} 的责任人没有变化。")
    responsible = _responsible(case, responsible_id) if responsible_id is not None else None
    case.responsible = responsible
    case.save(update_fields=["responsible", *touch(case, by, now)])
    journal.write("case.assigned", case=case, by=by, at=now, responsible=responsible_id)
    return case


def _responsible(case: Case, officer_id: int) -> Officer:
    officer = Officer.objects.select_related("agency").filter(pk=officer_id, is_active=True).first()
    if officer is None:
        raise NotEligible("没有这名工作人员，或者其账号已停用，请另选责任人。")
    if not may(officer, Permission.RECORD_WORK, case):
        raise NotEligible(
            f"{officer.full_name}（{officer.agency.short_name}）不能办理 {case.number}，请从本案机构选择。"
        )
    return officer


@act
def change_office(*, by: Officer, case_id: int, office_id: int | None, now: datetime) -> Case:
    """指定或者变更受委托司法所, within the county; a responsible officer who cannot follow is taken off."""
    case = take_running(by, Permission.ASSIGN_CASE, case_id)
    if office_id == case.office_id:
        raise Refused(f"{case.number} 的受委托司法所没有变化。")
    former = case.office_id
    case.office = _office(case, office_id) if office_id is not None else None
    if case.responsible is not None and not may(case.responsible, Permission.RECORD_WORK, case):
        case.responsible = None
    case.save(update_fields=["office", "responsible", *touch(case, by, now)])
    duties.refresh(case, now=now)
    journal.write("case.office_changed", case=case, by=by, at=now, former=former, office=office_id)
    return case


def _office(case: Case, office_id: int) -> Agency:
    office = Agency.objects.filter(pk=office_id, kind=AgencyKind.OFFICE, closed_on=None).first()
    if office is None:
        raise NotEligible("没有这个司法所，或者该所已撤销，请另选。")
    if office.parent_id != case.county_id:
        raise NotEligible(f"{office.name}不属于{case.county.name}；跨县区的变动须办理变更执行地。")
    return office
