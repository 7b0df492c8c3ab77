"""Reading the journal is itself an act: who read which part of it, and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import act
from yipanqi.records.models import Officer


@act
def note_reading(
    *,
    by: Officer,
    what: str,
    since: date | None = None,
    until: date | None = None,
    verb: str = "",
    officer_id: int | None = None,
    agency_id: int | None = None,
    case_id: int | None = None,
    now: datetime,
) -> None:
    """`what` is lines, looks or chain; the filter used is part of the line."""
    require(by, Permission.READ_JOURNAL)
    asked: dict[str, Any] = {"since": since, "until": until, "of": verb, "officer": officer_id, "agency": agency_id}
    said = {name: value for name, value in asked.items() if value}
    journal.write("journal.read", by=by, at=now, case_id=case_id, what=what, **said)
