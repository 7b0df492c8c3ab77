"""Rounds of the clock: for which day and which rulebook every case was last asked."""

from __future__ import annotations

from django.db import models


class Round(models.Model):
    """One row; the tick locks it, so that of several ticks one alone asks the whole caseload again."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    day = models.DateField("推算日期", null=True)
    rulebook = models.CharField("规则版本", max_length=80, blank=True, default="")
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="round_has_one_row")]
