"""Rehearsals: what a change of parameters or holidays would do to every running case, before it is done."""

from __future__ import annotations

from django.db import models

from yipanqi.law.rehearsal import Effect
from yipanqi.records.models.agency import Agency
from yipanqi.records.models.case import Case
from yipanqi.records.models.officer import Officer


class RehearsalState(models.TextChoices):
    """Where a rehearsal stands."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "试算中"
    DONE = "done", "待签发"
    FAILED = "failed", "未完成"
    APPLIED = "applied", "已签发起用"
    DROPPED = "dropped", "已放弃"


class Rehearsal(models.Model):
    """One rehearsal (试算): the change as proposed, how far it is, what it found, who signed it."""

    title = models.CharField("变更", max_length=100)
    source = models.CharField("依据", max_length=200)
    change = models.JSONField("变更内容")
    on = models.DateField("试算日期")
    state = models.CharField("状态", max_length=10, choices=RehearsalState, default=RehearsalState.WAITING)
    progress_done = models.PositiveIntegerField("已试算", default=0)
    progress_total = models.PositiveIntegerField("案件总数", null=True)
    cases_changed = models.PositiveIntegerField("有差异的案件", default=0)
    effects = models.JSONField("差异分类", default=dict)
    rulebook = models.CharField("试算时的规则版本", max_length=80, blank=True, default="")
    sentence = models.CharField("说明", max_length=300, blank=True, default="")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    signed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    signed_at = models.DateTimeField("签发时间", null=True)


class RehearsalDifference(models.Model):
    """One difference in one case (试算差异)."""

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="differences", verbose_name="试算")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="案件")
    county = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="执行地机构")
    office = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name="司法所")
    about = models.CharField("规则", max_length=60)
    occasion = models.CharField("由来", max_length=80)
    title = models.CharField("事项", max_length=100)
    effect = models.CharField("差异", max_length=10, choices=[(e.value, e.value) for e in Effect])
    old = models.CharField("现行", max_length=60)
    new = models.CharField("变更后", max_length=60)
    old_because = models.TextField("现行推算", blank=True, default="")
    new_because = models.TextField("变更后推算", blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["rehearsal", "effect"], name="difference_by_effect")]
