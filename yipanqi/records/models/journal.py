"""The journal (工作日志): append-only, chained by SM3, without foreign keys; and who looked (查阅记录)."""

from __future__ import annotations

from django.db import models


class JournalLine(models.Model):
    """One act. Ids, codes and dates only: never names, numbers, phones, positions or free text.

    `hash` = SM3(previous hash | canonical JSON of the line). A trigger refuses update and delete.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    verb = models.CharField("事由", max_length=40)
    officer_id = models.BigIntegerField("经办人", null=True)
    agency_id = models.BigIntegerField("机构", null=True)
    case_id = models.BigIntegerField("案件", null=True)
    data = models.JSONField("要素", default=dict)
    previous_hash = models.BinaryField("上一行摘要", max_length=32)
    hash = models.BinaryField("本行摘要", max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "seq"], name="journal_by_case"),
            models.Index(fields=["at"], name="journal_by_time"),
        ]


class JournalHead(models.Model):
    """The chain's head, one row: the lock that is always taken last."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField("行数", default=0)
    hash = models.BinaryField("末行摘要", max_length=32, default=bytes(32))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_has_one_head")]


class Look(models.Model):
    """Who looked at whose case, when and why. Partitioned by month; old months are dropped whole."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间")
    officer_id = models.BigIntegerField("查阅人")
    agency_id = models.BigIntegerField("查阅人机构")
    case_id = models.BigIntegerField("案件")
    county_id = models.BigIntegerField("执行地机构")
    what = models.CharField("查阅内容", max_length=40)
    reason = models.CharField("事由", max_length=200, blank=True, default="")

    class Meta:
        managed = False
        db_table = "records_look"
