"""Persons: who they are. Identity number and phones are sealed; the number is found by a blind index."""

from __future__ import annotations

from django.db import models

from yipanqi.records import ciphers, names
from yipanqi.records.models.agency import Agency
from yipanqi.records.models.history import with_history


class Sex(models.TextChoices):
    """GB/T 2261.1, as printed."""

    MALE = "男", "男"
    FEMALE = "女", "女"


@with_history("PersonHistory")
class Person(models.Model):
    """One supervised person (社区矫正对象), with all cases he or she ever had."""

    name = models.CharField("姓名", max_length=50)
    name_key = models.CharField("拼音", max_length=200)
    former_name = models.CharField("曾用名", max_length=50, blank=True, default="")
    id_no_sealed = models.BinaryField("身份证号（密）")
    id_no_index = models.BinaryField("身份证号索引", max_length=32)
    phones_sealed = models.BinaryField("电话（密）", blank=True, default=b"")
    sex = models.CharField("性别", max_length=1, choices=Sex)
    born_on = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=20, blank=True, default="")
    education = models.CharField("文化程度", max_length=30, blank=True, default="")
    household_address = models.CharField("户籍地", max_length=200, blank=True, default="")
    residence_address = models.CharField("居住地", max_length=200, blank=True, default="")
    home_county = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="登记机构")
    sealed = models.BooleanField("封存", default=False)
    more = models.JSONField("其他登记项", default=dict, blank=True)
    created_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField("更新时间")
    updated_by_id = models.BigIntegerField("更新人", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id_no_index"], name="person_known_by_identity_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def id_no(self) -> str:
        """The full identity number. Opened on a page only by a POST that states the reason."""
        return ciphers.unseal("person.id_no", self.id_no_sealed)

    @property
    def masked_id_no(self) -> str:
        """The identity number as lists show it."""
        return names.masked_identity(self.id_no)

    @property
    def phones(self) -> list[str]:
        """All phone numbers, the first the one to call."""
        return [part for part in ciphers.unseal("person.phones", self.phones_sealed).split("/") if part]

    @property
    def masked_phone(self) -> str:
        """The first phone as lists show it, empty when none is known."""
        return names.masked_phone(self.phones[0]) if self.phones else ""
