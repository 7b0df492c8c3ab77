"""The agencies, the accounts, the grants: what an administrator sees and a head may read."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from yipanqi.access.agencies import agencies_for, officers_for
from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES
from yipanqi.access.scope import may
from yipanqi.actions.roles import HELD_AT
from yipanqi.pages.agencies import forms, tree
from yipanqi.pages.doors import door, officer_of
from yipanqi.records.models import Agency, Officer, RoleGrant

PER_PAGE = 50
STATES = {
    "waiting": ("待确认", Q(ended_at=None, confirmed_at=None)),
    "held": ("在任", Q(ended_at=None, confirmed_at__isnull=False)),
    "ended": ("已结束", Q(ended_at__isnull=False)),
}


def rights(officer: Officer) -> dict[str, Any]:
    """Which buttons the page shows (the actions ask again), and how many grants wait."""
    return {
        "waiting": RoleGrant.objects.filter(STATES["waiting"][1], agency__in=agencies_for(officer)).count(),
        "may_agencies": may(officer, Permission.MANAGE_AGENCIES),
        "may_accounts": may(officer, Permission.MANAGE_ACCOUNTS),
        "may_propose": may(officer, Permission.PROPOSE_ROLE),
        "may_confirm": may(officer, Permission.CONFIRM_ROLE),
    }


@require_safe
@door(Permission.SEE_AGENCIES)
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree, and the accounts of the chosen part."""
    officer = officer_of(request)
    searched = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    chosen = _chosen(officer, request.GET.get("agency", ""))
    accounts = tree.accounts_of(officer, chosen, searched)
    context: dict[str, Any] = {
        "tab": "agencies",
        "roots": tree.tree_for(officer, chosen),
        "chosen": chosen,
        "searched": searched,
        "page": Paginator(accounts, PER_PAGE).get_page(request.GET.get("page")),
        "titles": _titles(),
        **rights(officer),
    }
    return render(request, "agencies/agencies.html", context)


def _chosen(officer: Officer, said: str) -> Agency | None:
    visible = agencies_for(officer)
    if said.isdecimal() and len(said) < 10:
        return get_object_or_404(visible.select_related("parent"), pk=int(said))
    return visible.order_by("sort_key", "pk").first()


def _titles() -> dict[str, str]:
    return {key: role.title for key, role in ROLES.items()}


@require_safe
@door(Permission.SEE_AGENCIES)
def grants(request: HttpRequest) -> HttpResponse:
    """Grants waiting for confirmation, in force, ended."""
    officer = officer_of(request)
    state = request.GET.get("state", "waiting")
    if state not in STATES:
        raise Http404
    visible = RoleGrant.objects.filter(agency__in=agencies_for(officer))
    counts = visible.aggregate(**{key: Count("pk", filter=condition) for key, (_, condition) in STATES.items()})
    found = visible.filter(STATES[state][1]).select_related(
        "officer__agency", "agency__parent", "proposed_by", "confirmed_by", "ended_by"
    )
    order = {"waiting": "proposed_at", "held": "-confirmed_at", "ended": "-ended_at"}[state]
    context = {
        "tab": "agencies_grants",
        "state": state,
        "states": [(key, title, counts[key]) for key, (title, _) in STATES.items()],
        "page": Paginator(found.order_by(order, "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "titles": _titles(),
        "me": officer,
        **rights(officer),
    }
    return render(request, "agencies/grants.html", context)


@require_safe
@door(Permission.SEE_AGENCIES)
def roles(request: HttpRequest) -> HttpResponse:
    """What each role is for, what it may do, where it is held."""
    described = [
        (
            role,
            [permission for permission in Permission if permission in role.permissions],
            "、".join(kind.label for kind in sorted(HELD_AT[role.key])),
        )
        for role in ROLES.values()
    ]
    return render(
        request, "agencies/roles.html", {"tab": "agencies_roles", "described": described, **rights(officer_of(request))}
    )


def officer_context(request: HttpRequest, officer_id: int) -> dict[str, Any]:
    """What the page of one account shows."""
    me = officer_of(request)
    shown = get_object_or_404(officers_for(me).select_related("agency__parent"), pk=officer_id)
    found = (
        RoleGrant.objects.filter(officer=shown)
        .select_related("agency__parent", "proposed_by", "confirmed_by", "ended_by")
        .order_by("ended_at", "-proposed_at")
    )
    every = list(found)
    return {
        "tab": "agencies",
        "shown": shown,
        "bound": tree.is_bound(shown),
        "open_grants": [grant for grant in every if grant.ended_at is None],
        "ended_grants": [grant for grant in every if grant.ended_at is not None],
        "titles": _titles(),
        "me": me,
        "move": forms.MoveAccount(prefix="move"),
        "close": forms.CloseAccount(prefix="close"),
        "password": forms.ResetPassword(prefix="password"),
        "factors": forms.ResetFactors(prefix="factors"),
        "propose": forms.ProposeRole(prefix="propose", initial={"agency": shown.agency_id}),
        **rights(me),
    }


@require_safe
@door(Permission.SEE_AGENCIES)
def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """One account: roles, and what an administrator may do with it."""
    return render(request, "agencies/officer.html", officer_context(request, officer_id))
