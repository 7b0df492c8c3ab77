"""Roles: proposed by the security administrator, confirmed by another person, ended with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import APART, ROLES
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.records.models import Agency, AgencyKind, Officer, RoleGrant

# At which kinds of agency a role can be held; anywhere else its reach would be empty or too wide.
HELD_AT: dict[str, frozenset[AgencyKind]] = {
    "office_worker": frozenset({AgencyKind.OFFICE}),
    "county_officer": frozenset({AgencyKind.COUNTY}),
    "county_head": frozenset({AgencyKind.COUNTY}),
    "bureau_head": frozenset({AgencyKind.COUNTY}),
    "city_officer": frozenset({AgencyKind.CITY}),
    "city_inspector": frozenset({AgencyKind.CITY}),
    "city_leader": frozenset({AgencyKind.CITY}),
    "prosecutor": frozenset({AgencyKind.PARTNER}),
    "committee_contact": frozenset({AgencyKind.PARTNER}),
    "grid_worker": frozenset({AgencyKind.OFFICE}),
    "social_worker": frozenset({AgencyKind.OFFICE, AgencyKind.COUNTY}),
    "counsellor": frozenset({AgencyKind.OFFICE, AgencyKind.COUNTY}),
    "system_admin": frozenset({AgencyKind.CITY}),
    "security_admin": frozenset({AgencyKind.CITY}),
    "audit_admin": frozenset({AgencyKind.CITY}),
}
PROSECUTORS_UNIT = "检察院"


class RoleRefused(Refused):
    """The role cannot be proposed, confirmed or ended like that."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role somebody should hold at an agency."""

    officer: Officer
    role: str
    agency: Agency


@act
def propose_role(*, by: Officer, officer_id: int, role: str, agency_id: int, reason: str, now: datetime) -> RoleGrant:
    """Propose a role; it works only once another person has confirmed it."""
    require(by, Permission.PROPOSE_ROLE)
    officer = Officer.objects.select_for_update(of=("self",)).select_related("agency").get(pk=officer_id)
    wanted = Wanted(officer, role, Agency.objects.select_related("parent").get(pk=agency_id))
    if officer.pk == by.pk:
        raise RoleRefused("不能给自己授予角色，请由另一名安全管理员提出。")
    if not reason.strip():
        raise RoleRefused("请写明授予的事由，例如任职文件的文号。")
    _refuse_unfit(wanted)
    _refuse_held(wanted)
    return _proposed(wanted, by=by, reason=reason.strip(), now=now)


@act
def confirm_role(*, by: Officer, grant_id: int, now: datetime) -> RoleGrant:
    """Confirm what another person proposed for a third one; from now on the role works."""
    require(by, Permission.CONFIRM_ROLE)
    grant = _open_grant(grant_id)
    _refuse_decider(grant, by, "确认")
    wanted = Wanted(grant.officer, grant.role, grant.agency)
    _refuse_unfit(wanted)
    _refuse_together(wanted)
    return _confirmed(grant, by=by, now=now)


@act
def refuse_role(*, by: Officer, grant_id: int, reason: str, now: datetime) -> RoleGrant:
    """Refuse a proposal with a reason; it is closed and stays readable."""
    require(by, Permission.CONFIRM_ROLE)
    grant = _open_grant(grant_id)
    _refuse_decider(grant, by, "退回")
    _end(grant, by=by, reason=_said(reason, "不予确认的理由"), now=now)
    journal.write("role.refused", **_line(grant, by, now))
    return grant


@act
def end_role(*, by: Officer, grant_id: int, reason: str, now: datetime) -> RoleGrant:
    """End a role in force, or withdraw a proposal; it takes effect at once and needs no second person."""
    require(by, Permission.PROPOSE_ROLE)
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("officer", "agency").get(pk=grant_id)
    if grant.ended_at is not None:
        raise RoleRefused("这个角色已经结束。")
    said = _said(reason, "收回的事由")
    _refuse_last(grant)
    _end(grant, by=by, reason=said, now=now)
    journal.write("role.ended", **_line(grant, by, now))
    return grant


@act
def grant_many(
    *, proposed_by: Officer, by: Officer, wanted: Sequence[Wanted], reason: str, now: datetime
) -> list[RoleGrant]:
    """Propose and confirm many roles with two administrators present: for the demo city and for a first filling."""
    require(proposed_by, Permission.PROPOSE_ROLE)
    require(by, Permission.CONFIRM_ROLE)
    grants = []
    for one in wanted:
        _refuse_unfit(one)
        _refuse_together(one)
        grant = _proposed(one, by=proposed_by, reason=reason, now=now)
        _refuse_decider(grant, by, "确认")
        grants.append(_confirmed(grant, by=by, now=now))
    return grants


@act
def seat_first_administrator(*, officer: Officer, role: str, now: datetime) -> RoleGrant:
    """The exception at installation: nobody is there to propose or confirm, so both stay empty and the journal says so.

    Possible only while nobody has ever held this administrator's role.
    """
    if role not in APART:
        raise RoleRefused("首次安装只能设立三类管理员。")
    if RoleGrant.objects.filter(role=role).exists():
        raise RoleRefused(f"已经有过{ROLES[role].title}，以后由安全管理员提出、另一人确认。")
    wanted = Wanted(officer, role, officer.agency)
    _refuse_unfit(wanted)
    _refuse_together(wanted)
    grant = RoleGrant.objects.create(
        officer=officer, role=role, agency=officer.agency, proposed_at=now, confirmed_at=now, reason="首次安装"
    )
    journal.write("role.confirmed", **_line(grant, None, now), first=True)
    return grant


def _proposed(wanted: Wanted, *, by: Officer, reason: str, now: datetime) -> RoleGrant:
    grant = RoleGrant.objects.create(
        officer=wanted.officer, role=wanted.role, agency=wanted.agency, proposed_by=by, proposed_at=now, reason=reason
    )
    journal.write("role.proposed", **_line(grant, by, now))
    return grant


def _confirmed(grant: RoleGrant, *, by: Officer, now: datetime) -> RoleGrant:
    grant.confirmed_by, grant.confirmed_at = by, now
    grant.save(update_fields=["confirmed_by", "confirmed_at"])
    journal.write("role.confirmed", **_line(grant, by, now))
    return grant


def _end(grant: RoleGrant, *, by: Officer, reason: str, now: datetime) -> None:
    grant.ended_by, grant.ended_at, grant.reason = by, now, reason
    grant.save(update_fields=["ended_by", "ended_at", "reason"])


def _line(grant: RoleGrant, by: Officer | None, now: datetime) -> dict[str, Any]:
    return {
        "by": by,
        "at": now,
        "agency_id": grant.agency_id,
        "officer": grant.officer_id,
        "role": grant.role,
        "grant": grant.pk,
    }


def _open_grant(grant_id: int) -> RoleGrant:
    grant = (
        RoleGrant.objects.select_for_update(of=("self",))
        .select_related("officer", "agency")
        .filter(pk=grant_id, ended_at=None, confirmed_at=None)
        .first()
    )
    if grant is None:
        raise RoleRefused("这条提议已经办过，请刷新页面查看结果。")
    return grant


def _refuse_unfit(wanted: Wanted) -> None:
    role = ROLES.get(wanted.role)
    if role is None:
        raise RoleRefused("请选择角色。")
    if not wanted.officer.is_active:
        raise RoleRefused(f"{wanted.officer.full_name}的账号已停用，请先由系统管理员启用。")
    if wanted.agency.closed_on is not None:
        raise RoleRefused(f"{wanted.agency.name}已经撤销，请选择现有机构。")
    allowed = HELD_AT[role.key]
    if AgencyKind(wanted.agency.kind) not in allowed:
        kinds = "或者".join(sorted(kind.label for kind in allowed))
        raise RoleRefused(f"“{role.title}”只能在{kinds}任职，{wanted.agency.name}不是。请改选机构或者角色。")
    if role.key == "prosecutor" and PROSECUTORS_UNIT not in wanted.agency.name:
        raise RoleRefused(f"检察人员只能在人民检察院任职，{wanted.agency.name}不是。请改选机构或者角色。")


def _refuse_held(wanted: Wanted) -> None:
    if RoleGrant.objects.filter(officer=wanted.officer, role=wanted.role, agency=wanted.agency, ended_at=None).exists():
        raise RoleRefused(f"{wanted.officer.full_name}已有这个角色，或者已有待确认的同一提议。")
    _refuse_together(wanted)


def _refuse_together(wanted: Wanted) -> None:
    """The three administrators are three people, and none of them handles cases."""
    others = set(
        RoleGrant.objects.filter(officer=wanted.officer, ended_at=None)
        .exclude(role=wanted.role)
        .values_list("role", flat=True)
    )
    clash = others if wanted.role in APART else others & APART
    if clash:
        held = "、".join(ROLES[key].title for key in sorted(clash) if key in ROLES)
        raise RoleRefused(
            f"{wanted.officer.full_name}已是（或者待确认为）{held}，不能再任{ROLES[wanted.role].title}："
            "三类管理员须分设，并且不办理案件。"
        )


def _refuse_decider(grant: RoleGrant, by: Officer, what: str) -> None:
    if grant.proposed_by_id == by.pk:
        raise RoleRefused(f"不能{what}自己提出的角色，请由另一人办理。")
    if grant.officer_id == by.pk:
        raise RoleRefused(f"不能{what}授予自己的角色，请由另一人办理。")


def _refuse_last(grant: RoleGrant) -> None:
    if grant.role not in APART or grant.confirmed_at is None:
        return
    others = RoleGrant.objects.filter(
        role=grant.role, ended_at=None, confirmed_at__isnull=False, officer__is_active=True
    ).exclude(pk=grant.pk)
    if not others.exists():
        raise RoleRefused(f"这是唯一在任的{ROLES[grant.role].title}，请先授予并确认接任的人，再收回。")


def _said(reason: str, what: str) -> str:
    if not reason.strip():
        raise RoleRefused(f"请写明{what}。")
    return reason.strip()[:200]
