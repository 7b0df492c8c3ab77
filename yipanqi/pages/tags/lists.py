"""Small pieces of the lists: numbers at their ceiling, values by name, the limit of a rule in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import template
from django.template.context import Context

from yipanqi.law.duties import RULES
from yipanqi.law.rules import Rule, Unit
from yipanqi.law.sources import Dated
from yipanqi.pages.request import now
from yipanqi.records.models import Duty
from yipanqi.records.rulebook import region

register = template.Library()

CEILING = 9_999


@register.filter
def ceiling(number: int) -> str:
    """The number, or 9999+ where counting stopped."""
    return f"{CEILING}+" if number > CEILING else f"{number:,}"


@register.filter
def lookup(values: Mapping[str, Any], name: str) -> Any:
    """One value of a mapping by a name that is itself a variable."""
    return values.get(name)


@register.simple_tag
def segment_count(counts: object, beside: object, key: str) -> str:
    """The number of a segment wherever it was counted."""
    number = getattr(counts, key, None)
    return ceiling(getattr(beside, key) if number is None else number)


@register.simple_tag(takes_context=True)
def limit(context: Context, duty: Duty) -> str:
    """10 日内, 立即, 市流程 3 个工作日 …; empty for a rule this release no longer has."""
    rule = RULES.get(duty.rule)
    if rule is None:
        return ""
    known: dict[str, str] = cast("dict[str, Any]", context.render_context).setdefault("limits", {})
    if rule.name not in known:
        known[rule.name] = _limit(context, rule)
    return known[rule.name]


def _limit(context: Context, rule: Rule) -> str:
    unit, number = rule.limit.unit, rule.limit.number
    whose = "" if rule.statutory else "市流程 "
    if unit is Unit.IMMEDIATE:
        return f"{whose}立即"
    amount: int | None = (
        region().value(cast("Dated[int | None]", number), now(context["request"]).date())
        if number is not None
        else None
    )
    if amount is None:
        return "期限：市里未设定" if not rule.statutory else "法律没有写明天数"
    before = "前" if rule.limit.ahead else "内"
    return f"{whose}{amount} {unit.value}{before}"
