"""Who is in register, in one place: every list and every figure uses these filters and says which.

在矫 = a case now running; 在册 = persons with a running case; 期满待核 = the term has ended, nobody has confirmed it.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from yipanqi.records.models import Case, Person


def running(today: date) -> Q:
    """在矫: not ended, and today lies within the printed term (both ends count)."""
    return Q(ended_on=None, term_starts_on__lte=today, term_ends_on__gte=today)


def not_yet_started(today: date) -> Q:
    """Registered, the term begins later."""
    return Q(ended_on=None, term_starts_on__gt=today)


def expired(today: date) -> Q:
    """The printed term is over and no release is recorded, whatever the reason."""
    return Q(ended_on=None, term_ends_on__lt=today)


def expired_unconfirmed(today: date) -> Q:
    """期满待核: had expired already when the ledger was imported; to be confirmed, not in register."""
    return expired(today) & Q(known_since__isnull=False, term_ends_on__lt=F("known_since"))


def release_overdue(today: date) -> Q:
    """超期未解除: expired while in our hands."""
    return expired(today) & (Q(known_since=None) | Q(term_ends_on__gte=F("known_since")))


def awaiting_arrival(today: date) -> Q:
    """待报到: running, and the person has not reported in as far as is known."""
    return running(today) & Q(arrived_on=None)


def without_office() -> Q:
    """Open cases that have no justice office yet (待分配)."""
    return Q(ended_on=None, office=None)


def open_cases() -> Q:
    """Everything that has not ended."""
    return Q(ended_on=None)


def ended() -> Q:
    """Released or ended otherwise."""
    return Q(ended_on__isnull=False)


def persons_in_register(cases: QuerySet[Case], today: date) -> QuerySet[Person]:
    """在册: persons who have a running case among `cases`, each once."""
    return Person.objects.filter(pk__in=cases.filter(running(today)).values("person_id"))
