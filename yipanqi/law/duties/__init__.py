"""Every clock of the law: facts in, duties out. A new clock is one file, its examples, one line here."""

from __future__ import annotations

from datetime import date
from types import ModuleType

from yipanqi.law.days import Calendar
from yipanqi.law.duties import (
    contact,
    device,
    education,
    intake,
    investigation,
    medical,
    minors,
    move,
    oversight,
    papers,
    permits,
    plan,
    release,
    reporting,
    restraint,
    revocation,
    sanctions,
)
from yipanqi.law.facts import CaseFacts
from yipanqi.law.findings import Duty
from yipanqi.law.parameters import Region
from yipanqi.law.reading import Reading
from yipanqi.law.rules import Rule

FAMILIES: tuple[ModuleType, ...] = (
    investigation,
    papers,
    intake,
    plan,
    minors,
    reporting,
    education,
    medical,
    permits,
    move,
    device,
    restraint,
    contact,
    sanctions,
    revocation,
    oversight,
    release,
)

RULES: dict[str, Rule] = {rule.name: rule for family in FAMILIES for rule in family.RULES}


def duties_for(
    facts: CaseFacts, *, on: date, calendar: Calendar, region: Region, only_open: bool = False
) -> tuple[Duty, ...]:
    """What the law requires in this case as known at the end of `on`; `only_open` omits what is done."""
    case = Reading(facts, on=on, calendar=calendar, region=region, only_open=only_open)
    return tuple(
        duty
        for family in FAMILIES
        for duty in family.duties(case)
        if (not only_open if duty.done_on is not None else _still_owed(duty, case))
    )


def _still_owed(duty: Duty, case: Reading) -> bool:
    """Not what ended with the case, nor what only another organ could have done in a time now past.

    Such are its duties from before the import, which nobody here can fill in, and a right it let lapse.
    """
    rule = duty.of
    if case.over_on is not None and not rule.after_end:
        return False
    if not rule.actor.outside:
        return True
    lapsed = rule.optional and duty.due_on is not None and duty.due_on < case.on
    return not (duty.is_silent or lapsed)
