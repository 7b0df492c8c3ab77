"""What the importer sees: her batches, how far one is, and what became of every row."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yipanqi.access.permissions import Permission
from yipanqi.actions import ledger_import
from yipanqi.actions.ledger_import import NoSuchBatch
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.imports.columns import EXPECTED, REQUIRED
from yipanqi.pages.imports.forms import UndoForm, UploadForm
from yipanqi.pages.imports.result import TABS, Figures, columns_of, faults_by_column, lines_of, rows_of, skipped_of
from yipanqi.pages.request import now
from yipanqi.records.days import day_of
from yipanqi.records.models import Batch, BatchState, Officer

PER_PAGE = 30
LISTED = 50


@require_safe
@door(Permission.IMPORT_LEDGER)
def batches(request: HttpRequest) -> HttpResponse:
    """Upload a ledger; my batches, the newest first."""
    return render(request, "imports/batches.html", listing(request, UploadForm()))


def listing(request: HttpRequest, form: UploadForm) -> dict[str, Any]:
    """What the first page shows."""
    mine = Batch.objects.filter(officer=officer_of(request)).order_by("-pk")[:LISTED]
    return {
        "form": form,
        "expected": EXPECTED,
        "required": REQUIRED,
        "batches": [(b, Figures.of(b), is_broken_off(b)) for b in mine],
    }


_AT_WORK = (BatchState.CHECKING, BatchState.ACCEPTING)


def is_broken_off(batch: Batch) -> bool:
    """Whether it says it is being worked on, but nobody is at it; what was finished meanwhile is read again."""
    if batch.state not in _AT_WORK or ledger_import.is_worked_on(batch):
        return False
    batch.refresh_from_db()
    return batch.state in _AT_WORK


@require_safe
@door(Permission.IMPORT_LEDGER)
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch, as it stands now."""
    found = _own(officer_of(request), batch_id)
    broken_off = is_broken_off(found)
    context: dict[str, Any] = {"batch": found, "figures": Figures.of(found), "broken_off": broken_off}
    if found.state in (*_AT_WORK, BatchState.FAILED, BatchState.REFUSED):
        return render(request, "imports/waiting.html", context)
    return render(request, "imports/result.html", context | _result(request, found))


def _result(request: HttpRequest, found: Batch) -> dict[str, Any]:
    figures = Figures.of(found)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = figures.first_tab
    on = day_of(now(request))
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [(key, label, figures.of_tab(key)) for key, label in TABS.items() if figures.of_tab(key) is not None],
        "faults": faults_by_column(found),
        "undo": UndoForm(),
    }
    if tab in ("columns", "skipped"):
        result = ledger_import.stored_result(found)
        return context | {"sheets": columns_of(result), "skipped": skipped_of(result)}
    page = Paginator(rows_of(found, tab), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(list(page.object_list), ledger_import.stored_result(found), on=on)
    return context | {"page": page, "lines": lines, "others": any(line.others for line in lines)}


@require_safe
@door(Permission.IMPORT_LEDGER)
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The fragment the waiting page asks for every second; when the work is over it reloads the page."""
    found = _own(officer_of(request), batch_id)
    response = render(request, "imports/_progress.html", {"batch": found, "broken_off": is_broken_off(found)})
    if found.state not in _AT_WORK:
        response["HX-Refresh"] = "true"
    return response


def _own(by: Officer, batch_id: int) -> Batch:
    try:
        return ledger_import.own_batch(by, batch_id)
    except NoSuchBatch as unknown:
        raise Http404 from unknown
