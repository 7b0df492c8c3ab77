"""Import batches: an uploaded ledger, what became of each row, and how to take it back."""

from __future__ import annotations

from django.db import models

from yipanqi.records.models.agency import Agency
from yipanqi.records.models.officer import Officer


class BatchState(models.TextChoices):
    """Where an uploaded ledger stands."""

    CHECKING = "checking", "核对中"
    CHECKED = "checked", "待确认"
    ACCEPTING = "accepting", "导入中"
    ACCEPTED = "accepted", "已导入"
    UNDONE = "undone", "已撤回"
    REFUSED = "refused", "无法读取"
    FAILED = "failed", "未完成"


class Batch(models.Model):
    """One uploaded ledger (导入批次); what it holds of persons lies sealed in `BatchFile` and `BatchRow`."""

    file_name = models.CharField("文件名", max_length=200)
    file_digest = models.BinaryField("文件摘要", max_length=32)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="batches", verbose_name="导入人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="batches", verbose_name="机构")
    as_of = models.DateField("核对基准日")
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.CHECKING)
    progress_done = models.PositiveIntegerField("已处理行", default=0)
    progress_total = models.PositiveIntegerField("总行数", null=True)
    sentence = models.TextField("说明", blank=True, default="")
    totals = models.JSONField("合计", default=dict)
    created_at = models.DateTimeField("上传时间")
    accepted_at = models.DateTimeField("导入时间", null=True)
    undone_at = models.DateTimeField("撤回时间", null=True)
    expires_at = models.DateTimeField("销毁时间")


class BatchFile(models.Model):
    """The uploaded file and the rejected cells, sealed; a policy of its own shows them to the importer alone."""

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="file", verbose_name="批次")
    file_sealed = models.BinaryField("文件（密）")
    result_sealed = models.BinaryField("核对结果（密）", null=True)


class RowOutcome(models.TextChoices):
    """What became of one row."""

    NEW = "new", "新建"
    SAME = "same", "无变化"
    CHANGED = "changed", "有变化，待确认"
    TAKEN = "taken", "已按台账更新"
    ASK = "ask", "是同一案吗"
    OUTSIDE = "outside_scope", "不在本机构范围"
    REJECTED = "rejected", "有错，未导入"
    DUPLICATE = "duplicate", "重复行"


class BatchRow(models.Model):
    """One row of a batch: its outcome, the case it became or touched, and the old values for undo (sealed)."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", verbose_name="批次")
    sheet = models.CharField("工作表", max_length=60)
    row = models.PositiveIntegerField("行")
    outcome = models.CharField("结果", max_length=20, choices=RowOutcome)
    case_id = models.BigIntegerField("案件", null=True)
    other_case_id = models.BigIntegerField("疑似同一案", null=True)
    changes_sealed = models.BinaryField("变化（密）", null=True)
    before_sealed = models.BinaryField("原值（密）", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "row"], name="batch_row_once")]
        indexes = [models.Index(fields=["batch", "outcome"], name="batch_rows_by_outcome")]
