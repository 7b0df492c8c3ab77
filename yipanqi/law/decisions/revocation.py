"""撤销缓刑、撤销假释, 收监执行: who files, with whom, copied to whom (社区矫正法 46, 49, 办法 46-49)."""

from __future__ import annotations

from dataclasses import dataclass

from yipanqi.law.conclusions import MissingFact, conclude
from yipanqi.law.facts import Category, CourtLevel
from yipanqi.law.findings import Level, Verdict
from yipanqi.law.sources import CCL, CL, MEASURES, PRISON, Certainty

FILED_BY = {CourtLevel.BASIC: Level.COUNTY, CourtLevel.INTERMEDIATE: Level.CITY, CourtLevel.HIGH: Level.PROVINCE}
ORIGINAL_COURT = "原审法院"
EITHER_COURT = "原审法院或者执行地法院"
LOCAL_ORGAN = "执行地社区矫正决定机关"
EITHER_ORGAN = "执行地或者原社区矫正决定机关"
CONTROL_BARRED = "管制没有撤销，只能给予警告、提请治安管理处罚；构成新罪的由审理法院处理"
_SAME_PROVINCE = "未说明原决定机关是否在本省，按一般情形处理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal to revoke or recall; `same_province`: the original organ and the place of execution."""

    category: Category
    court_level: CourtLevel | None = None
    same_province: bool | None = None


def route_proposal(proposal: Proposal) -> Verdict:
    """Who files the proposal, to whom, and who gets copies; 管制 is never revoked."""
    if proposal.category is Category.CONTROL:
        return conclude(
            "revocation",
            basis=(CL("38"), CCL("59")),
            because=f"{CONTROL_BARRED}。",
            barred=f"{CONTROL_BARRED}。",
            allowed=False,
            values={"filed_by": None, "court": None, "copies": []},
        )
    if proposal.category is Category.TEMPORARY:
        return _recall(proposal)
    return _revoke(proposal)


def _revoke(proposal: Proposal) -> Verdict:
    if proposal.court_level is None:
        raise MissingFact("court_level", "撤销建议由与原审法院同级的社区矫正机构提出")
    level = FILED_BY[proposal.court_level]
    elsewhere = proposal.same_province is False
    court = EITHER_COURT if elsewhere else ORIGINAL_COURT
    parole = proposal.category is Category.PAROLE
    copies = ["检察院", "公安", "监狱"] if parole else ["检察院"]
    because = f"原审法院为{proposal.court_level.value}人民法院，由{level.value}社区矫正机构提出，抄送同级人民检察院"
    if elsewhere:
        copies.append(ORIGINAL_COURT)
        because += "；原审法院在外省，可以向执行地同级人民法院提出，并抄送原审法院"
    return conclude(
        "revocation",
        basis=(CCL("46"), MEASURES("47" if parole else "46")),
        because=f"{because}。",
        allowed=True,
        certainty=Certainty.RECALLED if parole else Certainty.SECONDARY,
        level=level,
        assumptions=(_SAME_PROVINCE if proposal.same_province is None else "",),
        values={"filed_by": level.value, "court": court, "copies": copies},
    )


def _recall(proposal: Proposal) -> Verdict:
    organ = EITHER_ORGAN if proposal.same_province else LOCAL_ORGAN
    extra = "；原决定机关在本省，可以向其提出" if proposal.same_province else ""
    return conclude(
        "revocation",
        basis=(CCL("49"), MEASURES("49"), PRISON("48")),
        certainty=Certainty.RECALLED,
        allowed=True,
        because=f"收监执行建议一律由县级社区矫正机构向执行地社区矫正决定机关提出，抄送县级人民检察院{extra}。",
        level=Level.COUNTY,
        assumptions=(_SAME_PROVINCE if proposal.same_province is None else "",),
        values={"filed_by": Level.COUNTY.value, "court": organ, "copies": ["检察院", "公安", "监狱"]},
    )
