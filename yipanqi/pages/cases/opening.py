"""Opening a sealed case and showing the full identity number: a POST with a reason, never a link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yipanqi.access.permissions import Permission
from yipanqi.actions import disclosure
from yipanqi.actions.act import Refused
from yipanqi.pages.cases.page import case_in_scope, shut
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.parameters import text
from yipanqi.pages.privacy import OPEN_MINUTES, remember_identity, remember_open
from yipanqi.pages.request import now


@require_POST
@door(Permission.SEE_SEALED)
def case_open(request: HttpRequest, case_id: int) -> HttpResponse:
    """Open a minor's case in this session for half an hour."""
    case = case_in_scope(request, case_id)
    reason = text(request.POST, "reason")
    try:
        disclosure.open_sealed(by=officer_of(request), case_id=case_id, reason=reason, now=now(request))
    except Refused as refusal:
        return shut(request, case, refused=str(refusal), status=422)
    remember_open(request, case_id)
    messages.info(request, f"未成年人案件已打开，{OPEN_MINUTES} 分钟后自动关闭；查看情况已记入查阅记录。")
    return redirect("case", case_id)


@require_POST
@door(Permission.SEE_IDENTITY)
def case_identity(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the full identity number and phones in this session for half an hour."""
    reason = text(request.POST, "reason")
    case_in_scope(request, case_id)
    try:
        disclosure.show_identity(by=officer_of(request), case_id=case_id, reason=reason, now=now(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("case", case_id)
    remember_identity(request, case_id)
    return redirect("case", case_id)
