"""禁止令: when its breach is 情节严重 (法发〔2011〕9号 12)."""

from __future__ import annotations

from yipanqi.law.decisions.breaches import Gravity, Record
from yipanqi.law.events import Event, EventKind
from yipanqi.law.reading import Reading
from yipanqi.law.sources import Certainty, number, of

GRAVE_BREACHES = number(
    "prohibition_grave_times",
    "禁止令情节严重：违反次数",
    "次",
    3,
    of("PROHIBITION", "12"),
    certainty=Certainty.RECALLED,
)
NUMBERS = (GRAVE_BREACHES,)


def grave_breach(case: Reading, record: Record) -> str:
    """Why the breach of a prohibition order is grave; "" when it is not. Needs one that no sanction has answered."""
    breaches = [breach for breach in record.breaches if breach.kind is EventKind.PROHIBITION_BREACHED]
    unanswered = [breach for breach in record.open if breach.kind is EventKind.PROHIBITION_BREACHED]
    if not unanswered:
        return ""
    if any(breach.gravity is Gravity.GRAVE for breach in unanswered):
        return "违反禁止令造成严重危害后果"
    times = case.value(GRAVE_BREACHES, case.on)
    if len(breaches) >= times:
        return f"违反禁止令{len(breaches)}次，达到{times}次"
    punished = next((event for event in record.penalties if _for_prohibition(event, record)), None)
    if punished is not None and any(breach.on > punished.on for breach in unanswered):
        return f"因违反禁止令受治安管理处罚（{punished.on}）后再次违反"
    return ""


def _for_prohibition(event: Event, record: Record) -> bool:
    """Whether a penalty answered a breach of the order: by reference, else when such a breach came before it."""
    breaches = [breach for breach in record.breaches if breach.kind is EventKind.PROHIBITION_BREACHED]
    if event.refers_to:
        return any(breach.key in event.refers_to for breach in breaches)
    return any(breach.on <= event.on for breach in breaches)
