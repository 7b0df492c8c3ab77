"""训诫 and 警告: which open breach falls under which ground (办法 34, 35)."""

from __future__ import annotations

from datetime import date

from yipanqi.law.days import period_end
from yipanqi.law.decisions.absence import ADMONITION_DAYS, REVOCATION_MONTHS, Absence, judge_absence
from yipanqi.law.decisions.breaches import Breach, Gravity, Record
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, Article, Certainty, number

ADMONITIONS_TO_WARN = number(
    "admonitions_to_warn", "警告：已受训诫次数", "次", 2, MEASURES("35(5)"), certainty=Certainty.SECONDARY
)
NUMBERS = (ADMONITIONS_TO_WARN,)
COPIES = (Organ.PERSON, Organ.PROCURATORATE)
EDUCATION, REVIEW, REPORTING, LEAVING = "教育", "复查", "报告", "外出"
_GRAVITY = "违规情节尚未认定，轻微的训诫、较重的警告；违反禁止令情节轻微的警告"
Ground = tuple[Article, str, bool]  # article, sentence, whether the gravity is still to be found


def admonition(case: Reading, record: Record) -> Option:
    """训诫: late or absent up to ten days, light breaches, education missed after teaching, other light ones."""
    for breach in record.open:
        ground = _admonition_ground(case, breach)
        if ground is not None:
            return _option("admonition", "训诫", ground, record, _on_return(case, breach))
    return _barred("admonition", "训诫", MEASURES("34"), record, "没有情节轻微、尚未处分的违规事实。")


def warning(case: Reading, record: Record) -> Option:
    """警告: six grounds, among them two admonitions and still not corrected."""
    for breach in record.open:
        ground = _warning_ground(case, breach)
        if ground is not None:
            return _option("warning", "警告", ground, record, _on_return(case, breach))
    times = case.value(ADMONITIONS_TO_WARN, case.on)
    if len(record.admonitions) >= times and (again := record.open_after(record.admonitions[times - 1])):
        sentence = f"已受{len(record.admonitions)}次训诫，{again[0].on}仍有违规，仍不改正"
        return _option("warning", "警告", (MEASURES("35(5)"), sentence, False), record)
    if len(record.open) > 1:
        sentence = f"有{len(record.open)}次尚未处分的违规（最近{record.open[-1].on}），情节较重的"
        return _option("warning", "警告", (MEASURES("35(3)"), sentence, True), record)
    left = times - len(record.admonitions)
    why = "没有情节较重、尚未处分的违规事实"
    why += f"；受训诫{len(record.admonitions)}次" + (f"，不足{times}次" if left > 0 else "，其后没有新的违规")
    change = f"若再受{left}次训诫后仍不改正，则可以警告。" if left > 0 and record.admonitions else ""
    return _barred("warning", "警告", MEASURES("35"), record, why + "。", change)


def _on_return(case: Reading, breach: Breach) -> str:
    """What a return by some day would bring, while the person is still away."""
    if breach.since_on is None or not breach.still_out:
        return ""
    absence = Absence(
        late_report=breach.kind is None,
        since_on=breach.since_on,
        until_on=breach.on,
        still_out=True,
        category=case.facts.category,
        good_reason=bool(breach.good_reason),
    )
    return judge_absence(absence, region=case.region).change


def beyond_month(case: Reading, breach: Breach) -> bool:
    """Whether an absence is longer than one month as a 期间."""
    return breach.since_on is not None and breach.on > month_of(case, breach.since_on)


def month_of(case: Reading, since_on: date) -> date:
    """The last day of the one month."""
    return period_end(since_on, months=case.value(REVOCATION_MONTHS, since_on))


def _what(breach: Breach) -> str:
    if breach.since_on is None:
        return f"{breach.on}{'违反禁止令' if breach.kind is EventKind.PROHIBITION_BREACHED else '违反监督管理规定'}"
    word = "逾期报到" if breach.kind is None else "脱离监管"
    return f"{breach.since_on}起{word}{breach.days}日" + (
        f"（尚未{'报到' if breach.kind is None else '返回'}）" if breach.still_out else ""
    )


def _admonition_ground(case: Reading, breach: Breach) -> Ground | None:
    if breach.since_on is not None:
        limit = case.value(ADMONITION_DAYS, breach.since_on)
        if 0 < breach.days <= limit and not beyond_month(case, breach):
            return MEASURES("34(1)"), f"{_what(breach)}，不超过{limit}日", False
        return None
    if breach.kind is not EventKind.BREACHED or breach.gravity in (Gravity.SERIOUS, Gravity.GRAVE):
        return None
    unknown = breach.gravity is None
    if breach.reason == EDUCATION:
        return MEASURES("34(3)"), f"{_what(breach)}：不按规定参加教育，经教育仍不改正的", False
    article = MEASURES("34(2)" if breach.reason else "34(4)")
    return article, f"{_what(breach)}，情节轻微" + ("的" if unknown else ""), unknown


def _warning_ground(case: Reading, breach: Breach) -> Ground | None:
    if breach.since_on is not None:
        limit = case.value(ADMONITION_DAYS, breach.since_on)
        return (MEASURES("35(2)"), f"{_what(breach)}，超过{limit}日", False) if breach.days > limit else None
    if breach.gravity is Gravity.GRAVE:
        return None
    if breach.kind is EventKind.PROHIBITION_BREACHED:
        untold = breach.gravity is None
        return MEASURES("35(1)"), f"{_what(breach)}，情节轻微" + ("的" if untold else ""), untold
    if breach.reason == REVIEW and case.facts.category is Category.TEMPORARY:
        return MEASURES("35(4)"), f"{_what(breach)}：无正当理由不按时提交病情复查情况，经教育仍不改正的", False
    if breach.gravity is Gravity.SERIOUS or (breach.gravity is None and breach.reason != EDUCATION):
        article = MEASURES("35(3)" if breach.reason else "35(6)")
        unknown = breach.gravity is None
        return article, f"{_what(breach)}，情节较重" + ("的" if unknown else ""), unknown
    return None


def _option(measure: str, title: str, ground: Ground, record: Record, change: str = "") -> Option:
    article, sentence, unknown = ground
    assumption = "；".join(text for text in (_GRAVITY if unknown else "", record.assumption) if text)
    return Option(
        measure=measure,
        title=title,
        allowed=True,
        ground=article.label,
        level=Level.COUNTY,
        decided_by="县级社区矫正机构",
        copies=COPIES,
        basis=(CCL("28"), article, MEASURES("32"), MEASURES("40")),
        because=f"{sentence}，给予{title}；先调查取证，书面决定，一事不二罚。",
        change=change,
        certainty=Certainty.ASSUMED if assumption else Certainty.SECONDARY,
        assumption=assumption,
    )


def _barred(measure: str, title: str, article: Article, record: Record, why: str, change: str = "") -> Option:
    return Option(
        measure=measure,
        title=title,
        allowed=False,
        level=Level.COUNTY,
        decided_by="县级社区矫正机构",
        barred=why,
        basis=(CCL("28"), article),
        because=why,
        change=change,
        certainty=Certainty.ASSUMED if record.assumption else Certainty.SECONDARY,
        assumption=record.assumption,
    )
