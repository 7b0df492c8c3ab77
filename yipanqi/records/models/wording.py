"""Wordings (措辞): what a release says of a duty before its dates are filled in; kept once, shared by many rows."""

from __future__ import annotations

from django.db import models

from yipanqi.law.rules import Actor


class Wording(models.Model):
    """The words of a rule as one release has them. Its key is a digest of them all, so it never changes."""

    id = models.BigIntegerField(primary_key=True)
    rule = models.CharField("规则", max_length=60)
    title = models.CharField("事项", max_length=100)
    actor = models.CharField("义务人", max_length=20, choices=[(a.value, a.title) for a in Actor])
    unit = models.CharField("期限单位", max_length=10)
    statutory = models.BooleanField("法定")
    certainty = models.CharField("依据状态", max_length=20)
    assumption = models.CharField("口径", max_length=300, blank=True)
    basis = models.JSONField("依据")
    because = models.TextField("推算", blank=True)
    change = models.TextField("怎样会不同", blank=True)
    if_missed = models.TextField("逾期后果", blank=True)
    next_step = models.TextField("下一步", blank=True)


# Content by its own digest: true in every transaction and in every database.
_READ: dict[int, Wording] = {}


def wording(pk: int) -> Wording:
    """The wording of that key, from this process's memory; what it lacks is read at one go.

    Raises:
        Wording.DoesNotExist: nobody ever kept it.
    """
    if pk not in _READ:
        remember(*Wording.objects.exclude(pk__in=list(_READ)))
    if pk not in _READ:
        raise Wording.DoesNotExist(pk)
    return _READ[pk]


def remember(*wordings: Wording) -> None:
    """Spare this process the reading of them."""
    _READ.update((one.pk, one) for one in wordings)
