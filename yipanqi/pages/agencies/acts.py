"""What the buttons of 机构与权限 do: one action each; a refusal comes back to the form that was filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES
from yipanqi.actions import accounts, agencies, roles
from yipanqi.actions.act import Refused
from yipanqi.pages.agencies import forms
from yipanqi.pages.agencies.views import officer_context
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.request import now
from yipanqi.records.models import Agency, AgencyKind, RoleGrant


def _done(request: HttpRequest, form: django_forms.Form, act: Callable[[], Any]) -> Any:
    """What the act gives back, or None with the refusal written into the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _again(request: HttpRequest, officer_id: int, name: str, form: django_forms.Form) -> HttpResponse:
    context = {**officer_context(request, officer_id), name: form, "failed": form, "opened": name}
    return render(request, "agencies/officer.html", context, status=422)


def _shown_once(request: HttpRequest, opened: accounts.Opened, what: str) -> HttpResponse:
    return render(request, "agencies/password.html", {"tab": "agencies", "opened": opened, "what": what})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.MANAGE_ACCOUNTS)
def open_account(request: HttpRequest) -> HttpResponse:
    """A new account; its one-time password is shown once."""
    form = forms.OpenAccount(request.POST or None, initial={"agency": request.GET.get("agency")})

    def act() -> accounts.Opened:
        given = form.cleaned_data
        account = accounts.NewAccount(given["username"], given["full_name"], given["agency"].pk, given["post"])
        return accounts.open_account(by=officer_of(request), account=account, now=now(request))

    opened = _done(request, form, act) if request.method == "POST" else None
    if opened is not None:
        return _shown_once(request, opened, "账号已开立")
    return render(request, "agencies/open_account.html", {"tab": "agencies", "form": form}, status=_status(form))


@require_POST
@door(Permission.MANAGE_ACCOUNTS)
def move(request: HttpRequest, officer_id: int) -> HttpResponse:
    """To another agency."""
    form = forms.MoveAccount(request.POST, prefix="move")

    def act() -> Any:
        agency = form.cleaned_data["agency"]
        return accounts.move(by=officer_of(request), officer_id=officer_id, agency_id=agency.pk, now=now(request))

    moved = _done(request, form, act)
    if moved is None:
        return _again(request, officer_id, "move", form)
    messages.success(request, f"{moved.full_name}已调到{moved.agency.name}，原角色已结束，新角色请由安全管理员提出。")
    return redirect("officer", officer_id)


@require_POST
@door(Permission.MANAGE_ACCOUNTS)
def close(request: HttpRequest, officer_id: int) -> HttpResponse:
    """No longer in use."""
    form = forms.CloseAccount(request.POST, prefix="close")

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return accounts.close(by=officer_of(request), officer_id=officer_id, reason=reason, now=now(request))

    closed = _done(request, form, act)
    if closed is None:
        return _again(request, officer_id, "close", form)
    messages.success(request, f"{closed.full_name}的账号已停用，角色和登录同时结束。")
    return redirect("officer", officer_id)


@never_cache
@require_POST
@door(Permission.MANAGE_ACCOUNTS)
def reopen(request: HttpRequest, officer_id: int) -> HttpResponse:
    """In use again, with a new one-time password."""
    form = django_forms.Form(request.POST)

    def act() -> accounts.Opened:
        return accounts.reopen(by=officer_of(request), officer_id=officer_id, now=now(request))

    opened = _done(request, form, act)
    return _shown_once(request, opened, "账号已启用") if opened else _again(request, officer_id, "reopen", form)


@never_cache
@require_POST
@door(Permission.MANAGE_ACCOUNTS)
def reset_password(request: HttpRequest, officer_id: int) -> HttpResponse:
    """A new one-time password."""
    form = forms.ResetPassword(request.POST, prefix="password")

    def act() -> accounts.Opened:
        reason = form.cleaned_data["reason"]
        return accounts.reset_password(by=officer_of(request), officer_id=officer_id, reason=reason, now=now(request))

    opened = _done(request, form, act)
    return _shown_once(request, opened, "密码已重置") if opened else _again(request, officer_id, "password", form)


@require_POST
@door(Permission.MANAGE_ACCOUNTS)
def reset_factors(request: HttpRequest, officer_id: int) -> HttpResponse:
    """All second factors off."""
    form = forms.ResetFactors(request.POST, prefix="factors")

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return accounts.reset_factors(by=officer_of(request), officer_id=officer_id, reason=reason, now=now(request))

    reset = _done(request, form, act)
    if reset is None:
        return _again(request, officer_id, "factors", form)
    messages.success(request, f"{reset.full_name}的两步验证已清除，请本人在 24 小时内登录并重新绑定。")
    return redirect("officer", officer_id)


@require_POST
@door(Permission.PROPOSE_ROLE)
def propose(request: HttpRequest, officer_id: int) -> HttpResponse:
    """A role for somebody else, to be confirmed by a third person."""
    form = forms.ProposeRole(request.POST, prefix="propose")

    def act() -> Any:
        given = form.cleaned_data
        return roles.propose_role(
            by=officer_of(request),
            officer_id=officer_id,
            role=given["role"],
            agency_id=given["agency"].pk,
            reason=given["reason"],
            now=now(request),
        )

    if _done(request, form, act) is None:
        return _again(request, officer_id, "propose", form)
    messages.success(request, "已提出，等另一名管理员确认后生效。")
    return redirect("officer", officer_id)


@require_POST
@door(Permission.CONFIRM_ROLE)
def confirm(request: HttpRequest, grant_id: int) -> HttpResponse:
    """The proposal takes effect."""
    try:
        grant = roles.confirm_role(by=officer_of(request), grant_id=grant_id, now=now(request))
        messages.success(request, f"已确认，{grant.officer.full_name}的角色即时生效。")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('agencies_grants')}?state=waiting")


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.CONFIRM_ROLE)
def refuse(request: HttpRequest, grant_id: int) -> HttpResponse:
    """The proposal is turned down, with a reason."""
    form = forms.Reason(request.POST or None)

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return roles.refuse_role(by=officer_of(request), grant_id=grant_id, reason=reason, now=now(request))

    if request.method == "POST" and _done(request, form, act) is not None:
        messages.success(request, "已退回，理由随提议保存。")
        return redirect(f"{reverse('agencies_grants')}?state=waiting")
    return _ask_reason(request, form, grant_id, title="退回这条提议", verb="退回")


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.PROPOSE_ROLE)
def end(request: HttpRequest, grant_id: int) -> HttpResponse:
    """A role in force ends at once."""
    form = forms.Reason(request.POST or None)

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return roles.end_role(by=officer_of(request), grant_id=grant_id, reason=reason, now=now(request))

    ended = _done(request, form, act) if request.method == "POST" else None
    if ended is not None:
        messages.success(request, "角色已收回，即时生效。")
        return redirect("officer", ended.officer_id)
    return _ask_reason(request, form, grant_id, title="收回这个角色", verb="收回")


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.MANAGE_AGENCIES)
def open_agency(request: HttpRequest) -> HttpResponse:
    """A new agency."""
    form = forms.OpenAgency(request.POST or None, initial={"parent": request.GET.get("parent"), "kind": "office"})

    def act() -> Agency:
        given = form.cleaned_data
        return agencies.open_agency(
            by=officer_of(request),
            kind=AgencyKind(given["kind"]),
            parent_id=given["parent"].pk,
            name=given["name"],
            short_name=given["short_name"],
            now=now(request),
        )

    opened = _done(request, form, act) if request.method == "POST" else None
    if opened is not None:
        messages.success(request, f"已设立{opened.name}。")
        return redirect(f"{reverse('agencies')}?agency={opened.pk}")
    return render(request, "agencies/open_agency.html", {"tab": "agencies", "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.MANAGE_AGENCIES)
def change_agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """An agency's names and particulars."""
    agency = get_object_or_404(Agency, pk=agency_id)
    fields = ("name", "short_name", "grade", "staff_count", "note")
    form = forms.ChangeAgency(request.POST or None, initial={field: getattr(agency, field) for field in fields})

    def act() -> Agency:
        return agencies.change_agency(
            by=officer_of(request), agency_id=agency_id, now=now(request), **form.cleaned_data
        )

    if request.method == "POST" and _done(request, form, act) is not None:
        messages.success(request, "机构信息已保存。")
        return redirect(f"{reverse('agencies')}?agency={agency_id}")
    context = {"tab": "agencies", "form": form, "agency": agency, "close": forms.CloseAgency()}
    return render(request, "agencies/change_agency.html", context, status=_status(form))


@require_POST
@door(Permission.MANAGE_AGENCIES)
def close_agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """An agency is abolished."""
    form = forms.CloseAgency(request.POST)

    def act() -> Agency:
        on = form.cleaned_data["on"]
        return agencies.close_agency(by=officer_of(request), agency_id=agency_id, on=on, now=now(request))

    if _done(request, form, act) is None:
        messages.error(request, str(next(iter(form.non_field_errors()), "请填写撤销日期。")))
        return redirect("agency_change", agency_id)
    messages.success(request, "机构已撤销。")
    return redirect(f"{reverse('agencies')}?agency={agency_id}")


def _ask_reason(request: HttpRequest, form: django_forms.Form, grant_id: int, *, title: str, verb: str) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("officer", "agency"), pk=grant_id)
    role = ROLES[grant.role].title if grant.role in ROLES else grant.role
    context = {"tab": "agencies_grants", "form": form, "grant": grant, "role": role, "title": title, "verb": verb}
    return render(request, "agencies/reason.html", context, status=_status(form))


def _status(form: django_forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200
