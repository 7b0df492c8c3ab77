"""Icons, states (shape + word + colour), tags and small charts, as SVG without style attributes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# A page draws the same few marks hundreds of times: each is made once and kept.

# glyph → (tone, word); the shape says it without the colour
STATES = {
    "over": "over",
    "soon": "soon",
    "good": "good",
    "doing": "info",
    "info": "info",
    "wait": "",
    "idle": "",
    "stop": "",
}


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("icons.svg")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """A line icon, decoration only: the text beside it is the content."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', _sprite(), name)


@register.simple_tag
@lru_cache(maxsize=64)
def glyph(name: str) -> SafeString:
    """The shape of a state alone."""
    return format_html('<svg class="g" aria-hidden="true"><use href="{}#g-{}"/></svg>', _sprite(), name)


@register.simple_tag
@lru_cache(maxsize=1024)
def st(name: str, text: str, *, box: bool = False, hidden: bool = False, tone: str | None = None) -> SafeString:
    """A state: `name` is the shape (over soon doing idle wait good stop info); `hidden` keeps the word for readers."""
    colour = STATES[name] if tone is None else tone
    word = format_html('<span class="vh">{}</span>', text) if hidden else text
    return format_html(
        '<span class="st{}{}">{}{}</span>', " box" if box else "", f" {colour}" if colour else "", glyph(name), word
    )


@register.simple_tag
def tag(text: str) -> SafeString:
    """A quality that does not change (缓刑, a crime); nothing for an empty text."""
    return format_html('<span class="tag">{}</span>', text) if text else SafeString("")


@register.simple_tag
@lru_cache(maxsize=128)
def ruler(run: int | None) -> SafeString:
    """The ruler under a clock: from the start to the end, the dot is now (`run` in percent)."""
    if run is None:
        return SafeString("")
    return format_html(
        '<svg class="rule" aria-hidden="true"><rect class="way" y="3" width="100%" height="2"/>'
        '<rect class="run" y="2" width="{0}%" height="4"/><rect class="from" width="2" height="8"/>'
        '<svg x="100%" overflow="visible"><rect class="to" x="-2" width="2" height="8"/></svg>'
        '<circle class="now" cx="{0}%" cy="4" r="3"/></svg>',
        run,
    )


@register.simple_tag
def mbar(
    value: float | None, text: str, *, aim: float | None = None, tone: str = "", lowest: float = 0, highest: float = 100
) -> SafeString:
    """A rate beside its number: `value` and `aim` on a scale from `lowest` to `highest`; the text says the value."""
    span = highest - lowest or 1
    part = _clamped((value - lowest) * 100 / span) if value is not None else None
    body = SafeString("") if part is None else format_html('<rect class="part" y="3" width="{}%" height="8"/>', part)
    if aim is not None:
        at = _clamped((aim - lowest) * 100 / span)
        body += format_html('<rect class="aim" x="{}%" width="2" height="14"/>', at)
    return format_html(
        '<div class="mbar {}"><svg class="t" aria-hidden="true">'
        '<rect class="way" y="3" width="100%" height="8"/>{}</svg>'
        '<span class="v">{}</span></div>',
        tone,
        body,
        text,
    )


@register.simple_tag
def spark(values: Sequence[float | None], label: str) -> SafeString:
    """Up to a dozen columns, the last one darker; `label` says in words what they show."""
    top = max((value for value in values if value is not None), default=0) or 1
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="5" height="{}"{}/>',
        (
            (at * 7, 20 - height, height, SafeString(' class="last"') if at == len(values) - 1 else "")
            for at, height in enumerate(max(2, round((value or 0) * 20 / top)) for value in values)
        ),
    )
    width = max(1, len(values) * 7 - 2)
    return format_html(
        '<svg class="spark" role="img" aria-label="{}" width="{}" height="20">{}</svg>', label, width, bars
    )


def _clamped(percent: float) -> float:
    return round(max(0.0, min(100.0, percent)), 1)
