"""One act on one case or several: the form, the act, and what became of each case."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, may
from yipanqi.actions import first_acts
from yipanqi.actions.first_acts import FirstAct
from yipanqi.actions.several import MOST, Outcome, for_several
from yipanqi.pages import counts
from yipanqi.pages.acts.forms import form_for
from yipanqi.pages.doors import door, forbidden, officer_of
from yipanqi.pages.parameters import ids
from yipanqi.pages.request import now
from yipanqi.records.models import Case, Duty

# What a form of this area may do; each act asks for its own permission again.
ACTING = tuple({act.permission: None for act in first_acts.ACTS.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ACTING)
def perform(request: HttpRequest, key: str) -> HttpResponse:
    """The form of one act; posted, the act."""
    act = first_acts.ACTS.get(key)
    if act is None or key == "correct_fact":
        raise Http404
    if not may(officer_of(request), act.permission):
        return forbidden(request, (act.permission,))
    asked = request.POST if request.method == "POST" else request.GET
    cases = _cases(request, ids(asked, "case", MOST))
    if request.method != "POST":
        initial = {name: asked[name] for name in ("event_id", "on") if name in asked}
        return _page(request, act, cases, form_for(act, cases, now(request).date(), initial=initial))
    form = form_for(act, cases, now(request).date(), request.POST)
    if not form.is_valid():
        return _page(request, act, cases, form, status=422)
    outcomes = for_several(
        act.run,
        by=officer_of(request),
        case_ids=[case.pk for case in cases],
        each={duty.case_id: act.of_duty(duty) for duty in _duties(request, cases)},
        now=now(request),
        **form.cleaned_data,
    )
    return _answer(request, act, cases, form, outcomes)


def _cases(request: HttpRequest, wanted: list[int]) -> list[Case]:
    """The asked cases within the officer's sight, in the order asked; none of them: 404."""
    rows = cases_for(officer_of(request), Permission.SEE_CASES).filter(pk__in=wanted)
    by_id = {case.pk: case for case in rows.select_related("person", "county", "office")}
    if not by_id:
        raise Http404
    return [by_id[key] for key in wanted if key in by_id]


def _page(
    request: HttpRequest, act: FirstAct, cases: list[Case], form: forms.Form, *, status: int = 200
) -> HttpResponse:
    fragment = request.headers.get("HX-Request") == "true"
    template = "acts/_form.html" if fragment else "acts/form.html"
    duties = _duties(request, cases)
    context = {
        "act": act,
        "cases": cases,
        "form": form,
        "back": _back(request),
        "duties": duties,
        "duty": duties[0] if duties and len(cases) == 1 else None,
        "fragment": fragment,
    }
    return render(request, template, context, status=status)


def _duties(request: HttpRequest, cases: list[Case]) -> list[Duty]:
    """The duties the form was opened from; only those of its cases."""
    asked = request.POST if request.method == "POST" else request.GET
    keys = ids(asked, "duty", MOST)
    by_id = {case.pk: case for case in cases}
    found = list(Duty.objects.filter(pk__in=keys, case_id__in=by_id).select_related("office", "county"))
    for duty in found:
        duty.case = by_id[duty.case_id]
    return found


def _duty(request: HttpRequest, cases: list[Case]) -> Duty | None:
    """The one duty of one case, for its side note and its row."""
    return next(iter(_duties(request, cases)), None) if len(cases) == 1 else None


def _back(request: HttpRequest) -> str:
    """Where the form was opened; only addresses of this site."""
    asked = (request.POST if request.method == "POST" else request.GET).get("back", "")
    if not asked and request.method == "GET":
        asked = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    return asked if url_has_allowed_host_and_scheme(asked, hosts, request.is_secure()) else reverse("queue")


def _answer(
    request: HttpRequest, act: FirstAct, cases: list[Case], form: forms.Form, outcomes: list[Outcome]
) -> HttpResponse:
    if len(cases) > 1:
        by_id = {case.pk: case for case in cases}
        results = [(by_id[outcome.case_id], outcome) for outcome in outcomes]
        done = sum(outcome.done for outcome in outcomes)
        context = {"act": act, "results": results, "done": done, "refused": len(outcomes) - done}
        return render(request, "acts/results.html", {**context, "back": _back(request)})
    outcome, duty = outcomes[0], _duty(request, cases)
    if not outcome.done:
        form.add_error(None, outcome.sentence)
        return _page(request, act, cases, form, status=422)
    if request.headers.get("HX-Request") == "true" and duty is not None:
        context = {"duty": duty, "counts": counts.count(request), "beside": counts.beside(request), "acted": act}
        row = render(request, "acts/_done.html", context)
        return _retarget(row, f"#duty-{duty.pk}")
    messages.success(request, f"{cases[0].number}：已{act.label}，时限已重新推算。")
    return redirect(_back(request))


def _retarget(response: HttpResponse, selector: str) -> HttpResponse:
    response["HX-Retarget"], response["HX-Reswap"] = selector, "outerHTML"
    return response


@require_safe
@door(*ACTING)
def several(request: HttpRequest) -> HttpResponse:
    """The ticked rows of the queue, by the act that answers them: each act opens one form for its cases."""
    officer, today = officer_of(request), now(request).date()
    keys = ids(request.GET, "duty", MOST)
    duties = Duty.objects.filter(counts.in_scope(request), pk__in=keys).select_related("case__person")
    by_act: dict[str, list[Duty]] = defaultdict(list)
    unanswered: list[Duty] = []
    taken: set[tuple[str, int]] = set()
    for duty in duties.order_by("due_on", "pk"):
        act = first_acts.for_duty(duty, by=officer, case=duty.case, today=today)
        if act is None or not act.several or (act.key, duty.case_id) in taken:
            unanswered.append(duty)  # a case is acted upon once at a time
            continue
        taken.add((act.key, duty.case_id))
        by_act[act.key].append(duty)
    back = _back(request)
    if len(by_act) == 1 and not unanswered:
        return redirect(_form_address(*next(iter(by_act.items())), back))
    groups: list[dict[str, Any]] = [
        {"act": first_acts.ACTS[key], "duties": found, "address": _form_address(key, found, back)}
        for key, found in by_act.items()
    ]
    return render(request, "acts/several.html", {"groups": groups, "unanswered": unanswered, "back": back})


def _form_address(key: str, duties: list[Duty], back: str) -> str:
    asked: dict[str, str | list[int]] = {
        "case": [duty.case_id for duty in duties],
        "duty": [duty.pk for duty in duties],
        "back": back,
    }
    return f"{reverse('act', args=[key])}?{urlencode(asked, doseq=True)}"
