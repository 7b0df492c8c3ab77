"""The side note (法条侧注): the article, what it asks in our own words, and how sure we are of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yipanqi.law.duties import RULES
from yipanqi.law.sources import Certainty
from yipanqi.records.models import Duty

register = template.Library()

_DOUBTS = {
    Certainty.SECONDARY.value: "依据为二手材料，待核对官方文本",
    Certainty.RECALLED.value: "办法层待核对官方文本",
    Certainty.ASSUMED.value: "按口径推定",
    Certainty.PARAMETER.value: "市流程",
}


@register.simple_tag
def certainty(value: str) -> SafeString:
    """A badge where the text has not been checked against the official one; nothing where it has."""
    return format_html('<span class="tag src">{}</span>', _DOUBTS[value]) if value in _DOUBTS else SafeString("")


@register.simple_tag
def cites(duty: Duty, *, short: bool = False) -> SafeString:
    """The articles of a duty in one line: 社区矫正法 第21条、办法 第16条; `short` names the first."""
    return _cited(tuple(labels(duty.basis)), short=short)


@lru_cache(maxsize=512)
def _cited(named: tuple[str, ...], *, short: bool) -> SafeString:
    if short and len(named) > 1:
        return format_html('<span class="cite" title="{}">{}等</span>', "、".join(named), named[0])
    return format_html_join("、", "{}", ((label,) for label in named))


@register.simple_tag
def law_note(duty: Duty, *, bare: bool = False) -> SafeString:
    """The side note of a duty: articles, digest of the rule, certainty, reading."""
    rule = RULES.get(duty.rule)
    digest = rule.digest if rule is not None else duty.because
    reading = format_html('<p class="sub">口径：{}</p>', duty.assumption) if duty.assumption else ""
    origin = "" if duty.statutory else SafeString(' <span class="tag src">市流程</span>')
    return format_html(
        '<div class="note{}"><cite>{} {}{}</cite>{}{}</div>',
        " bare" if bare else "",
        "、".join(labels(duty.basis)),
        certainty(duty.certainty),
        "" if duty.certainty == Certainty.PARAMETER.value else origin,
        digest,
        reading,
    )


def labels(basis: list[Any]) -> list[str]:
    """The words of stored articles, whether stored as text or as {"label": …}."""
    return [part if isinstance(part, str) else str(part.get("label") or part.get("cite") or "") for part in basis]
