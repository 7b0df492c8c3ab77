"""Roles as reviewed code: what each may do and how far it reaches. Administrators never see cases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from yipanqi.access.permissions import Permission


class Reach(Enum):
    """How far a role reaches from the agency it is held at."""

    OFFICE = "本司法所"
    COUNTY = "本县级机构"
    CITY = "全市"
    NONE = "不接触案件"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: key, Chinese title, what it may do, how far, and why it exists."""

    key: str
    title: str
    reach: Reach
    permissions: frozenset[Permission]
    purpose: str


_READ = frozenset({Permission.SEE_CASES, Permission.SEE_LAW})
_WORK = _READ | {
    Permission.SEE_SEALED,
    Permission.SEE_IDENTITY,
    Permission.REGISTER_ARRIVAL,
    Permission.RECORD_WORK,
    Permission.FILL_IN,
    Permission.EXPORT,
}
_COUNTY = _WORK | {
    Permission.SEE_BOARD,
    Permission.CORRECT_FACT,
    Permission.ASSIGN_CASE,
    Permission.RELEASE_CASE,
    Permission.IMPORT_LEDGER,
}

_ALL = (
    Role("office_worker", "司法所工作人员", Reach.OFFICE, _WORK, "受委托办理本所案件的日常工作"),
    Role("county_officer", "县级社区矫正机构工作人员", Reach.COUNTY, _COUNTY, "办理本机构全部案件并签署决定"),
    Role(
        "county_head",
        "县级社区矫正机构负责人",
        Reach.COUNTY,
        _COUNTY | {Permission.SEE_AGENCIES},
        "审核决定，统筹本机构工作",
    ),
    Role(
        "bureau_head",
        "县级司法行政部门负责人",
        Reach.COUNTY,
        _READ | {Permission.SEE_BOARD, Permission.SEE_AGENCIES},
        "批准电子定位装置等依法须由其决定的事项",
    ),
    Role(
        "city_officer",
        "市社区矫正管理局工作人员",
        Reach.CITY,
        _READ
        | {
            Permission.SEE_BOARD,
            Permission.SEE_IDENTITY,
            Permission.EXPORT,
            Permission.EDIT_HOLIDAYS,
            Permission.PROPOSE_PARAMETER,
        },
        "指导全市工作，办理依法由市级批准的事项",
    ),
    Role(
        "city_inspector",
        "市局督查人员",
        Reach.CITY,
        _READ | {Permission.SEE_SEALED, Permission.SEE_BOARD, Permission.EXPORT},
        "督查各机构依法办理情况",
    ),
    Role(
        "city_leader",
        "市局负责人",
        Reach.CITY,
        frozenset({Permission.SEE_BOARD, Permission.SEE_LAW, Permission.SIGN_PARAMETER, Permission.SEE_AGENCIES}),
        "掌握全局，签发参数变更；明细只见隐去姓名的行",
    ),
    Role(
        "prosecutor",
        "检察人员",
        Reach.COUNTY,
        _READ | {Permission.SEE_SEALED, Permission.SEE_BOARD},
        "依法实行法律监督，只读",
    ),
    Role(
        "committee_contact",
        "委员会成员单位联络员",
        Reach.NONE,
        frozenset({Permission.SEE_LAW}),
        "接收任务、报送进展，不接触案件",
    ),
    Role("grid_worker", "网格员", Reach.NONE, frozenset({Permission.SEE_LAW}), "只见交办的当次任务"),
    Role("social_worker", "社会工作者、志愿者", Reach.NONE, frozenset({Permission.SEE_LAW}), "只见交办的当次任务"),
    Role(
        "counsellor", "心理咨询人员", Reach.NONE, frozenset({Permission.SEE_LAW}), "心理档案与执法档案分开，不接触案件"
    ),
    Role(
        "system_admin",
        "系统管理员",
        Reach.NONE,
        frozenset(
            {
                Permission.SEE_AGENCIES,
                Permission.MANAGE_AGENCIES,
                Permission.MANAGE_ACCOUNTS,
                Permission.CONFIRM_ROLE,
            }
        ),
        "管理机构；开立、调动、停用账号；确认安全管理员提出的角色",
    ),
    Role(
        "security_admin",
        "安全管理员",
        Reach.NONE,
        frozenset({Permission.SEE_AGENCIES, Permission.PROPOSE_ROLE, Permission.CONFIRM_ROLE}),
        "提出、收回角色；可确认另一名安全管理员的提议",
    ),
    Role(
        "audit_admin",
        "审计管理员",
        Reach.NONE,
        frozenset({Permission.READ_JOURNAL, Permission.SEE_AGENCIES}),
        "查阅日志，验证日志链",
    ),
)

ROLES: dict[str, Role] = {role.key: role for role in _ALL}

# Two of these in one hand would undo the separation the law of classified protection asks for.
APART = frozenset({"system_admin", "security_admin", "audit_admin"})
