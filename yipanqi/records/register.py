"""Who is in register, in one place: 在矫 counts cases now running, 在册 counts persons with one."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def running(on: date, prefix: str = "") -> Q:
    """在矫 on `on`: registered, not ended, and the printed term not yet over. `prefix` reaches over a relation."""
    return Q(**{f"{prefix}received_on__lte": on, f"{prefix}term_ends_on__gte": on}) & _not_ended(on, prefix)


def expired_unconfirmed(on: date, prefix: str = "") -> Q:
    """期满待核 on `on`: the printed term is over and nobody has confirmed the release. Not in register."""
    return Q(**{f"{prefix}received_on__lte": on, f"{prefix}term_ends_on__lt": on}) & _not_ended(on, prefix)


def ended(on: date, prefix: str = "") -> Q:
    """Released, terminated or moved away on or before `on`."""
    return Q(**{f"{prefix}ended_on__lte": on})


def _not_ended(on: date, prefix: str) -> Q:
    return Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gt": on})
