"""Small pieces of the lists: numbers at their ceiling, values by name, the limit of a rule in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any, cast

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yipanqi.law.duties import RULES
from yipanqi.law.parameters import Region
from yipanqi.law.rules import Limit, Rule, Unit
from yipanqi.law.sources import Dated
from yipanqi.pages.choices import Choice
from yipanqi.pages.counts import CEILING, CEILING_BESIDE
from yipanqi.pages.request import now
from yipanqi.records.models import Duty
from yipanqi.records.rulebook import region

register = template.Library()


@register.filter
def ceiling(number: int, most: int = CEILING) -> str:
    """The number, or 4999+ where counting stopped."""
    return f"{most}+" if number > most else f"{number:,}"


@register.filter
def thousands(number: int) -> str:
    """2,407: the same figure is written the same way on every page."""
    return f"{number:,}"


@register.filter
def lookup(values: Mapping[str, Any], name: str) -> Any:
    """One value of a mapping by a name that is itself a variable."""
    return values.get(name)


@register.simple_tag
def options(choices: Iterable[Choice]) -> SafeString:
    """The options of a filter, under their groups; made in one go, a filter may have a hundred."""
    made = []
    for group, found in groupby(choices, key=lambda choice: choice.group):
        parts = ((choice.value, SafeString(" selected") if choice.chosen else "", choice.text) for choice in found)
        several = format_html_join("", '<option value="{}"{}>{}</option>', parts)
        made.append(format_html('<optgroup label="{}">{}</optgroup>', group, several) if group else several)
    return SafeString("".join(made))


@register.simple_tag
def segment_count(counts: object, beside: object, key: str) -> str:
    """The number of a segment wherever it was counted."""
    number = getattr(counts, key, None)
    if number is not None:
        return ceiling(number)
    return ceiling(getattr(beside, key), CEILING if key == "done" else CEILING_BESIDE)


@register.simple_tag(takes_context=True)
def limit(context: Context, duty: Duty) -> str:
    """10 日内, 立即, 市流程 3 个工作日 …; empty for a rule this release no longer has, or a level not yet known."""
    request = context["request"]
    known: dict[str, str] | None = getattr(request, "_limits", None)
    if known is None:
        known = request._limits = _limits(now(request).date())
    rule = RULES.get(duty.rule)
    if duty.missing and rule is not None and rule.variants:
        return "缺少事实，期限未定"  # the plain limit of a rule with variants may be another's
    return known.get(f"{duty.rule}:{duty.case.level}") or known.get(duty.rule, "")


def _limits(today: date) -> dict[str, str]:
    """Every rule's limit in words, those of its variants (管理等级) beside it, from one reading of the rulebook."""
    known = region()
    said = {name: _limit(rule, rule.limit, known, today) for name, rule in RULES.items()}
    for name, rule in RULES.items():
        said |= {f"{name}:{key}": _limit(rule, limit, known, today) for key, limit in rule.variants.items()}
    return said


def _limit(rule: Rule, limit: Limit, known: Region, today: date) -> str:
    unit, number = limit.unit, limit.number
    whose = "" if rule.statutory else "市流程 "
    if unit is Unit.IMMEDIATE:
        return f"{whose}立即"
    if unit is Unit.EVENT or rule.from_what.startswith("每"):
        return f"{whose}{rule.from_what}"  # 矫正期满之日, 每个日历月: a day or a period, not a number
    amount = known.value(cast("Dated[int | None]", number), today) if number is not None else None
    if amount is None:
        return "期限：市里未设定" if not rule.statutory else "法律没有写明天数"
    before = "前" if limit.ahead else "内"
    return f"{whose}{amount} {unit.value}{before}"
