"""Duties: what the law requires next, a projection recomputed from facts and never edited by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yipanqi.law.rules import Actor
from yipanqi.records.models.agency import Agency
from yipanqi.records.models.case import Case
from yipanqi.records.models.lookups import by_place

# A row that still applies lies in one of the first four, so it is in one index of each kind and no more.
OWN = Q(done_on=None, withdrawn_at=None, backfill=False, waiting=False)
AT_ONCE = OWN & Q(due_on=None, immediate=True)  # few; they stand behind everything that has a day
WAITING = Q(done_on=None, withdrawn_at=None, backfill=False, waiting=True)
TO_FILL_IN = Q(done_on=None, withdrawn_at=None, backfill=True)
DONE = Q(done_on__isnull=False, withdrawn_at=None)
FELL_DUE = Q(withdrawn_at=None, optional=False, waiting=False, backfill=False)


class Duty(models.Model):
    """One duty (法定事项) of a case. Its key is case + rule + occasion, so a moved clock keeps its row."""

    # found by the key of case, rule and occasion, which begins with it
    case = models.ForeignKey(Case, models.CASCADE, related_name="duties", db_index=False, verbose_name="案件")
    # copies of the case's own, which the database checks there: a city's worth of duties is written at once
    county = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name="执行地机构"
    )
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False, verbose_name="司法所"
    )
    rule = models.CharField("规则", max_length=60)
    occasion = models.CharField("由来", max_length=80)
    title = models.CharField("事项", max_length=100)
    actor = models.CharField("义务人", max_length=20, choices=[(a.value, a.title) for a in Actor])
    starts_on = models.DateField("起算日期", null=True)
    raw_due_on = models.DateField("届满日期", null=True)
    due_on = models.DateField("截止日期", null=True)
    due_at = models.DateTimeField("截止时刻", null=True)
    opens_on = models.DateField("可以办理之日", null=True)
    immediate = models.BooleanField("立即", default=False)
    waiting = models.BooleanField("等待他人", default=False)
    done_on = models.DateField("办结日期", null=True)
    done_at = models.DateTimeField("办结时刻", null=True)
    backfill = models.BooleanField("待补录", default=False)
    missing = models.CharField("所缺事实", max_length=200, blank=True, default="")
    flag = models.CharField("标记", max_length=30, blank=True, default="")
    optional = models.BooleanField("可以或者一般", default=False)
    statutory = models.BooleanField("法定", default=True)
    provisional = models.BooleanField("暂定", default=False)
    certainty = models.CharField("依据状态", max_length=20)
    assumption = models.CharField("口径", max_length=300, blank=True, default="")
    basis = models.JSONField("依据", default=list)
    because = models.TextField("推算", blank=True, default="")
    change = models.TextField("怎样会不同", blank=True, default="")
    if_missed = models.TextField("逾期后果", blank=True, default="")
    next_step = models.TextField("下一步", blank=True, default="")
    used = models.JSONField("所据事实", default=dict)
    digest = models.BinaryField("推算摘要", max_length=8, default=b"")
    first_seen_at = models.DateTimeField("首次出现")
    refreshed_at = models.DateTimeField("最近推算")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    overdue_noted_at = models.DateTimeField("逾期记录时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rule", "occasion"], name="duty_known_by_case_rule_occasion")
        ]
        indexes = [
            *by_place("duty_own", ("due_on", "id"), ("immediate",), OWN),
            *by_place("duty_at_once", ("id",), (), AT_ONCE),
            *by_place("duty_waiting", ("due_on", "id"), (), WAITING),
            *by_place("duty_to_fill_in", ("due_on", "id"), ("flag",), TO_FILL_IN),
            *by_place("duty_done", ("done_on", "id"), ("due_on",), DONE),
            models.Index(
                fields=["county", "due_on"], include=["office", "done_on"], condition=FELL_DUE, name="duty_fell_due"
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(done_on=None, withdrawn_at=None, overdue_noted_at=None, backfill=False),
                name="duty_to_note",
            ),
        ]
