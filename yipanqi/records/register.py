"""Who is in register, in one place: every list and every figure uses these filters and says which.

在矫 = a case now running; 在册 = persons with a running case; 期满待核 = the term has ended, nobody has confirmed it.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from yipanqi.records.models import Case, Duty, Person


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


# --- Standings of duty rows, as `law.findings.Standing` has them ----------------------------------------------


def current() -> Q:
    """Duties that still apply."""
    return Q(withdrawn_at=None)


def undone() -> Q:
    """Still to be done, whoever must do it."""
    return Q(withdrawn_at=None, done_on=None)


def to_fill_in() -> Q:
    """待补录: fell before the import, the ledger is silent; never overdue."""
    return undone() & Q(backfill=True)


def overdue(today: date) -> Q:
    """逾期: the last day has passed."""
    return undone() & Q(backfill=False, due_on__lt=today)


def due_today(today: date) -> Q:
    """今日到期, and what is to be done at once (立即)."""
    at_once = Q(due_on=None, immediate=True)
    return undone() & Q(backfill=False, waiting=False) & (Q(due_on=today) | at_once)


def upcoming(today: date, until: date) -> Q:
    """待办 that falls due after today and no later than `until`."""
    return undone() & Q(backfill=False, waiting=False, due_on__gt=today, due_on__lte=until)


def waiting(today: date) -> Q:
    """等待对方: another organ's duty that is not overdue."""
    return undone() & Q(backfill=False, waiting=True) & (Q(due_on=None) | Q(due_on__gte=today))


def undated() -> Q:
    """未定期限: the law gives no number, a parameter is unset, or a fact is missing."""
    return undone() & Q(backfill=False, due_on=None, immediate=False)


def lacking_fact() -> Q:
    """Duties that cannot be dated because nobody has entered a fact (`missing` names it)."""
    return undone() & ~Q(missing="")


def standing_of(duty: Duty, today: date) -> str:
    """The standing of one row in the law's word (已办 待补录 逾期 今日到期 待办 等待对方 未定期限)."""
    if duty.done_on is not None:
        return "已办"
    if duty.backfill:
        return "待补录"
    if duty.due_on is not None and duty.due_on < today:
        return "逾期"
    if duty.due_on is None and not duty.immediate:
        return "未定期限"
    if duty.waiting:
        return "等待对方"
    return "今日到期" if duty.due_on in (None, today) else "待办"
