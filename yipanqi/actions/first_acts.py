"""What the pages may offer: which act answers which rule, its button, its permission and its form, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may
from yipanqi.actions import assignment, correctable, corrections, release, supervision
from yipanqi.law.events import Member
from yipanqi.law.facts import Category, ReleaseGround
from yipanqi.records.models import Case, Duty, Officer


class FieldKind(Enum):
    """How a form asks for a fact."""

    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    MEMBERS = "members"
    FACT = "fact"
    OFFICER = "officer"
    OFFICE = "office"
    EVENT = "event"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act's form; `name` is the act's argument."""

    name: str
    label: str
    kind: FieldKind
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FirstAct:
    """One act: `label` begins with its verb; `rules` are the rules it answers; `suits` says on which cases."""

    key: str
    label: str
    permission: Permission
    run: Callable[..., Any]
    fields: tuple[Field, ...]
    rules: tuple[str, ...] = ()
    several: bool = True
    suits: Callable[[Case, date], bool] = lambda case, today: case.ended_on is None  # noqa: ARG005
    of_duty: Callable[[Duty], Mapping[str, Any]] = lambda duty: {}  # noqa: ARG005 -- what the duty itself says


_NOTE = Field("note", "记事", FieldKind.TEXT, required=False, hint="只存在本案记录中，不进入工作日志")
_REASON = Field("reason", "原因", FieldKind.TEXT)
_MEMBERS = tuple((member.value, member.title) for member in Member)
_CARRIERS = "只列能办理所选全部案件的人：县级机构的工作人员，以及同属一所时该所的工作人员"
_LEVELS = tuple((level, level) for level in correctable.FACTS["level"].choices)
_ARRIVALS = tuple((kind, kind) for kind in supervision.ARRIVAL_KINDS)


def _on(label: str) -> Field:
    return Field("on", label, FieldKind.DATE)


def _not_arrived(case: Case, today: date) -> bool:  # noqa: ARG001
    return case.ended_on is None and case.arrived_on is None


def _temporary(case: Case, today: date) -> bool:  # noqa: ARG001
    return case.ended_on is None and case.category == Category.TEMPORARY.value


def _medical(case: Case, today: date) -> bool:
    return _temporary(case, today) and case.release_ground == ReleaseGround.MEDICAL.value


def _expired(case: Case, today: date) -> bool:
    return case.ended_on is None and case.term_ends_on <= today


def _ended(case: Case, today: date) -> bool:  # noqa: ARG001
    return case.ended_on is not None


def _without_level(case: Case, today: date) -> bool:  # noqa: ARG001
    return case.ended_on is None and not case.level


def _any(case: Case, today: date) -> bool:  # noqa: ARG001
    return True


_ALL = (
    FirstAct(
        "register_arrival",
        "登记报到",
        Permission.REGISTER_ARRIVAL,
        supervision.register_arrival,
        (_on("报到日期"), Field("arrival_kind", "报到情形", FieldKind.CHOICE, False, _ARRIVALS), _NOTE),
        ("intake.report_in_person",),
        suits=_not_arrived,
    ),
    FirstAct(
        "record_declaration",
        "记录入矫宣告",
        Permission.RECORD_WORK,
        supervision.record_declaration,
        (_on("宣告日期"), _NOTE),
        ("plan.declare",),
    ),
    FirstAct(
        "record_group",
        "确定矫正小组",
        Permission.RECORD_WORK,
        supervision.record_group,
        (_on("确定日期"), Field("members", "小组成员", FieldKind.MEMBERS, True, _MEMBERS), _NOTE),
        ("plan.form_group", "plan.include_woman", "plan.include_specialist"),
    ),
    FirstAct(
        "record_plan",
        "登记矫正方案",
        Permission.RECORD_WORK,
        supervision.record_plan,
        (_on("制定日期"), _NOTE),
        ("plan.make_plan",),
    ),
    FirstAct(
        "record_report",
        "记录报告",
        Permission.RECORD_WORK,
        supervision.record_report,
        (_on("报告日期"), _NOTE),
        ("reporting.report",),
    ),
    FirstAct(
        "record_body_report",
        "记录身体情况报告",
        Permission.RECORD_WORK,
        supervision.record_body_report,
        (_on("报告日期"), _NOTE),
        ("medical.report_body",),
        suits=_temporary,
        of_duty=lambda duty: {"month": duty.starts_on},
    ),
    FirstAct(
        "record_medical_review",
        "记录病情复查",
        Permission.RECORD_WORK,
        supervision.record_medical_review,
        (_on("提交日期"), _NOTE),
        ("medical.submit_review",),
        suits=_medical,
    ),
    FirstAct(
        "record_summary",
        "记录个人总结",
        Permission.RECORD_WORK,
        supervision.record_summary,
        (_on("提交日期"), _NOTE),
        ("release.submit_summary",),
    ),
    FirstAct(
        "record_appraisal",
        "记录书面鉴定",
        Permission.RECORD_WORK,
        supervision.record_appraisal,
        (_on("鉴定日期"), _NOTE),
        ("release.appraise",),
    ),
    FirstAct(
        "release",
        "办理解除",
        Permission.RELEASE_CASE,
        release.release,
        (_on("解除日期"), _NOTE),
        ("release.release",),
        suits=_expired,
    ),
    FirstAct(
        "record_end_notice",
        "记录解除通知",
        Permission.RECORD_WORK,
        supervision.record_end_notice,
        (_on("通知日期"), _NOTE),
        ("release.notify",),
        suits=_ended,
    ),
    FirstAct(
        "register_level",
        "登记管理等级",
        Permission.CORRECT_FACT,
        corrections.register_level,
        (Field("level", "管理等级", FieldKind.CHOICE, True, _LEVELS),),
        ("plan.set_level",),
        suits=_without_level,
    ),
    FirstAct(
        "correct_fact",
        "更正事实",
        Permission.CORRECT_FACT,
        corrections.correct_fact,
        (
            Field("field", "事实", FieldKind.FACT),
            Field("value", "更正为", FieldKind.TEXT, required=False),
            _REASON,
            Field("revision", "版次", FieldKind.HIDDEN),
        ),
        several=False,
        suits=_any,
    ),
    FirstAct(
        "assign_responsible",
        "指定责任人",
        Permission.ASSIGN_CASE,
        assignment.assign_responsible,
        (Field("responsible_id", "责任人", FieldKind.OFFICER, required=False, hint=_CARRIERS),),
    ),
    FirstAct(
        "change_office",
        "变更司法所",
        Permission.ASSIGN_CASE,
        assignment.change_office,
        (Field("office_id", "受委托司法所", FieldKind.OFFICE, required=False),),
    ),
    FirstAct(
        "withdraw_event",
        "撤回记录",
        Permission.RECORD_WORK,
        supervision.withdraw_event,
        (Field("event_id", "记录", FieldKind.EVENT), _REASON),
        several=False,
    ),
)
ACTS: dict[str, FirstAct] = {act.key: act for act in _ALL}
_BY_RULE: dict[str, FirstAct] = {rule: act for act in _ALL for rule in act.rules}


def for_rule(rule: str) -> FirstAct | None:
    """The act that answers a rule; None = no button."""
    return _BY_RULE.get(rule)


def for_duty(duty: Duty, *, by: Officer, case: Case, today: date) -> FirstAct | None:
    """The act this officer may answer the duty with today; None = no button."""
    found = _BY_RULE.get(duty.rule)
    if found is None or duty.done_on is not None or duty.withdrawn_at is not None:
        return None
    if duty.rule == "release.release" and (duty.opens_on or date.min) > today:
        return None
    return found if found.suits(case, today) and may(by, found.permission, case) else None


def on_case(case: Case, *, by: Officer, today: date) -> list[FirstAct]:
    """All acts the case allows and the officer may do, in the order of the menu."""
    return [act for act in _ALL if act.suits(case, today) and may(by, act.permission, case)]
