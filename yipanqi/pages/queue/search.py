"""Finding a case: name, pinyin initials, document or case number by trigram; identity number by its blind index."""

from __future__ import annotations

import re

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_variables

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, may
from yipanqi.actions import looks
from yipanqi.pages import parameters
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.privacy import is_open
from yipanqi.pages.request import now
from yipanqi.records import ciphers
from yipanqi.records.models import Case

AT_MOST = 200
PAGE_ROWS = 50
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")


@door(Permission.SEE_CASES)
@sensitive_variables("text")
def search(request: HttpRequest) -> HttpResponse:
    """POST takes what was typed and keeps identity numbers out of addresses; GET pages through the rest."""
    if request.method == "POST":
        text = parameters.text(request.POST, "q", 60)
        if not _IDENTITY.fullmatch(text):
            return redirect(f"{reverse('search')}?{urlencode({'q': text})}")
        return _answer(request, "（证件号）", keys_by_identity(text, sealed=_sees_sealed(request)))
    text = parameters.text(request.GET, "q", 60)
    return _answer(request, text, keys_by_text(text))


def _answer(request: HttpRequest, text: str, keys: list[int]) -> HttpResponse:
    """The cases in scope; a single one opens by itself."""
    place = {key: at for at, key in enumerate(keys)}
    seen = cases_for(officer_of(request), Permission.SEE_CASES).filter(pk__in=keys)
    rows = sorted(seen.select_related("person", "county", "office", "responsible"), key=lambda case: place[case.pk])
    shut = [case for case in rows if case.sealed and not is_open(request, case.pk)]
    looks.note_looks(by=officer_of(request), cases=shut, what="检索到未成年人案件", now=now(request))
    if len(rows) == 1:
        return redirect("case", rows[0].pk)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"searched": text, "page": page, "capped": len(keys) >= AT_MOST, "at_most": AT_MOST}
    return render(request, "queue/search.html", context)


def _sees_sealed(request: HttpRequest) -> bool:
    return may(officer_of(request), Permission.SEE_SEALED)


@sensitive_variables("id_no")
def keys_by_identity(id_no: str, *, sealed: bool) -> list[int]:
    """Ids of the cases of one identity number, looked up by its blind index; sealed ones only on request."""
    found = Case.objects.filter(person__id_no_index=ciphers.blind_index("person.id_no", id_no.upper()))
    if not sealed:
        found = found.filter(sealed=False)
    return list(found.order_by("-term_ends_on").values_list("pk", flat=True)[:AT_MOST])


def keys_by_text(text: str) -> list[int]:
    """Ids of the cases whose name, initials or numbers hold the text, running ones first, within scope."""
    if not text:
        return []
    escaped = re.sub(r"([\\%_])", r"\\\1", text.lower())
    with connection.cursor() as cursor:
        cursor.execute("SELECT yipanqi_search_cases(%s, %s)", [f"%{escaped}%", AT_MOST])
        return [row[0] for row in cursor.fetchall()]
