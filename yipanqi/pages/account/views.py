"""我的账号: what I may do and where, my password and factors, where I am signed in, what I looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES, Reach, Role
from yipanqi.access.scope import grants_of
from yipanqi.actions import accounts
from yipanqi.pages.account.adapters import FactorAdapter, is_bound
from yipanqi.pages.account.demo_users import demo_users
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.request import now
from yipanqi.records.models import AgencyKind, Case, Look, RoleGrant

LOOKS_PER_PAGE = 50
# The first word found in what a browser says of itself; the order matters: Edge also says Chrome, Chrome also Safari.
BROWSERS = {"Edg/": "Edge", "360SE": "360 浏览器", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "安卓", "iPhone": "iPhone", "Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux"}


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no stubs
    """The sign-in page; in the demo it lists who may be tried."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The demo's users beside the form."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "demo_users": demo_users()}


class NewPassword(PasswordChangeView):  # type: ignore[misc]  # allauth has no stubs
    """The officer's own password."""

    def get_default_success_url(self) -> str:
        """After a one-time password the work begins; else back to the account."""
        return reverse("home" if self.request.session.pop("first_password", False) else "mine")

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Note whether it was a one-time password before it is used up."""
        self.request.session["first_password"] = self.request.user.must_change_password
        answer: HttpResponseBase = super().form_valid(form)
        return answer


class Factors(IndexView):  # type: ignore[misc]  # allauth has no stubs
    """The second factors, and whether one is still owed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a factor is required and until when it can be bound."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        officer = officer_of(self.request)
        required = settings.SECOND_FACTOR_REQUIRED
        return {**found, "required": required, "owed": required and not is_bound(officer)}


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no stubs
    """Take a security key off the account, unless it is the last factor where one is required."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Refuse for the last one."""
        if not FactorAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, FactorAdapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        answer: HttpResponseBase = super().form_valid(form)
        return answer


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force in words: its place and how far it reaches."""

    role: Role
    grant: RoleGrant
    where: str
    permissions: list[Permission]


def _held(grant: RoleGrant) -> HeldRole:
    role = ROLES[grant.role]
    agency = grant.agency
    if role.reach is Reach.NONE:
        where = "不接触案件"
    elif agency.kind == AgencyKind.CITY or role.reach is Reach.CITY:
        where = "全市各机构的案件"
    elif agency.kind == AgencyKind.PARTNER and agency.parent is not None:
        where = "全市各机构的案件" if agency.parent.kind == AgencyKind.CITY else f"{agency.parent.name}的案件"
    else:
        where = f"{agency.name}的案件"
    return HeldRole(role, grant, where, [p for p in Permission if p in role.permissions])


@require_safe
@door()
def mine(request: HttpRequest) -> HttpResponse:
    """Account and roles."""
    officer = officer_of(request)
    context = {
        "tab": "mine",
        "officer": officer,
        "roles": [_held(grant) for grant in grants_of(officer)],
        "waiting": RoleGrant.objects.filter(officer=officer, ended_at=None, confirmed_at=None).select_related("agency"),
        "titles": {key: role.title for key, role in ROLES.items()},
        "bound": is_bound(officer),
        "required": settings.SECOND_FACTOR_REQUIRED,
        "idle_minutes": settings.SESSION_IDLE_S // 60,
        "session_hours": round(settings.SESSION_COOKIE_AGE / 3600, 1),
    }
    return render(request, "account/mine.html", context)


def browser_of(agent: str) -> str:
    """Chrome，Windows; what it says of itself where we do not know it."""
    named = [next((word for key, word in known.items() if key in agent), "") for known in (BROWSERS, SYSTEMS)]
    return "，".join(filter(None, named)) or agent[:60] or "未知浏览器"


@require_safe
@door()
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the officer is signed in now."""
    found = sorted(UserSession.objects.purge_and_list(officer_of(request)), key=lambda s: s.last_seen_at, reverse=True)
    here = request.session.session_key
    listed = [(session, browser_of(session.user_agent), session.session_key == here) for session in found]
    return render(request, "account/sessions.html", {"tab": "mine_sessions", "sessions": listed})


@require_POST
@door()
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one sign-in elsewhere."""
    try:
        accounts.end_session(by=officer_of(request), session_id=session_id, now=now(request))
        messages.success(request, "已结束那一次登录。")
    except accounts.AccountRefused as refused:
        messages.warning(request, str(refused))
    return redirect("mine_sessions")


@require_POST
@door()
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every sign-in but this one."""
    ended = accounts.end_other_sessions(
        by=officer_of(request), here=request.session.session_key or "", now=now(request)
    )
    messages.success(request, f"已结束其他 {ended} 次登录。" if ended else "没有其他登录。")
    return redirect("mine_sessions")


@require_safe
@door()
def looks(request: HttpRequest) -> HttpResponse:
    """What the officer has looked at, the newest first; cases no longer in scope show their number no more."""
    found = Look.objects.filter(officer_id=officer_of(request).pk).order_by("-at")
    page = Paginator(found, LOOKS_PER_PAGE).get_page(request.GET.get("page"))
    cases = Case.objects.in_bulk({look.case_id for look in page})
    rows = [(look, cases.get(look.case_id)) for look in page]
    return render(request, "account/looks.html", {"tab": "mine_looks", "rows": rows, "page": page})
