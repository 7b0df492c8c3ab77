"""A verdict as an answer: plain JSON, basis, because, certainty, and the reading where there is one."""

from __future__ import annotations

from datetime import date, datetime

from yipanqi.law.findings import Verdict
from yipanqi.law.sources import Certainty

_CERTAINTIES = {Certainty.PARAMETER: Certainty.ASSUMED}


def plain(value: object) -> object:
    """ISO dates, lists of them."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def certainty_word(certainty: Certainty) -> str:
    """verified, secondary, recalled or assumed; a local parameter counts as assumed."""
    return _CERTAINTIES.get(certainty, certainty).value


def reply(verdict: Verdict, *also: str) -> dict[str, object]:
    """The answer's own fields, those of the verdict named in `also` (level, tell, barred), and the grounds."""
    found: dict[str, object] = {name: plain(value) for name, value in verdict.values.items()}
    if "level" in also:
        found["level"] = verdict.level.value if verdict.level else None
    if "tell" in also:
        found["tell"] = [organ.title for organ in verdict.tell]
    if "barred" in also:
        found["barred"] = verdict.barred or None
    found["basis"] = [article.cite for article in verdict.basis]
    found["because"] = verdict.because
    found["certainty"] = certainty_word(verdict.certainty)
    spoken = (("assumption", verdict.assumption), ("change", verdict.change))
    found.update({name: value for name, value in spoken if value})
    if verdict.provisional:
        found["provisional"] = True
    return found
