"""Forms after DESIGN §9: label, hint, error, control, in this order; an error summary that links to the fields."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yipanqi.pages.tags.marks import glyph

register = template.Library()

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def field(bound: BoundField, label: str = "") -> SafeString:
    """One field of a form, whatever its control; optional ones say（选填）."""
    widget = bound.field.widget
    if widget.is_hidden:
        return SafeString(str(bound))
    optional = "" if bound.field.required or isinstance(widget, forms.CheckboxInput) else "（选填）"
    text = f"{label or bound.label}{optional}"
    messages = format_html_join(
        "", '<span class="msg" id="{}_error">{}{}</span>', ((bound.auto_id, glyph("over"), e) for e in bound.errors)
    )
    hint = format_html('<span class="hint" id="{}_helptext">{}</span>', bound.auto_id, bound.help_text)
    return _framed(bound, text, hint if bound.help_text else SafeString(""), messages)


def _framed(bound: BoundField, text: str, hint: SafeString, messages: SafeString) -> SafeString:
    widget = bound.field.widget
    wrong = " err" if bound.errors else ""
    if isinstance(widget, forms.CheckboxInput):
        return format_html(
            '<div class="f{}">{}<label class="opt">{}<span>{}{}</span></label></div>',
            wrong, messages, bound.as_widget(), text, hint,
        )  # fmt: skip
    if isinstance(widget, _CHOICES):
        options = format_html_join("", '<label class="opt">{}<span>{}</span></label>', _options(bound))
        return format_html(
            '<fieldset class="f{}" id="{}"><legend>{}</legend>{}{}<div class="cards">{}</div></fieldset>',
            wrong, bound.auto_id, text, hint, messages, options,
        )  # fmt: skip
    control = bound.as_widget(attrs=_attributes(bound))
    return format_html(
        '<div class="f{}"><label for="{}">{}</label>{}{}{}</div>',
        wrong, bound.id_for_label, text, hint, messages, control,
    )  # fmt: skip


def _options(bound: BoundField) -> list[tuple[SafeString, str]]:
    return [(SafeString(option.tag()), str(option.choice_label)) for option in bound]


def _attributes(bound: BoundField) -> dict[str, Any]:
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    own = bound.field.widget.attrs.get("class", "")
    attributes: dict[str, Any] = {"class": f"inp {own}".strip()}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """What has to be mended, first on the page; each line leads to its field. Nothing for a form without errors."""
    if not form.is_bound or not form.errors:
        return SafeString("")
    lines = [
        (f"#{form[name].id_for_label or form[name].auto_id}" if name in form.fields else "#main", message)
        for name, messages in form.errors.items()
        for message in messages
    ]
    items = format_html_join("", '<li><a href="{}">{}</a></li>', lines)
    return format_html(
        '<div class="errsum" role="alert" tabindex="-1"><h2>有 {} 处需要改正</h2><ul class="f13">{}</ul></div>',
        len(lines),
        items,
    )
