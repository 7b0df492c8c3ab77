"""Questions from outside: one JSON object in, one answer or one honest error out, always in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from yipanqi.law.conclusions import Unanswerable
from yipanqi.law.days import Calendar
from yipanqi.law.facts_json import FactsUnreadable
from yipanqi.law.parameters import Region
from yipanqi.law.questions import kinds, measures
from yipanqi.law.questions.asked import Asked, Setting

Handler = Callable[[Asked, Setting], dict[str, object]]
KINDS: dict[str, Handler] = {**kinds.HANDLERS, **measures.HANDLERS}


def answer(question: object, *, today: date, calendar: Calendar, region: Region) -> dict[str, object]:
    """The answer to one question; `{"error": …}` when a fact is missing or cannot be understood."""
    if not isinstance(question, Mapping):
        return {"error": "每个问题应为一个对象（花括号），并以 ask 写明问什么。"}
    echoed = {name: question[name] for name in ("id", "ask") if name in question}
    kind = question.get("ask")
    handler = KINDS.get(kind) if isinstance(kind, str) else None
    if handler is None:
        return {**echoed, "error": f"不认识的问题种类 ask={kind!r}，可问：{'、'.join(KINDS)}。"}
    asked = Asked(question)
    try:
        found = handler(asked, Setting(today, calendar, region))
    except (Unanswerable, FactsUnreadable) as refused:
        return {**echoed, "error": str(refused)}
    ignored = asked.ignored()
    return {**echoed, **found, **({"ignored": ignored} if ignored else {})}


def answer_all(questions: list[object], *, today: date, calendar: Calendar, region: Region) -> list[dict[str, object]]:
    """Answers in the order of the questions; one that cannot be answered does not stop the others."""
    return [answer(question, today=today, calendar=calendar, region=region) for question in questions]
