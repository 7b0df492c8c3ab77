"""How a stored duty stands on a day, for one row and as query conditions: the law's words, in one place."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Q

from yipanqi.law.findings import Standing
from yipanqi.records.models import Duty

SOON_DAYS = 3
PENDING_RELEASE = "期满待核"

# Rows that still apply, and of these: still to be done by whoever must; and no silence from before the import.
CURRENT = Q(withdrawn_at=None)
UNDONE = CURRENT & Q(done_on=None)
LIVE = UNDONE & Q(backfill=False)
# Done after the day it was due.
LATE = Q(done_on__gt=F("due_on"))
_AT_ONCE = Q(due_on=None, immediate=True)


def stands(word: Standing, today: date) -> Q:
    """Rows that stand so at the end of `today`; every current row stands in exactly one of the seven ways."""
    conditions = {
        Standing.DONE: CURRENT & Q(done_on__isnull=False),
        Standing.BACKFILL: UNDONE & Q(backfill=True),
        Standing.OVERDUE: LIVE & Q(due_on__lt=today),
        Standing.DUE_TODAY: LIVE & Q(waiting=False) & (Q(due_on=today) | _AT_ONCE),
        Standing.OPEN: LIVE & Q(waiting=False, due_on__gt=today),
        Standing.WAITING: LIVE & Q(waiting=True) & (Q(due_on__gte=today) | _AT_ONCE),
        Standing.NO_DATE: LIVE & Q(due_on=None, immediate=False),
    }
    return conditions[word]


def standing(duty: Duty, today: date) -> Standing:
    """How one row stands at the end of `today`: the same seven ways."""
    if duty.done_on is not None:
        return Standing.DONE
    if duty.backfill:
        return Standing.BACKFILL
    if duty.due_on is not None and duty.due_on < today:
        return Standing.OVERDUE
    if duty.due_on is None and not duty.immediate:
        return Standing.NO_DATE
    if duty.waiting:
        return Standing.WAITING
    return Standing.DUE_TODAY if duty.due_on in (None, today) else Standing.OPEN


# --- The same as an agency's desk sees it: what other organs must do waits for them, in time or not --------------


def overdue(today: date) -> Q:
    """Duties of this agency whose day has passed."""
    return stands(Standing.OVERDUE, today) & Q(waiting=False)


def due_today(today: date) -> Q:
    """Duties of this agency due today; what is due at once is due today."""
    return stands(Standing.DUE_TODAY, today)


def due_soon(today: date) -> Q:
    """Duties of this agency due within the next three days."""
    return stands(Standing.OPEN, today) & Q(due_on__lte=today + timedelta(days=SOON_DAYS))


def due_later(today: date) -> Q:
    """Duties of this agency due after the next three days."""
    return stands(Standing.OPEN, today + timedelta(days=SOON_DAYS))


def waiting(_today: date) -> Q:
    """Duties of somebody else, in time or not."""
    return LIVE & Q(waiting=True)


def undated(today: date) -> Q:
    """Duties of this agency without a day: a fact is missing or the city has set no limit."""
    return stands(Standing.NO_DATE, today) & Q(waiting=False)


def done_this_month(today: date) -> Q:
    """Duties done since the first of the month."""
    return CURRENT & Q(done_on__gte=today.replace(day=1), done_on__lte=today)


def to_fill_in(today: date) -> Q:
    """Silence from before the import (待补录), but for the end of the term, which is confirmed apart."""
    return stands(Standing.BACKFILL, today) & ~Q(flag=PENDING_RELEASE)


def pending_release(today: date) -> Q:
    """The term was over before the import and nobody has confirmed the release (期满待核)."""
    return stands(Standing.BACKFILL, today) & Q(flag=PENDING_RELEASE)


def done_late(duty: Duty) -> bool:
    """Done, but after the day (or the minute) it was due."""
    if duty.due_at is not None and duty.done_at is not None:
        return duty.done_at > duty.due_at
    return duty.done_on is not None and duty.due_on is not None and duty.done_on > duty.due_on


def deadline(duty: Duty, zone: datetime) -> datetime | None:
    """The instant a duty lapses: its minute, or 24:00 of its day in the time zone of `zone`."""
    if duty.due_at is not None:
        return duty.due_at.astimezone(zone.tzinfo)
    if duty.due_on is None:
        return None
    return datetime.combine(duty.due_on + timedelta(days=1), datetime.min.time(), zone.tzinfo)
