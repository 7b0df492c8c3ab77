"""Forms of 台账导入."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yipanqi.actions.ledger_import import LARGEST_FILE
from yipanqi.records.models import BatchRow, RowOutcome

ACCEPTED_FILES = ".xlsx,.xlsm,.xls,.et"


class UploadForm(forms.Form):
    """One file; whether it can be read is found out in the background."""

    file = forms.FileField(
        label="台账文件",
        error_messages={
            "required": "请选择台账文件（.xlsx、.xls 或 .et），再点“上传并核对”。",
            "empty": "这个文件是空的（0 字节）。请确认选对了文件后再上传。",
        },
        widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            megabytes, most = (file.size or 0) // 2**20, LARGEST_FILE // 2**20
            raise forms.ValidationError(f"文件有 {megabytes} MB，超过 {most} MB 的上限。请按司法所拆分后分别导入。")
        return file


class UndoForm(forms.Form):
    """Taking back is written down with its reason."""

    reason = forms.CharField(label="撤回原因", max_length=200, error_messages={"required": "请填写撤回原因。"})


class TakeForm(forms.Form):
    """`row` with its chosen `cell`s, or `all`."""

    row = forms.IntegerField(required=False)
    every = forms.BooleanField(required=False)

    def chosen(self, batch_id: int) -> dict[int, Collection[str] | None]:
        """What `take_changes` wants: the fields by row, or None for whole rows."""
        if self.cleaned_data["every"]:
            waiting = BatchRow.objects.filter(batch_id=batch_id, outcome=RowOutcome.CHANGED)
            return dict.fromkeys(waiting.values_list("pk", flat=True))
        return {self.cleaned_data["row"]: self.data.getlist("cell")}  # type: ignore[attr-defined]  # a QueryDict

    def clean(self) -> dict[str, object]:
        """One of the two must be said."""
        cleaned: dict[str, object] = super().clean() or {}
        if not cleaned.get("every") and not cleaned.get("row"):
            raise forms.ValidationError("请先勾选要按台账更新的格。")
        return cleaned
