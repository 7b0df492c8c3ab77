"""How a view names its permission: signed in first, then permitted, else a page that says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import NotPermitted, may
from yipanqi.records.models import Officer

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def officer_of(request: HttpRequest) -> Officer:
    """The officer who is signed in (only behind `door`)."""
    return cast("Officer", request.user)


def door(*any_of: Permission) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let in officers who hold any of these permissions somewhere; none named: everybody signed in.

    The permissions stay on the view as `view.permissions`, for the table URL × role that tests keep.
    """

    def wrap(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            officer = officer_of(request)
            if any_of and not any(may(officer, permission) for permission in any_of):
                return forbidden(request, any_of)
            try:
                return view(request, *args, **kwargs)
            except NotPermitted as refusal:
                return forbidden(request, any_of, str(refusal))

        guarded.permissions = any_of  # type: ignore[attr-defined]
        return guarded

    return wrap


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in first; a fragment asks for the whole page to go there, or the form would land inside the page.

    What was posted cannot be asked for again by its address: back goes to the page the form was on.
    """
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else _form_page(request))
    back = redirect_to_login(request.headers.get("HX-Current-URL", "/"))
    return HttpResponse(status=204, headers={"HX-Redirect": back["Location"]})


def _form_page(request: HttpRequest) -> str:
    page = urlsplit(request.headers.get("Referer", ""))
    return page._replace(scheme="", netloc="").geturl() if page.netloc == request.get_host() else "/"


def forbidden(request: HttpRequest, needed: tuple[Permission, ...], sentence: str = "") -> HttpResponse:
    """The page for "not you": names the permission that would be needed and who grants it."""
    return render(request, "403.html", {"needed": needed, "sentence": sentence}, status=403)
