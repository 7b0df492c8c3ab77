"""How a stored duty stands on a day, for one row and as query conditions: the same words as the law's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Q

from yipanqi.law.findings import Standing
from yipanqi.records import register
from yipanqi.records.models import Duty

SOON_DAYS = 3
PENDING_RELEASE = "期满待核"

# What the queue is about: still to be done, and not silence from before the import.
LIVE = register.undone() & Q(backfill=False)
# Done after the day it was due.
LATE = Q(done_on__gt=F("due_on"))


def overdue(today: date) -> Q:
    """Live duties of this agency whose day has passed; what other organs are late with waits for them."""
    return LIVE & Q(waiting=False, due_on__lt=today)


def due_today(today: date) -> Q:
    """Live duties of this agency due today; what is due at once is due today."""
    return register.due_today(today)


def due_soon(today: date) -> Q:
    """Live duties of this agency due within the next three days."""
    return register.upcoming(today, today + timedelta(days=SOON_DAYS))


def due_later(today: date) -> Q:
    """Live duties of this agency due after the next three days."""
    return LIVE & Q(waiting=False, due_on__gt=today + timedelta(days=SOON_DAYS))


def waiting(_today: date) -> Q:
    """Live duties of somebody else, in time or not."""
    return LIVE & Q(waiting=True)


def undated(_today: date) -> Q:
    """Live duties without a day: a fact is missing or the city has set no limit."""
    return register.undated() & Q(waiting=False)


def done_this_month(today: date) -> Q:
    """Duties done since the first of the month."""
    return Q(withdrawn_at=None, done_on__gte=today.replace(day=1), done_on__lte=today)


def to_fill_in(_today: date) -> Q:
    """Silence from before the import (待补录), but for the end of the term, which is confirmed apart."""
    return register.to_fill_in() & ~Q(flag=PENDING_RELEASE)


def pending_release(_today: date) -> Q:
    """The term was over before the import and nobody has confirmed the release (期满待核)."""
    return register.undone() & Q(flag=PENDING_RELEASE)


def standing(duty: Duty, today: date) -> Standing:
    """How a stored duty stands at the end of `today`."""
    return Standing(register.standing_of(duty, today))


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
