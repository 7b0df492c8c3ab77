"""试算: a change asked over the whole caseload, its differences opened case by case, signed and put in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import may, scope_of
from yipanqi.actions import rehearsals
from yipanqi.actions.act import Refused
from yipanqi.law.parameters import PARAMETERS
from yipanqi.law.rehearsal import Effect
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.law.forms import ChangeForm
from yipanqi.pages.request import now
from yipanqi.records.models import Rehearsal, RehearsalState

PAGE_ROWS = 50
_EITHER = (Permission.PROPOSE_PARAMETER, Permission.SIGN_PARAMETER)


@require_safe
@door(*_EITHER)
def listing(request: HttpRequest) -> HttpResponse:
    """All rehearsals, the latest first."""
    found = Rehearsal.objects.select_related("proposed_by", "signed_by").order_by("-proposed_at", "-pk")
    context = {
        "page": Paginator(found, PAGE_ROWS).get_page(request.GET.get("page")),
        "proposes": may(officer_of(request), Permission.PROPOSE_PARAMETER),
    }
    return render(request, "law/rehearsals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.PROPOSE_PARAMETER)
def new(request: HttpRequest) -> HttpResponse:
    """Propose a change; its rehearsal begins at once."""
    form = ChangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = rehearsals.propose(
                by=officer_of(request), title=data["title"], source=data["source"], change=data["change"],
                now=now(request),
            )  # fmt: skip
            return redirect("rehearsal", made.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "law/rehearsal_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@door(*_EITHER)
def one(request: HttpRequest, rehearsal_id: int) -> HttpResponse:
    """A rehearsal: how far it is, what it found by kind, and the differences case by case."""
    return render(request, "law/rehearsal.html", _context(request, rehearsal_id))


@require_safe
@door(*_EITHER)
def progress(request: HttpRequest, rehearsal_id: int) -> HttpResponse:
    """The part of the page that waits; once it is done the page loads anew."""
    context = _context(request, rehearsal_id)
    response = render(request, "law/_progress.html", context)
    if context["rehearsal"].state not in (RehearsalState.WAITING, RehearsalState.RUNNING):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@door(Permission.PROPOSE_PARAMETER)
def again(request: HttpRequest, rehearsal_id: int) -> HttpResponse:
    """Rehearse once more."""
    return _act(request, rehearsal_id, rehearsals.rehearse_again, "已重新排队试算。")


@require_POST
@door(Permission.SIGN_PARAMETER)
def sign(request: HttpRequest, rehearsal_id: int) -> HttpResponse:
    """Put the change in force."""
    return _act(request, rehearsal_id, rehearsals.sign, "变更已签发，全部案件将在几分钟内重新推算。")


@require_POST
@door(Permission.PROPOSE_PARAMETER)
def drop(request: HttpRequest, rehearsal_id: int) -> HttpResponse:
    """Give the change up."""
    return _act(request, rehearsal_id, rehearsals.drop, "变更已放弃，没有改动任何数据。")


def _act(request: HttpRequest, rehearsal_id: int, action: Any, said: str) -> HttpResponse:
    try:
        action(by=officer_of(request), rehearsal_id=rehearsal_id, now=now(request))
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("rehearsal", rehearsal_id)


def _context(request: HttpRequest, rehearsal_id: int) -> dict[str, Any]:
    officer = officer_of(request)
    rehearsal = get_object_or_404(Rehearsal.objects.select_related("proposed_by", "signed_by"), pk=rehearsal_id)
    effect = request.GET.get("effect", "")
    seen = rehearsal.differences.filter(scope_of(officer).filter())
    found = seen.select_related("case__person", "county", "office").order_by("pk")
    if effect in {e.value for e in Effect}:
        found = found.filter(effect=effect)
    return {
        "rehearsal": rehearsal,
        "steps": _steps(rehearsal),
        "effect": effect,
        "effects": [(e.value, rehearsal.effects.get(e.value, 0)) for e in Effect],
        "total": sum(rehearsal.effects.values()),
        "page": Paginator(found, PAGE_ROWS).get_page(request.GET.get("page")),
        "running": rehearsal.state in (RehearsalState.WAITING, RehearsalState.RUNNING),
        "proposes": may(officer, Permission.PROPOSE_PARAMETER),
        "signs": may(officer, Permission.SIGN_PARAMETER) and rehearsal.proposed_by_id != officer.pk,
        "opens_cases": may(officer, Permission.SEE_CASES),
        "percent": _percent(rehearsal),
    }


def _percent(rehearsal: Rehearsal) -> int:
    total = rehearsal.progress_total or 0
    return round(100 * rehearsal.progress_done / total) if total else 0


def _steps(rehearsal: Rehearsal) -> list[tuple[str, str, str]]:
    """The numbers of the change by their Chinese titles, with their units."""
    entries = rehearsal.change.get("numbers", {}).items()
    known = [(PARAMETERS[key], entry) for key, entry in entries if key in PARAMETERS]
    return [(dated.title, entry["from"], _said(entry.get("value"), dated.unit)) for dated, entry in known]


def _said(value: int | None, unit: str) -> str:
    return "不设期限" if value is None else f"{value} {unit}"
