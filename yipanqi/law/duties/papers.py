"""Papers: notice to the agency, delivery, receipt, and the supply of what is missing (D4-D7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import Roll
from yipanqi.law.events import EventKind, Organ
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, INTERP, MEASURES, Certainty, number

NOTIFY_DAYS = number("notify_days", "通知执行地期限", "日", 5, CCL("20"))
DELIVER_DAYS = number("deliver_days", "送达法律文书期限", "日", 10, CCL("20"))
RECEIPT_DAYS = number("receipt_days", "送达回执期限", "日", 5, MEASURES("16"), certainty=Certainty.RECALLED)
SUPPLY_DAYS = number("supply_days", "补齐文书期限", "日", 5, MEASURES("16"), certainty=Certainty.RECALLED)
_ROLL = Roll.NEXT_WORKDAY

NOTIFY = Rule(
    name="papers.notify_agency",
    title="通知执行地社区矫正机构",
    actor=Actor.DECIDING_ORGAN,
    clock="D4",
    basis=(CCL("20"), INTERP("519")),
    limit=Limit(Unit.DAYS, NOTIFY_DAYS, _ROLL),
    from_what="判决、裁定或者决定生效之日",
    digest="判决、裁定、决定生效后五日内，决定机关通知执行地社区矫正机构。",
    if_missed="社区矫正机构催问，并可向人民检察院反映",
    next_step="送达法律文书",
)
DELIVER = Rule(
    name="papers.deliver_documents",
    title="送达法律文书",
    actor=Actor.DECIDING_ORGAN,
    clock="D5",
    basis=(CCL("20"), INTERP("519")),
    limit=Limit(Unit.DAYS, DELIVER_DAYS, _ROLL),
    from_what="判决、裁定或者决定生效之日",
    digest="判决、裁定、决定生效后十日内送达法律文书，同时抄送人民检察院和执行地公安机关。",
    if_missed="本人先到的也应当登记接收，并通知决定机关补送",
    next_step="社区矫正机构送达回执",
)
RECEIPT = Rule(
    name="papers.return_receipt",
    title="送达文书回执",
    actor=Actor.AGENCY,
    clock="D6",
    basis=(MEASURES("16"),),
    limit=Limit(Unit.DAYS, RECEIPT_DAYS, _ROLL),
    from_what="收到法律文书之日",
    digest="收到法律文书后五日内送达回执。",
    if_missed="催办；属检察监督事项",
    next_step="核对文书是否齐全",
)
REQUEST = Rule(
    name="papers.request_documents",
    title="通知决定机关补齐文书",
    actor=Actor.AGENCY,
    clock="D7",
    basis=(MEASURES("16"),),
    limit=IMMEDIATE,
    from_what="本人报到而文书未到或者不全之日",
    digest="本人来报到而法律文书未到或者不全的，不得拒收：先记录、登记，再通知决定机关五日内补齐。",
    if_missed="属检察监督事项",
    next_step="决定机关五日内补齐",
)
SUPPLY = Rule(
    name="papers.supply_documents",
    title="补齐法律文书",
    actor=Actor.DECIDING_ORGAN,
    clock="D7",
    basis=(MEASURES("16"),),
    limit=Limit(Unit.DAYS, SUPPLY_DAYS, _ROLL),
    from_what="通知补齐之日",
    digest="接到社区矫正机构通知后五日内送齐法律文书。",
    if_missed="再次催办，并通报人民检察院",
    next_step="送达文书回执",
)
FORWARD = Rule(
    name="papers.forward_documents",
    title="转送法律文书",
    actor=Actor.AGENCY,
    basis=(CCL("20"),),
    limit=NO_NUMBER,
    from_what="收到外地决定机关法律文书之日",
    digest="决定地与执行地不在同一地方的，社区矫正机构将文书转送所在地人民检察院、公安机关。",
    if_missed="属检察监督事项",
)
RULES: tuple[Rule, ...] = (NOTIFY, DELIVER, RECEIPT, REQUEST, SUPPLY, FORWARD)


def duties(case: Reading) -> Iterator[Duty]:
    """The duties about papers."""
    facts = case.facts
    effective = case.past(facts.effective_on)
    received = case.past(facts.documents_received_on)
    if effective is not None:
        notified = case.first(EventKind.DECISION_NOTIFIED)
        yield case.duty(
            NOTIFY,
            "decision",
            effective,
            done=notified or received,
            why="裁判或者决定{start}生效，次日起算{n}日，至{raw}",
        )
        yield case.duty(
            DELIVER, "decision", effective, done=received, why="裁判或者决定{start}生效，次日起算{n}日，至{raw}"
        )
    if received is not None:
        yield case.duty(
            RECEIPT,
            "documents",
            received,
            done=case.first(EventKind.DOCUMENTS_RECEIPTED),
            why="{start}收到法律文书，次日起算{n}日，至{raw}",
            change_if="若{due}前送达回执，则为按期。",
        )
    yield from _missing_papers(case)
    for event in case.of(EventKind.DOCUMENTS_RECEIVED):
        if event.place and facts.residence and event.place[:4] != facts.residence[:4]:
            yield case.duty(
                FORWARD,
                occasion_of(event),
                event.on,
                done=case.told(event, Organ.PROCURATORATE, Organ.POLICE),
                why="{start}收到外地决定机关文书，应当转送所在地检察院、公安机关，法律未定日数",
            )


def _missing_papers(case: Reading) -> Iterator[Duty]:
    facts = case.facts
    arrived = case.past(facts.arrived_on)
    asked = case.first(EventKind.DOCUMENTS_REQUESTED)
    completed = case.first(EventKind.DOCUMENTS_COMPLETED)
    if arrived is not None and _papers_missing(case, arrived):
        yield case.duty(
            REQUEST,
            "arrival",
            arrived,
            done=asked or completed,
            why="{start}本人到达而法律文书未到或者不全，先登记接收，再通知补齐",
        )
    if asked is not None:
        supplied = completed or (case.past(facts.documents_received_on) if facts.documents_complete else None)
        yield case.duty(
            SUPPLY, occasion_of(asked), asked.on, done=supplied, why="{start}通知补齐文书，次日起算{n}日，至{raw}"
        )


def _papers_missing(case: Reading, arrived: date) -> bool:
    facts = case.facts
    if facts.documents_complete is not None:
        return not facts.documents_complete
    if facts.documents_received_on is not None:
        return facts.documents_received_on > arrived
    return facts.known_since is None or arrived >= facts.known_since
