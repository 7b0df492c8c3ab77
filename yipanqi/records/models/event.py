"""Events: what happened in a case, in the past tense; the clocks are driven by them."""

from __future__ import annotations

from django.db import models

from yipanqi.law.events import EventKind
from yipanqi.records.models.case import Case
from yipanqi.records.models.history import with_history

_TITLES = {kind.value: kind.title for kind in EventKind}


@with_history("EventHistory")
class Event(models.Model):
    """One event (经过) of a case: kind, day, and the few typed facts the law asks for (`data`)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", verbose_name="案件")
    kind = models.CharField("事项", max_length=40)  # the law's list grows without a migration
    on = models.DateField("日期")
    at = models.DateTimeField("时刻", null=True, blank=True)
    data = models.JSONField("要素", default=dict, blank=True)
    note = models.CharField("记事", max_length=1000, blank=True, default="")
    filled_in_later = models.BooleanField("补录", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True, default="")
    recorded_by_id = models.BigIntegerField("记录人", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    updated_by_id = models.BigIntegerField("更新人", null=True, blank=True)
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "on"], name="event_by_case"),
            models.Index(
                fields=["recorded_at"],
                include=["case"],
                condition=models.Q(recorded_by_id__isnull=False, batch_id=None),
                name="event_by_person",
            ),
        ]

    @property
    def title(self) -> str:
        """The statute's word for what happened."""
        return _TITLES.get(self.kind, self.kind)
