"""提请逮捕: only together with a proposal to revoke probation or parole (社区矫正法 47, 办法 48)."""

from __future__ import annotations

from yipanqi.law.decisions.revocation import FILED_BY
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Level, Option
from yipanqi.law.reading import Reading
from yipanqi.law.sources import CCL, INTERP, MEASURES, Certainty

DANGERS = {
    1: "可能逃跑",
    2: "有危害国家安全、公共安全、社会秩序或者他人人身安全的现实危险",
    3: "可能对被害人、举报人、控告人或者社区矫正机构工作人员等实施报复",
    4: "可能实施新的犯罪",
}


def arrest(case: Reading, revocation: Option | None) -> Option:
    """Allowed with a proposal that may be made now, or was made today; never before, never for the other categories."""
    if case.facts.category not in (Category.PROBATION, Category.PAROLE):
        return _option(barred=f"{case.facts.category.title}不适用提请逮捕，只有被提请撤销缓刑、假释的才可以提请。")
    proposal = case.last(EventKind.REVOCATION_PROPOSED)
    proposed_today = proposal is not None and proposal.on == case.on
    if revocation is None and not proposed_today:
        return _option(barred="提请逮捕应当与撤销建议同时提出，目前没有可以提出的撤销建议。")
    return _option(
        because=f"可以在提出撤销建议的同时提请法院决定逮捕，须有下列情形之一：{'；'.join(DANGERS.values())}。",
        level=revocation.level if revocation is not None else _filed_by(case),
        decided_by=(revocation.decided_by if revocation is not None else "") or "人民法院",
    )


def _filed_by(case: Reading) -> Level | None:
    """The level of the original court, which also files the proposal this one goes with."""
    court = case.facts.court_level
    return None if court is None else FILED_BY[court]


def _option(*, because: str = "", barred: str = "", level: Level | None = None, decided_by: str = "人民法院") -> Option:
    return Option(
        measure="arrest",
        title="提请逮捕",
        allowed=not barred,
        ground="" if barred else MEASURES("48").label,
        level=level,
        decided_by=decided_by,
        copies=() if barred else (Organ.PROCURATORATE, Organ.POLICE),
        barred=barred,
        basis=(CCL("47"), MEASURES("48"), INTERP("544")),
        because=because or barred,
        certainty=Certainty.RECALLED,
    )
