"""How complete the files are: a rate computed on incomplete files says so."""

from __future__ import annotations

from django.db.models import Q

from yipanqi.measures.measure import Asked, Counts, Measure, Rate
from yipanqi.measures.register import RUNNING
from yipanqi.records.models import Agency, AgencyKind

# The facts without which the clocks of a case cannot all be computed, and how their absence reads.
KEY_FACTS: dict[str, str] = {
    "effective_on": "生效日期",
    "arrived_on": "报到日期",
    "doc_no": "法律文书号",
    "decision_organ": "决定机关",
    "sentence_kind": "原判刑种",
    "level": "管理等级",
    "office": "司法所",
}
_DATES = {"effective_on", "arrived_on"}


def lacking(fact: str) -> Q:
    """Cases that lack this key fact; an agency without offices (宜昌高新区) does the work itself."""
    if fact == "office":
        with_offices = Agency.objects.filter(kind=AgencyKind.OFFICE).values("parent_id")
        return Q(office__isnull=True, county__in=with_offices)
    return Q(**{f"{fact}__isnull": True}) if fact in _DATES else Q(**{fact: ""})


def lacking_any() -> Q:
    """Cases that lack at least one key fact; 暂予监外执行 without its ground too."""
    found = Q(category="暂予监外执行", release_ground="")
    for fact in KEY_FACTS:
        found |= lacking(fact)
    return found


def _incomplete(asked: Asked) -> Q:
    return RUNNING.condition(asked) & lacking_any()


def _complete(asked: Asked) -> Q:
    return RUNNING.condition(asked) & ~lacking_any()


_ABOUT = "关键事实：" + "、".join(KEY_FACTS.values()) + "，暂予监外执行的另含事由。"
INCOMPLETE = Measure("incomplete", "要素不全", Counts.CASES, "在矫案件中缺任一关键事实的件数。" + _ABOUT, _incomplete)
COMPLETE = Measure("complete", "要素齐全", Counts.CASES, "在矫案件中关键事实齐全的件数。" + _ABOUT, _complete)
COMPLETE_RATE = Rate("complete_rate", "要素完整率", "要素齐全 ÷ 在矫。" + _ABOUT, COMPLETE, RUNNING, target=95.0)

# Below this share of complete files, or with anything to fill in, a rate is marked as computed on incomplete data.
ENOUGH_PERCENT = 90.0
