"""The families of rules as lists and the law library name them, in the order of a case."""

from __future__ import annotations

from yipanqi.law.duties import RULES
from yipanqi.pages.choices import Choice

FAMILIES = {
    "intake": "报到与接收",
    "papers": "法律文书",
    "plan": "宣告、小组与方案",
    "reporting": "报告",
    "medical": "身体情况与病情复查",
    "permits": "外出与跨市县活动",
    "education": "教育帮扶",
    "contact": "联络与查访",
    "device": "电子定位装置",
    "sanctions": "考核奖惩",
    "move": "变更执行地",
    "restraint": "限制人身自由",
    "revocation": "撤销、收监、减刑",
    "release": "解除与终止",
    "investigation": "调查评估",
    "minors": "未成年人",
    "oversight": "法律监督",
    "decision": "决定与审批",
}
_PLACES = {family: place for place, family in enumerate(FAMILIES)}


def _place(name: str) -> int:
    return _PLACES.get(name.partition(".")[0], len(_PLACES))


def rule_choices(chosen: str) -> list[Choice]:
    """Every rule under its family: ninety in one row cannot be looked through."""
    return [
        Choice(name, RULES[name].title, chosen == name, FAMILIES.get(name.partition(".")[0], ""))
        for name in sorted(RULES, key=_place)
    ]
