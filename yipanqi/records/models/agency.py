"""Agencies: the tree city → county-level agencies → justice offices, and partner units."""

from __future__ import annotations

from django.db import models


class AgencyKind(models.TextChoices):
    """What an agency is; the tree's levels and the units beside it."""

    CITY = "city", "市社区矫正管理局"
    COUNTY = "county", "县级社区矫正机构"
    OFFICE = "office", "司法所"
    PARTNER = "partner", "协同单位"


class Agency(models.Model):
    """One agency (机构). Scope goes by its id, never by a GB code: 高新区 has none."""

    kind = models.CharField("类型", max_length=10, choices=AgencyKind)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=30)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    county_code = models.CharField("行政区划代码", max_length=6, blank=True, default="")
    township_code = models.CharField("乡镇代码", max_length=12, blank=True, default="")
    number_prefix = models.CharField("编号字头", max_length=6, blank=True, default="")
    sort_key = models.PositiveIntegerField("次序", default=0)
    grade = models.CharField("机构级别", max_length=20, blank=True, default="")
    staff_count = models.PositiveSmallIntegerField("人员数", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="agency_name_once_per_parent"),
            models.CheckConstraint(
                condition=models.Q(kind="city", parent=None) | ~models.Q(kind="city") & ~models.Q(parent=None),
                name="agency_only_city_without_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name
