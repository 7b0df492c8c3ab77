"""The one button of a duty, where an act answers it and the officer may do it."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from yipanqi.actions import first_acts
from yipanqi.actions.first_acts import FirstAct
from yipanqi.pages.doors import officer_of
from yipanqi.pages.request import now
from yipanqi.records.models import Case, Duty

register = template.Library()


@register.simple_tag(takes_context=True)
def act_for(context: Context, duty: Duty) -> FirstAct | None:
    """The act this officer may answer the duty with: `{% act_for duty as act %}`."""
    request = context["request"]
    return first_acts.for_duty(duty, by=officer_of(request), case=duty.case, today=now(request).date())


@register.simple_tag(takes_context=True)
def act_button(context: Context, act: FirstAct, duty: Duty, *, primary: bool = False, target: str = "") -> SafeString:
    """The button: with htmx the form opens in `target`, without it on a page of its own."""
    back = context["request"].get_full_path()
    query = urlencode({"case": duty.case_id, "duty": duty.pk, "back": back})
    href = f"{reverse('act', args=[act.key])}?{query}"
    inline = format_html(' hx-get="{}" hx-target="{}"', href, target) if target else ""
    return format_html(
        '<a class="btn sm{}" href="{}"{} data-act>{}</a>', " pri" if primary else "", href, inline, act.label
    )


@register.simple_tag(takes_context=True)
def act_address(context: Context, act: FirstAct, case: Case, **more: object) -> str:
    """The address of an act's form for one case."""
    query = {"case": case.pk, "back": context["request"].get_full_path(), **more}
    return f"{reverse('act', args=[act.key])}?{urlencode(query)}"
