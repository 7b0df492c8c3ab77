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
    """在矫, 尚未起算, 期满待核 (over before the import), 超期未解除, or how the case ended."""
    if case.ended_on is not None:
        shape = "good" if case.ended_kind in _FINISHED else "stop"
        return st(shape, case.get_ended_kind_display(), box=box, tone="")
    today = now(context["request"]).date()
    if case.term_ends_on >= today:
        return st("good", "在矫", box=box) if case.term_starts_on <= today else st("idle", "尚未起算", box=box)
    if case.known_since is not None and case.term_ends_on < case.known_since:
        return st("soon", PENDING_RELEASE, box=box)
    return st("over", "超期未解除", box=box)
