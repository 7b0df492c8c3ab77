"""How a stored duty stands on a day, for one row and as query conditions: the same words as the law's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Q

from yipanqi.law.findings import Standing
from yipanqi.records.models import Duty

SOON_DAYS = 3
PENDING_RELEASE = "期满待核"

# An open duty: not done, not withdrawn; the partial indexes of Duty say the same.
OPEN = Q(done_on=None, withdrawn_at=None)
# What the queue is about: open, not silence from before the import, not a term that has run out.
LIVE = OPEN & Q(backfill=False, flag="")

# Done after the day it was due.
LATE = Q(done_on__gt=F("due_on"))


def overdue(today: date) -> Q:
    """Live duties of this agency whose day has passed; what other organs are late with waits for them."""
    return LIVE & Q(waiting=False, due_on__lt=today)


def due_today(today: date) -> Q:
    """Live duties of this agency due today; what is due at once is due today."""
    return LIVE & Q(waiting=False) & (Q(due_on=today) | Q(due_on=None, immediate=True))


def due_soon(today: date) -> Q:
    """Live duties of this agency due within the next three days."""
    return LIVE & Q(waiting=False, due_on__gt=today, due_on__lte=today + timedelta(days=SOON_DAYS))


def due_later(today: date) -> Q:
    """Live duties of this agency due after the next three days."""
    return LIVE & Q(waiting=False, due_on__gt=today + timedelta(days=SOON_DAYS))


def waiting(_today: date) -> Q:
    """Live duties of somebody else, in time or not."""
    return LIVE & Q(waiting=True)


def undated(_today: date) -> Q:
    """Live duties without a day: a fact is missing or the city has set no limit."""
    return LIVE & Q(waiting=False, due_on=None, immediate=False)


def done_this_month(today: date) -> Q:
    """Duties done since the first of the month."""
    return Q(withdrawn_at=None, done_on__gte=today.replace(day=1), done_on__lte=today)


def to_fill_in(_today: date) -> Q:
    """Silence from before the import (待补录)."""
    return OPEN & Q(backfill=True, flag="")


def standing(duty: Duty, today: date) -> Standing:
    """How a stored duty stands at the end of `today`."""
    if duty.done_on is not None:
        return Standing.DONE
    if duty.backfill:
        return Standing.BACKFILL
    if duty.waiting:
        return Standing.WAITING
    if duty.due_on is None:
        return Standing.DUE_TODAY if duty.immediate else Standing.NO_DATE
    if duty.due_on < today:
        return Standing.OVERDUE
    return Standing.DUE_TODAY if duty.due_on == today else Standing.OPEN


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
