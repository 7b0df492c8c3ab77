"""提请撤销缓刑, 提请撤销假释: the grounds, and who files with which court (办法 46, 47; 刑法 77, 86)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.conclusions import Unanswerable
from yipanqi.law.decisions.breaches import Breach, Gravity, Record
from yipanqi.law.decisions.prohibition import grave_breach
from yipanqi.law.decisions.revocation import CONTROL_BARRED, Proposal, route_proposal
from yipanqi.law.decisions.sanctions import beyond_month
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, CL, INTERP, MEASURES, Article, Certainty, number

WARNINGS_TO_REVOKE = number(
    "warnings_to_revoke", "提请撤销：已受警告次数", "次", 2, INTERP("543(4)", "项"), note="同办法46(4)、47(2)、49(4)"
)
NUMBERS = (WARNINGS_TO_REVOKE,)
_REASON = "脱离监管（逾期报到）有无正当理由尚未查明，按没有正当理由列出"
NEW_CRIME = "考验期内犯新罪或者发现漏罪，由审理该案的法院撤销，社区矫正机构不提出撤销建议"
_TITLES = {Category.PROBATION: "提请撤销缓刑", Category.PAROLE: "提请撤销假释"}
MEASURES_OF = {Category.PROBATION: "revoke_probation", Category.PAROLE: "revoke_parole"}
Ground = tuple[Article, str]


def revoking(case: Reading, record: Record) -> Iterator[Option]:
    """Both proposals: the category's own on its first ground, the other one barred."""
    yield _own(case, record, Category.PROBATION)
    yield _own(case, record, Category.PAROLE)


def _own(case: Reading, record: Record, category: Category) -> Option:
    actual = case.facts.category
    if actual is not category:
        why = f"{CONTROL_BARRED}。" if actual is Category.CONTROL else f"本案为{actual.title}，不是{category.title}。"
        return _barred(category, why, record)
    if pending(case):
        return _barred(category, "已提出撤销建议，等待法院裁定。", record)
    ground = probation_ground(case, record) if category is Category.PROBATION else parole_ground(case, record)
    if ground is not None:
        return _allowed(case, ground, record)
    crime = case.has(EventKind.CRIME_SUSPECTED) or case.has(EventKind.EARLIER_CRIME_FOUND)
    return _barred(category, f"{NEW_CRIME}。" if crime else "没有法定的撤销情形。", record, _next_warning(case, record))


def _next_warning(case: Reading, record: Record) -> str:
    left = case.value(WARNINGS_TO_REVOKE, case.on) - len(record.warnings)
    if not record.warnings:
        return ""
    return f"若再受{left}次警告后仍不改正，则可以提请撤销。" if left > 0 else "若再有违规，则可以提请撤销。"


def pending(case: Reading) -> bool:
    """Whether a proposal to revoke waits for the ruling."""
    proposal = case.last(EventKind.REVOCATION_PROPOSED)
    return proposal is not None and case.answer(proposal, EventKind.REVOCATION_RULED) is None


def probation_ground(case: Reading, record: Record) -> Ground | None:
    """办法 46(1)-(5), the first that stands."""
    prohibited = grave_breach(case, record)
    if prohibited:
        return MEASURES("46(1)"), prohibited
    away = long_absence(case, record)
    if away is not None:
        return MEASURES("46(2)"), _away(away)
    if record.penalties and (again := record.open_after(record.penalties[-1])):
        return MEASURES("46(3)"), f"{record.penalties[-1].on}受治安管理处罚后{again[0].on}仍有违规，仍不改正"
    warned = twice_warned(case, record)
    if warned:
        return MEASURES("46(4)"), warned
    grave = next((breach for breach in record.open if breach.gravity is Gravity.GRAVE), None)
    return (MEASURES("46(5)"), f"{grave.on}违反监督管理规定，情节严重") if grave is not None else None


def parole_ground(case: Reading, record: Record) -> Ground | None:
    """办法 47(1)-(3): any open breach is enough, without 情节严重."""
    away = long_absence(case, record)
    if away is not None:
        return MEASURES("47(1)"), _away(away)
    warned = twice_warned(case, record)
    if warned:
        return MEASURES("47(2)"), warned
    other = next((breach for breach in record.open if breach.kind is EventKind.BREACHED), None)
    if other is None:
        other = next((breach for breach in record.open if not breach.good_reason), None)
    if other is None:
        return None
    return MEASURES("47(3)"), f"{other.on}有违反监督管理规定的行为，尚未构成新罪，撤销假释不要求情节严重"


def long_absence(case: Reading, record: Record) -> Breach | None:
    """An open absence or late report of more than one month without a good reason."""
    return next((found for found in record.open if beyond_month(case, found) and not found.good_reason), None)


def twice_warned(case: Reading, record: Record) -> str:
    """Two warnings and an open breach after the second; "" otherwise."""
    times = case.value(WARNINGS_TO_REVOKE, case.on)
    if len(record.warnings) < times:
        return ""
    again = record.open_after(record.warnings[times - 1])
    return f"已受{len(record.warnings)}次警告，{again[0].on}仍有违规，仍不改正" if again else ""


def _away(breach: Breach) -> str:
    word = "不按规定时间报到" if breach.kind is None else "脱离监管"
    return f"{breach.since_on}起{word}{breach.days}日，超过一个月"


def reason_unknown(case: Reading, record: Record) -> str:
    """The reading of a long absence of which nobody has said whether there was a good reason."""
    away = long_absence(case, record)
    return _REASON if away is not None and away.good_reason is None else ""


def _allowed(case: Reading, ground: Ground, record: Record) -> Option:
    article, sentence = ground
    facts = case.facts
    title = _TITLES[facts.category]
    parole = facts.category is Category.PAROLE
    basis = (CCL("46"), article, INTERP("543")) + ((CL("86"),) if parole else (CL("77"),))
    copies = (Organ.PROCURATORATE, Organ.POLICE, Organ.PRISON) if parole else (Organ.PROCURATORATE,)
    try:
        route = route_proposal(
            Proposal(category=facts.category, court_level=facts.court_level, same_province=facts.same_province)
        )
    except Unanswerable as refused:
        return Option(
            measure=MEASURES_OF[facts.category],
            title=title,
            allowed=True,
            ground=article.label,
            basis=basis,
            because=f"{sentence}；{refused}",
            copies=copies,
            certainty=Certainty.ASSUMED,
            assumption=record.assumption,
        )
    assumption = "；".join(text for text in (route.assumption, reason_unknown(case, record), record.assumption) if text)
    return Option(
        measure=MEASURES_OF[facts.category],
        title=title,
        allowed=True,
        ground=article.label,
        level=route.level,
        decided_by=str(route.values["court"]),
        copies=copies,
        basis=basis,
        because=f"{sentence}，应当{title}；{route.because}",
        certainty=Certainty.ASSUMED if assumption else route.certainty,
        assumption=assumption,
    )


def _barred(category: Category, why: str, record: Record, change: str = "") -> Option:
    return Option(
        measure=MEASURES_OF[category],
        title=_TITLES[category],
        allowed=False,
        barred=why,
        because=why,
        change=change,
        basis=(CCL("46"), MEASURES("47" if category is Category.PAROLE else "46")),
        certainty=Certainty.SECONDARY,
        assumption=record.assumption,
    )
