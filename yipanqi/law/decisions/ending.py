"""减刑建议 on the facts of a case, 解除 and 终止 (社区矫正法 33, 44, 45)."""

from __future__ import annotations

from yipanqi.law.conclusions import Unanswerable
from yipanqi.law.days import inclusive_days
from yipanqi.law.decisions.reduction import COURT, HIGH_COURT, Merit, ReductionRequest, decide_reduction
from yipanqi.law.duties.release import unsettled
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category, Penalty
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, CL, MEASURES, Certainty

RELEASE_COPIES = (Organ.PERSON, Organ.DECIDING_ORGAN, Organ.PROCURATORATE, Organ.POLICE, Organ.RESETTLEMENT)
_ENDED = (
    (EventKind.REVOCATION_RULED, "法院裁定撤销"),
    (EventKind.RECALL_DECIDED, "决定收监执行"),
)


def reduction(case: Reading) -> Option:
    """减刑建议: the greatest merit on record decides."""
    words = [merit for merit in Merit for event in case.of(EventKind.MERIT_SHOWN) if event.reason == merit.value]
    if not words:
        return _reduction("没有悔改、立功或者重大立功的记录。", allowed=False)
    facts, sentence = case.facts, case.facts.sentence
    start = facts.term_starts_on
    try:
        verdict = decide_reduction(
            ReductionRequest(
                category=facts.category,
                merit=words[-1],
                penalty=_penalty(case),
                start_on=start,
                term_months=None if sentence is None else sentence.years * 12 + sentence.months,
                served_days=inclusive_days(start, case.on) if start is not None and start <= case.on else None,
            ),
            region=case.region,
        )
    except Unanswerable as refused:
        return _reduction(str(refused), allowed=False)
    return _reduction(
        verdict.because,
        allowed=bool(verdict.allowed),
        assumption=verdict.assumption,
        level=Level.PROVINCE if verdict.values["court"] == HIGH_COURT else Level.CITY,
        court=str(verdict.values["court"] or COURT),
    )


def _penalty(case: Reading) -> Penalty | None:
    if case.facts.category is Category.CONTROL:
        return Penalty.CONTROL
    return case.facts.sentence.penalty if case.facts.sentence is not None else None


def _reduction(
    because: str, *, allowed: bool, assumption: str = "", level: Level = Level.CITY, court: str = COURT
) -> Option:
    return Option(
        measure="reduction",
        title="减刑",
        allowed=allowed,
        ground=CL("78").label if allowed else "",
        level=level,
        decided_by=court,
        copies=(Organ.PROCURATORATE, Organ.POLICE, Organ.PRISON) if allowed else (),
        barred="" if allowed else because,
        basis=(CCL("33"), MEASURES("42"), CL("78")),
        because=because,
        certainty=Certainty.ASSUMED if assumption else Certainty.RECALLED,
        assumption=assumption,
    )


def release(case: Reading) -> Option:
    """解除: on expiry or pardon, unless something is still undecided (期满待定)."""
    ends_on = case.facts.term_ends_on
    pardon = case.first(EventKind.PARDONED)
    waiting = unsettled(case)
    if pardon is not None:
        return _release(f"{pardon.on}被赦免，应当解除社区矫正。")
    if ends_on is None:
        return _release("缺少矫正期满日期。", barred=True)
    if case.on < ends_on:
        return _release(f"矫正期{ends_on}届满，尚未期满，不得提前解除。", barred=True, near=True, case=case)
    if waiting:
        return _release(
            f"矫正期{ends_on}届满，但{waiting}：列为期满待定，停止日常监督，不发解除证明，报告县级负责人并通报检察院。",
            barred=True,
        )
    return _release(f"矫正期{ends_on}届满，应当按期解除，发给解除社区矫正证明书。")


def _release(because: str, *, barred: bool = False, near: bool = False, case: Reading | None = None) -> Option:
    return Option(
        measure="release",
        title="解除",
        allowed=not barred,
        ground="" if barred else CCL("44").label,
        level=Level.COUNTY,
        decided_by="县级社区矫正机构",
        copies=() if barred else RELEASE_COPIES,
        barred=because if barred else "",
        near_on=case.facts.term_ends_on if near and case is not None else None,
        basis=(CCL("44"), MEASURES("53")),
        because=because,
        certainty=Certainty.RECALLED,
    )


def termination(case: Reading) -> Option:
    """终止: revoked, recalled or dead; a move is not one."""
    died = case.first(EventKind.DIED)
    if died is not None:
        return _termination(f"{died.on}死亡，社区矫正终止，及时通知决定机关、检察院、公安机关。")
    for kind, words in _ENDED:
        ruled = case.last(kind)
        if ruled is not None and ruled.granted is not False:
            return _termination(f"{ruled.on}{words}，社区矫正终止。")
    why = "没有裁定撤销、决定收监执行或者死亡的事实；变更执行地不是终止。"
    return _termination(why, barred=True)


def _termination(because: str, *, barred: bool = False) -> Option:
    return Option(
        measure="termination",
        title="终止",
        allowed=not barred,
        ground="" if barred else CCL("45").label,
        level=Level.COUNTY,
        decided_by="县级社区矫正机构",
        barred=because if barred else "",
        copies=() if barred else (Organ.DECIDING_ORGAN, Organ.PROCURATORATE, Organ.POLICE),
        basis=(CCL("45"), CCL("51")),
        because=because,
        certainty=Certainty.VERIFIED,
    )
