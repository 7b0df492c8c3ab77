"""Names on screens: sealed minors and readers without the cases see a mask."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from yipanqi.measures.standing import PENDING_RELEASE
from yipanqi.pages.privacy import shown_name
from yipanqi.pages.request import now
from yipanqi.pages.tags.marks import st
from yipanqi.records.models import Case, EndKind

register = template.Library()

_FINISHED = (EndKind.RELEASED, EndKind.PARDONED)


@register.simple_tag(takes_context=True)
def person_name(context: Context, case: Case) -> str:
    """The name as the reader may see it: 谭远帆, 谭某某 or 未成年人（封存）."""
    return shown_name(context["request"], case)


@register.simple_tag(takes_context=True)
def case_state(context: Context, case: Case, *, box: bool = False) -> SafeString:
    """在矫, 期满待核 (the term has run out, nobody has confirmed the release) or how the case ended."""
    if case.ended_on is not None:
        shape = "good" if case.ended_kind in _FINISHED else "stop"
        return st(shape, case.get_ended_kind_display(), box=box, tone="")
    if case.term_ends_on < now(context["request"]).date():
        return st("soon", PENDING_RELEASE, box=box)
    return st("good", "在矫", box=box)
