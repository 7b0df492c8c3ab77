"""提请治安管理处罚: the article in force at the time of the act, and whose detention is not executed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yipanqi.law.conclusions import conclude
from yipanqi.law.decisions.breaches import Breach, Gravity, Record
from yipanqi.law.decisions.sanctions import EDUCATION, beyond_month
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Option, Verdict
from yipanqi.law.parameters import Region
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, MEASURES, PSL, PSL2012, Article, Certainty, Dated, Version, number

NEW_LAW_ON = date(2026, 1, 1)
DETENTION_MIN = number("penalty_detention_min", "治安拘留下限", "日", 5, PSL("72(4)"))
DETENTION_MAX = number("penalty_detention_max", "治安拘留上限", "日", 10, PSL("72(4)"))
FINE_MIN: Dated[int] = Dated(
    "penalty_fine_min",
    "治安罚款下限",
    "元",
    Version(None, 200, PSL2012("60(4)"), Certainty.VERIFIED),
    Version(NEW_LAW_ON, 0, PSL("72(4)"), Certainty.VERIFIED),
)
FINE_MAX: Dated[int] = Dated(
    "penalty_fine_max",
    "治安罚款上限",
    "元",
    Version(None, 500, PSL2012("60(4)"), Certainty.VERIFIED),
    Version(NEW_LAW_ON, 1000, PSL("72(4)"), Certainty.VERIFIED),
)
MINOR_YEARS = number("penalty_minor_years", "不执行拘留：不满", "周岁", 16, PSL("23"))
YOUNG_YEARS = number("penalty_young_years", "初次不执行拘留：不满", "周岁", 18, PSL("23"))
OLD_YEARS = number("penalty_old_years", "不执行拘留：年满", "周岁", 70, PSL("23"))
NURSING_YEARS = number("penalty_nursing_years", "哺乳自己婴儿不满", "周岁", 1, PSL("23"))
NUMBERS = (
    DETENTION_MIN, DETENTION_MAX, FINE_MIN, FINE_MAX, MINOR_YEARS, YOUNG_YEARS, OLD_YEARS, NURSING_YEARS,
)  # fmt: skip
NOT_LISTED = "治安管理处罚法第72条第（四）项没有列入假释，不能据此提请处罚；假释违规依法提请撤销假释"
_DESERVED = "是否应当给予治安管理处罚由县级认定"
_OLDER_LAW = "适用行为时的法律（从旧兼从轻）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    """What the penalty depends on besides the act: age, first breach, pregnancy or nursing, gravity, repetition."""

    category: Category
    acted_on: date
    born_on: date | None = None
    first_time: bool | None = None
    pregnant: bool = False
    infant_born_on: date | None = None
    grave: bool = False
    repeated_within_year: bool = False


def article_at(acted_on: date) -> Article:
    """60(4) of the law before 2026, 72(4) since."""
    return PSL("72(4)") if acted_on >= NEW_LAW_ON else PSL2012("60(4)")


def _close(article: Article) -> str:
    """The article inside a sentence, without the space of a list."""
    return article.label.replace(" ", "")


def age_on(born_on: date, day: date) -> int:
    """Full years; somebody born on 29 February is a year older on 1 March of common years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def judge_penalty(offender: Offender, *, region: Region) -> Verdict:
    """What the police may impose for a breach of supervision rules, and whether detention is executed."""
    if offender.category is Category.PAROLE:
        return conclude(
            "penalty",
            basis=(article_at(offender.acted_on),),
            because=f"{NOT_LISTED}。",
            allowed=False,
            barred=f"{NOT_LISTED}。",
            values={"article": None},
        )
    day = offender.acted_on
    article = article_at(day)
    least, most = region.value(DETENTION_MIN, day), region.value(DETENTION_MAX, day)
    fine_min, fine_max = region.value(FINE_MIN, day), region.value(FINE_MAX, day)
    fine = f"并处{fine_min}元以上{fine_max}元以下罚款" if fine_min else f"可以并处{fine_max}元以下罚款"
    lighter = f"；情节较轻的处警告或者{fine_max}元以下罚款" if article.source.key == "PSL" else ""
    spared = _spared(offender, region)
    sparing = PSL("23") if article.source.key == "PSL" else PSL2012("21")
    detained = f"；{spared}，依法不执行行政拘留" if spared else ""
    return conclude(
        "penalty",
        basis=(CCL("59"), MEASURES("36"), article) + ((sparing,) if spared else ()),
        because=f"{day}的行为适用{_close(article)}：处{least}日以上{most}日以下拘留，{fine}{lighter}{detained}。",
        certainty=Certainty.VERIFIED,
        assumptions=(_OLDER_LAW if article.source.key != "PSL" else "",),
        allowed=True,
        values={
            "article": article.cite,
            "detention_min": least,
            "detention_max": most,
            "fine_max": fine_max,
            "detention_executed": not spared,
        },
    )


def _spared(offender: Offender, region: Region) -> str:
    """Why detention is not executed (art. 23, before 2026 art. 21); "" when it is."""
    day, age = offender.acted_on, None
    if offender.born_on is not None:
        age = age_on(offender.born_on, day)
    if offender.pregnant:
        return "怀孕"
    if offender.infant_born_on is not None and age_on(offender.infant_born_on, day) < region.value(NURSING_YEARS, day):
        return "哺乳自己不满一周岁婴儿"
    newer = article_at(day).source.key == "PSL"  # the older law (art. 21) knew no exceptions
    if age is None or (newer and offender.grave):
        return ""
    minor, old = region.value(MINOR_YEARS, day), region.value(OLD_YEARS, day)
    if age < minor or age >= old:
        word = f"不满{minor}周岁" if age < minor else f"{old}周岁以上"
        return "" if newer and offender.repeated_within_year else word
    young = region.value(YOUNG_YEARS, day)
    return f"不满{young}周岁且初次违反治安管理" if age < young and offender.first_time else ""


def penalty(case: Reading, record: Record) -> Option:
    """Whether a proposal to the police may be made for an open breach."""
    if case.facts.category is Category.PAROLE:
        return _option(None, barred=f"{NOT_LISTED}。", record=record)
    breach = next((breach for breach in record.open if _deserves(case, breach)), None)
    if breach is None and len(record.open) > 1:
        breach = record.open[-1]
    if breach is None:
        return _option(None, barred="没有应当给予治安管理处罚、尚未处分的违规事实。", record=record)
    return _option(breach, record=record)


def _deserves(case: Reading, breach: Breach) -> bool:
    """A prohibition breached, a breach not found light, or a month away in 管制; people decide on its weight."""
    if breach.kind is EventKind.PROHIBITION_BREACHED:
        return True
    if breach.kind is EventKind.BREACHED and breach.gravity is not Gravity.LIGHT and breach.reason != EDUCATION:
        return True
    return case.facts.category is Category.CONTROL and beyond_month(case, breach) and not breach.good_reason


def _option(breach: Breach | None, *, record: Record, barred: str = "") -> Option:
    allowed = breach is not None
    article = article_at(breach.on) if breach is not None else PSL("72(4)")
    sentence = "" if breach is None else f"{breach.words}应当给予治安管理处罚的，适用行为时的{_close(article)}"
    return Option(
        measure="penalty",
        title="提请治安管理处罚",
        allowed=allowed,
        ground="" if breach is None else article.label,
        level=Level.COUNTY,
        decided_by="同级公安机关",
        copies=(Organ.PROCURATORATE,),
        barred=barred,
        basis=(CCL("59"), MEASURES("36"), article),
        because=barred or f"{sentence}；县级提请同级公安机关，建议书抄送同级人民检察院。",
        certainty=Certainty.ASSUMED if allowed or record.assumption else Certainty.SECONDARY,
        assumption="；".join(text for text in (_DESERVED if allowed else "", record.assumption) if text),
    )
