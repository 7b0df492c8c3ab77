"""What the city or province decides: holidays and legal parameters, each with its source and its date."""

from __future__ import annotations

from django.db import models

from yipanqi.records.models.officer import Officer


class Holiday(models.Model):
    """One day off or one make-up working day from a published notice (放假办法, yearly notice)."""

    day = models.DateField("日期", unique=True)
    working = models.BooleanField("调休上班")
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")


class HolidayNotice(models.Model):
    """A year whose holiday notice has been entered; a year without one gives provisional dates."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")


class Parameter(models.Model):
    """A value for a legal parameter the province or city decides, from a day on, signed off by two."""

    name = models.CharField("参数", max_length=80)
    value = models.JSONField("取值", null=True)
    from_on = models.DateField("起用日期")
    source = models.CharField("依据", max_length=200)
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    signed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "from_on"], name="parameter_once_a_day")]
