"""Cases: one sentence being served in the community, its printed dates, its place and its level."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from yipanqi.law.facts import Category, CourtLevel, DecidedBy, ReleaseGround
from yipanqi.records.models.agency import Agency
from yipanqi.records.models.history import with_history
from yipanqi.records.models.lookups import by_place
from yipanqi.records.models.officer import Officer
from yipanqi.records.models.person import Person


class EndKind(models.TextChoices):
    """How a case ended (社区矫正法 44, 45); a transfer ends it here and opens it there."""

    RELEASED = "released", "解除"
    PARDONED = "pardoned", "赦免解除"
    PROBATION_REVOKED = "probation_revoked", "撤销缓刑"
    PAROLE_REVOKED = "parole_revoked", "撤销假释"
    RECALLED = "recalled", "收监执行"
    DIED = "died", "死亡"
    TRANSFERRED = "transferred", "变更执行地"


@with_history("CaseHistory", quiet=("refreshed_at", "facts_digest"))
class Case(models.Model):
    """One case (案件). The court's printed dates are truth; computed ones only flag a mismatch."""

    number = models.CharField("编号", max_length=30, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases", verbose_name="社区矫正对象")
    category = models.CharField("矫正类别", max_length=20, choices=[(c.value, c.title) for c in Category])
    release_ground = models.CharField(
        "暂予监外执行事由", max_length=20, choices=[(g.value, g.value) for g in ReleaseGround], blank=True, default=""
    )
    crime = models.CharField("罪名", max_length=200, blank=True, default="")
    sentence_text = models.CharField("原判刑罚（照录）", max_length=200, blank=True, default="")
    sentence_kind = models.CharField("刑种", max_length=10, blank=True, default="")
    sentence_years = models.PositiveSmallIntegerField("刑期（年）", null=True, blank=True)
    sentence_months = models.PositiveSmallIntegerField("刑期（月）", null=True, blank=True)
    probation_years = models.PositiveSmallIntegerField("考验期（年）", null=True, blank=True)
    probation_months = models.PositiveSmallIntegerField("考验期（月）", null=True, blank=True)
    fine_yuan = models.PositiveIntegerField("罚金（元）", null=True, blank=True)
    supplementary_penalty = models.CharField("附加刑", max_length=200, blank=True, default="")
    decision_organ = models.CharField("决定机关", max_length=100, blank=True, default="")
    decided_by = models.CharField(
        "决定机关类型", max_length=20, choices=[(d.value, d.value) for d in DecidedBy], blank=True, default=""
    )
    court_level = models.CharField(
        "法院级别", max_length=10, choices=[(c.value, c.value) for c in CourtLevel], blank=True, default=""
    )
    doc_no = models.CharField("法律文书号", max_length=100, blank=True, default="")
    decided_on = models.DateField("判决（裁定、决定）日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    handover_from_on = models.DateField("移送机关收到决定日期", null=True, blank=True)
    handed_over_on = models.DateField("移送交付日期", null=True, blank=True)
    documents_received_on = models.DateField("文书收到日期", null=True, blank=True)
    documents_complete = models.BooleanField("文书齐全", null=True, blank=True)
    custody_days = models.PositiveIntegerField("先行羁押天数", default=0)
    residential_custody_days = models.PositiveIntegerField("指定居所监视居住天数", default=0)
    days_not_counted = models.PositiveIntegerField("不计入执行刑期天数", default=0)
    term_starts_on = models.DateField("矫正开始日期")
    term_ends_on = models.DateField("矫正结束日期")
    arrived_on = models.DateField("报到日期", null=True, blank=True)
    arrival_kind = models.CharField("报到情形", max_length=30, blank=True, default="")
    county = models.ForeignKey(Agency, models.PROTECT, related_name="county_cases", verbose_name="执行地机构")
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="office_cases", verbose_name="受委托司法所"
    )
    office_text = models.CharField("台账所填司法所", max_length=60, blank=True, default="")
    responsible = models.ForeignKey(
        Officer, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name="责任人"
    )
    level = models.CharField("管理等级", max_length=20, blank=True, default="")
    sealed = models.BooleanField("未成年人案件（封存）", default=False)
    phone_checked_since = models.DateField("开通手机核查日期", null=True, blank=True)
    received_on = models.DateField("登记日期")
    known_since = models.DateField("台账导入日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_kind = models.CharField("结束情形", max_length=20, choices=EndKind, blank=True, default="")
    remarks = models.TextField("备注", max_length=2000, blank=True, default="")
    more = models.JSONField("其他登记项", default=dict, blank=True)
    extra = models.JSONField("未识别的列", default=dict, blank=True)
    search_key = models.CharField("检索键", max_length=500, blank=True, default="")
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)
    revision = models.PositiveIntegerField("版次", default=1)
    refreshed_at = models.DateTimeField("时限推算时间", null=True, blank=True)
    facts_digest = models.BinaryField("推算所据", max_length=32, null=True, blank=True)
    created_at = models.DateTimeField("建档时间")
    updated_at = models.DateTimeField("更新时间")
    updated_by_id = models.BigIntegerField("更新人", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(term_ends_on__gte=F("term_starts_on")), name="case_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_kind="") | Q(ended_on__isnull=False) & ~Q(ended_kind=""),
                name="case_end_has_date_and_kind",
            ),
            models.UniqueConstraint(
                fields=["person", "category", "term_starts_on"],
                condition=~Q(ended_kind="transferred"),
                name="case_known_by_person_category_start",
            ),
        ]
        indexes = [
            *by_place("case_open", ("term_ends_on", "id"), ("term_starts_on",), Q(ended_on=None)),
            *by_place("case_ended", ("ended_on", "id"), ("ended_kind",), Q(ended_on__isnull=False)),
            models.Index(
                fields=["term_ends_on", "id"],
                include=["county", "office", "term_starts_on"],
                condition=Q(ended_on=None),
                name="case_open_by_end",
            ),
            models.Index(
                fields=["person"],
                include=["county", "office", "term_starts_on", "term_ends_on"],
                condition=Q(ended_on=None),
                name="case_open_by_person",
            ),
            models.Index(fields=["county", "received_on", "id"], include=["office"], name="case_received_by_county"),
            models.Index(fields=["responsible"], name="case_by_responsible"),
            models.Index(fields=["batch_id"], condition=Q(batch_id__isnull=False), name="case_by_batch"),
            GinIndex(OpClass("search_key", "gin_trgm_ops"), name="case_search_trigrams"),
        ]

    def __str__(self) -> str:
        return self.number


class ProhibitionOrder(models.Model):
    """A prohibition order (禁止令) printed in the judgment; its period is half-open, NULL = to the term's end."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="orders", verbose_name="案件")
    text = models.CharField("内容", max_length=500)
    starts_on = models.DateField("起始日期", null=True, blank=True)
    ends_on = models.DateField("届满日期", null=True, blank=True)
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)
