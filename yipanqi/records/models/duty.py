"""Duties: what the law requires next, a projection recomputed from facts and never edited by hand."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from yipanqi.law.findings import filled, titled
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models.agency import Agency
from yipanqi.records.models.case import Case
from yipanqi.records.models.lookups import by_place
from yipanqi.records.models.wording import Wording, wording

# A row that still applies lies in one of the first four, so it is in one index of each kind and no more.
OWN = Q(done_on=None, withdrawn_at=None, backfill=False, waiting=False)
AT_ONCE = OWN & Q(due_on=None, immediate=True)  # few; they stand behind everything that has a day
WAITING = Q(done_on=None, withdrawn_at=None, backfill=False, waiting=True)
TO_FILL_IN = Q(done_on=None, withdrawn_at=None, backfill=True)
DONE = Q(done_on__isnull=False, withdrawn_at=None)
FELL_DUE = Q(withdrawn_at=None, optional=False, waiting=False, backfill=False)


class Duty(models.Model):
    """One duty (法定事项) of a case. Its key is case + rule + occasion, so a moved clock keeps its row.

    Its words are kept once (`Wording`), its own dates and numbers here; read together they are what was concluded.
    """

    # found by the key of case, rule and occasion, which begins with it; written under the lock of the case alone, and
    # taken away with it, so no trigger a row need look the case up again
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="duties", db_constraint=False, db_index=False, verbose_name="案件"
    )
    # copies of the case's own, which the database checks there: a city's worth of duties is written at once
    county = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name="执行地机构"
    )
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False, verbose_name="司法所"
    )
    rule = models.CharField("规则", max_length=60)
    occasion = models.CharField("由来", max_length=80)
    # written before the row is, and never taken away
    wording_id = models.BigIntegerField("措辞")
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
    provisional = models.BooleanField("暂定", default=False)
    amount = models.IntegerField("期限数", null=True)
    subject = models.TextField("所涉", blank=True, default="")
    extra = models.JSONField("推算所用", default=dict)
    used = models.JSONField("所据事实", default=dict)
    digest = models.BigIntegerField("推算摘要", default=0)
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

    @property
    def wording(self) -> Wording:
        """The words of the release that concluded this."""
        return wording(self.wording_id)

    @property
    def title(self) -> str:
        """The rule's title, with the occasion it is about."""
        return titled(self.wording.title, self.subject)

    @property
    def actor(self) -> str:
        """Who must act."""
        return self.wording.actor

    def get_actor_display(self) -> str:
        """Who must act, in Chinese."""
        return self.wording.get_actor_display()

    @property
    def statutory(self) -> bool:
        """True 法定, False 市流程."""
        return self.wording.statutory

    @property
    def certainty(self) -> str:
        """How well it is known."""
        return self.wording.certainty

    @property
    def assumption(self) -> str:
        """The reading it rests on, if any."""
        return self.wording.assumption

    @property
    def basis(self) -> list[dict[str, str]]:
        """The articles it rests on, each with `cite` and `label`."""
        return list(self.wording.basis)

    @property
    def because(self) -> str:
        """One Chinese sentence with the numbers used."""
        return self._filled(self.wording.because)

    @property
    def change(self) -> str:
        """What would change the result (若……则……)."""
        return self._filled(self.wording.change)

    @property
    def if_missed(self) -> str:
        """What lapsing means."""
        return self.wording.if_missed

    @property
    def next_step(self) -> str:
        """What follows once it is done or has lapsed."""
        return self.wording.next_step

    def _filled(self, words: str) -> str:
        extra: dict[str, Any] = self.extra
        due_at = self.due_at.astimezone(SHANGHAI) if self.due_at is not None else None
        return filled(
            words,
            start=self.starts_on,
            due=self.due_on if due_at is None else None,
            due_at=due_at,
            raw=self.raw_due_on,
            n=self.amount,
            unit=self.wording.unit,
            done=self.done_on,
            subject=self.subject,
            missing=self.missing,
            extra=extra,
        )
