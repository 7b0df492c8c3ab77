"""The end of a case: 期满解除, by people, on the printed day, with nothing pending."""

from __future__ import annotations

from datetime import date, datetime

from yipanqi.access.permissions import Permission
from yipanqi.actions import duties, journal
from yipanqi.actions.act import Refused, act
from yipanqi.actions.opening import DateRefused, take_running, touch
from yipanqi.law.duties.release import unsettled
from yipanqi.law.reading import Reading
from yipanqi.records.days import day_of
from yipanqi.records.facts import facts_for
from yipanqi.records.models import Case, EndKind, Officer
from yipanqi.records.rulebook import rulebook


class NotExpired(Refused):
    """The printed term has not ended on that day."""


class OutcomePending(Refused):
    """A revocation, recall or new criminal matter is undecided: 期满待定."""


@act
def release(*, by: Officer, case_id: int, on: date, note: str = "", now: datetime) -> Case:
    """办理解除: on or after the printed last day of the term (社区矫正法 44); imported expired cases likewise.

    Raises:
        NotExpired, OutcomePending, DateRefused, CaseEnded, NotPermitted: the sentence says why.
    """
    case = take_running(by, Permission.RELEASE_CASE, case_id)
    _check(case, on, now)
    case.ended_on, case.ended_kind = on, EndKind.RELEASED
    if note.strip():
        case.more = {**case.more, "release_note": note.strip()[:1000]}
    case.save(update_fields=["ended_on", "ended_kind", "more", *touch(case, by, now)])
    duties.refresh(case, now=now)
    journal.write("case.released", case=case, by=by, at=now, on=on, term_ends_on=case.term_ends_on)
    return case


def proposed_release_on(case: Case) -> date:
    """The day proposed on screen: the printed last day of the term, whenever it is confirmed."""
    return case.term_ends_on


def _check(case: Case, on: date, now: datetime) -> None:
    today = day_of(now)
    if on > today:
        raise DateRefused(f"解除日期 {on} 晚于今天（{today}），尚未发生的事不能登记。")
    if on < case.term_ends_on:
        raise NotExpired(f"{case.number} 的矫正期至 {case.term_ends_on} 止，不能在 {on} 解除；期满当日方可办理。")
    book = rulebook()
    words = unsettled(Reading(facts_for([case])[case.pk], on=on, calendar=book.calendar, region=book.region))
    if words:
        raise OutcomePending(f"{case.number} {words}，列为期满待定，待结果确定后再办理解除。")
