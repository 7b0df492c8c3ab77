"""提请收监执行: eight grounds, always by the county (社区矫正法 49, 办法 49, 刑诉法解释 516)."""

from __future__ import annotations

from datetime import date

from yipanqi.law.decisions.breaches import ABSENCES, Gravity, Record
from yipanqi.law.decisions.revocation import Proposal, route_proposal
from yipanqi.law.decisions.revoking import long_absence, reason_unknown, twice_warned
from yipanqi.law.decisions.sanctions import REVIEW
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, CPL, INTERP, MEASURES, Article, Certainty

_WORDS = "办法第49条为凭记忆，“两次警告”按刑诉法解释第516条要求仍不改正"
Ground = tuple[Article, str]


def recall(case: Reading, record: Record) -> Option:
    """The proposal, allowed on one ground or barred with why."""
    facts = case.facts
    if facts.category is not Category.TEMPORARY:
        return _option(barred="只有暂予监外执行的社区矫正对象才能提请收监执行。")
    proposal = case.last(EventKind.RECALL_PROPOSED)
    if proposal is not None and case.answer(proposal, EventKind.RECALL_DECIDED) is None:
        return _option(barred="已提出收监执行建议，等待决定。")
    ground = recall_ground(case, record)
    if ground is None:
        return _option(barred="没有法定的收监情形。", assumption=record.assumption)
    route = route_proposal(Proposal(category=facts.category, same_province=facts.same_province))
    assumption = "；".join(
        text for text in (_words(ground[0]), route.assumption, reason_unknown(case, record), record.assumption) if text
    )
    return _option(
        ground=ground[0],
        because=f"{ground[1]}，应当提请收监执行；{route.because}",
        decided_by=str(route.values["court"]),
        assumption=assumption,
    )


def _words(article: Article) -> str:
    """The reading of "two warnings", where the proposal rests on them."""
    return _WORDS if article == MEASURES("49(4)") else ""


def recall_ground(case: Reading, record: Record) -> Ground | None:
    """办法 49(1)-(8), the first that stands."""
    if unfit := case.first(EventKind.UNFIT_FOUND):
        return MEASURES("49(1)"), f"{unfit.on}发现不符合暂予监外执行条件"
    hidden = _hidden(case, record)
    if hidden:
        return MEASURES("49(2)"), hidden
    if record.penalties and (again := record.open_after(record.penalties[-1])):
        return MEASURES("49(3)"), f"{record.penalties[-1].on}受治安管理处罚后{again[0].on}仍有违规，仍不改正"
    refused = _review_refused(record)
    if refused:
        return MEASURES("49(5)"), refused
    warned = twice_warned(case, record)
    if warned:
        return MEASURES("49(4)"), warned
    return _lapsed(case, record)


def _hidden(case: Reading, record: Record) -> str:
    away = long_absence(case, record)
    if away is not None:
        return f"{away.since_on}起脱离监管{away.days}日，超过一个月"
    if record.warnings:
        again = [breach for breach in record.open_after(record.warnings[0]) if breach.kind in ABSENCES]
        if again and not again[0].good_reason:
            return f"未经批准离开，{record.warnings[0].on}受警告后{again[0].on}仍不改正"
    return ""


def _review_refused(record: Record) -> str:
    reviews = {breach.key for breach in record.breaches if breach.reason == REVIEW}
    warned = next((event for event in record.warnings if reviews.intersection(event.refers_to)), None)
    again = [breach for breach in record.open_after(warned) if breach.reason == REVIEW] if warned else []
    return f"不按时提交病情复查情况，{warned.on}受警告后{again[0].on}仍拒不提交" if warned and again else ""


def _lapsed(case: Reading, record: Record) -> Ground | None:
    ends_on = case.facts.term_ends_on or date.max
    ceased = case.last(EventKind.GROUND_CEASED)
    if ceased is not None and ends_on > case.on:
        return MEASURES("49(6)"), f"{ceased.on}暂予监外执行的情形消失，刑期未满"
    lost = case.last(EventKind.GUARANTOR_LOST)
    if lost is not None and case.answer(lost, EventKind.GUARANTOR_FOUND) is None:
        return MEASURES("49(7)"), f"{lost.on}保证人丧失条件，至今没有提出新的保证人"
    grave = next((breach for breach in record.open if breach.gravity is Gravity.GRAVE), None)
    return (MEASURES("49(8)"), f"{grave.on}违反监督管理规定，情节严重") if grave is not None else None


def _option(
    *, ground: Article | None = None, because: str = "", barred: str = "", decided_by: str = "", assumption: str = ""
) -> Option:
    return Option(
        measure="recall",
        title="提请收监执行",
        allowed=ground is not None,
        ground=ground.label if ground else "",
        level=Level.COUNTY,
        decided_by=decided_by or "社区矫正决定机关",
        barred=barred,
        copies=(Organ.PROCURATORATE, Organ.POLICE, Organ.PRISON) if ground else (),
        basis=(CCL("49"), ground or MEASURES("49"), INTERP("516"), CPL("268")),
        because=because or barred,
        certainty=Certainty.ASSUMED if assumption else Certainty.RECALLED,
        assumption=assumption,
    )
