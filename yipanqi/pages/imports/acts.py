"""What the importer does: upload, import, take changes, answer 是同一案吗, take back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yipanqi.access.permissions import Permission
from yipanqi.actions import ledger_import
from yipanqi.actions.act import Refused
from yipanqi.actions.ledger_import import NoSuchBatch
from yipanqi.pages.doors import door, officer_of
from yipanqi.pages.imports.forms import TakeForm, UndoForm, UploadForm
from yipanqi.pages.imports.views import listing
from yipanqi.pages.request import now
from yipanqi.records.models import Batch


@require_POST
@door(Permission.IMPORT_LEDGER)
def upload(request: HttpRequest) -> HttpResponse:
    """Store the sealed file and hand it to the background; the page that follows shows how far it is."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        by, file = officer_of(request), form.cleaned_data["file"]
        try:
            batch = ledger_import.submit(by=by, file_name=file.name, data=file.read(), now=now(request))
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("import_batch", batch.pk)
    return render(request, "imports/batches.html", listing(request, form), status=422)


@require_POST
@door(Permission.IMPORT_LEDGER)
def go_on(request: HttpRequest, batch_id: int) -> HttpResponse:
    """导入, or 继续 after a break."""
    return _done(request, batch_id, lambda by: ledger_import.enqueue(by=by, batch_id=batch_id, now=now(request)))


@require_POST
@door(Permission.IMPORT_LEDGER)
def take(request: HttpRequest, batch_id: int) -> HttpResponse:
    """按台账更新: one row with its chosen cells, or every waiting row."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _said(request, batch_id, "请先勾选要按台账更新的格。")
    chosen = form.chosen(batch_id)
    return _done(
        request,
        batch_id,
        lambda by: ledger_import.take_changes(by=by, batch_id=batch_id, cells=chosen, now=now(request)),
        f"已按台账更新 {len(chosen)} 行，原值已保留，可随整批撤回。",
    )


@require_POST
@door(Permission.IMPORT_LEDGER)
def answer(request: HttpRequest, batch_id: int) -> HttpResponse:
    """是同一案吗: yes updates the known case, no opens a second one."""
    row, said = request.POST.get("row", ""), request.POST.get("same", "")
    if not row.isdigit() or said not in ("yes", "no"):
        return _said(request, batch_id, "请选择“是”或者“不是”。")
    return _done(
        request,
        batch_id,
        lambda by: ledger_import.answer_same_case(
            by=by, batch_id=batch_id, row_id=int(row), same=said == "yes", now=now(request)
        ),
        "已按台账更新原案件。" if said == "yes" else "已另建案件，与原案件并行。",
    )


@require_POST
@door(Permission.IMPORT_LEDGER)
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """撤回本次导入, with its reason."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _said(request, batch_id, "请填写撤回原因。")
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        batch_id,
        lambda by: ledger_import.undo(by=by, batch_id=batch_id, reason=reason, now=now(request)),
        "已撤回：新建的案件已去掉，更新过的格已恢复原值，上传的文件已销毁。",
    )


def _done(request: HttpRequest, batch_id: int, act: Callable[..., Batch], sentence: str = "") -> HttpResponse:
    try:
        act(officer_of(request))
    except NoSuchBatch as unknown:
        raise Http404 from unknown
    except Refused as refused:
        return _said(request, batch_id, str(refused))
    if sentence:
        messages.success(request, sentence)
    return _back(request, batch_id)


def _said(request: HttpRequest, batch_id: int, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return _back(request, batch_id)


def _back(request: HttpRequest, batch_id: int) -> HttpResponse:
    response = redirect("import_batch", batch_id)
    tab = request.POST.get("tab", "")
    if tab.isalpha():
        response["Location"] += f"?tab={tab}"
    return response
