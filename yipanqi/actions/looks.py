"""Who looked at whose case (查阅记录): written on every look, kept apart from the journal, expiring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from yipanqi.records.models import Case, Officer


def note_look(*, by: Officer, case: Case, what: str, reason: str = "", now: datetime) -> None:
    """Note that `by` saw `what` of a case; `reason` where one had to be given."""
    note_looks(by=by, cases=[case], what=what, reason=reason, now=now)


def note_looks(*, by: Officer, cases: Iterable[Case], what: str, reason: str = "", now: datetime) -> None:
    """The same for the cases of a list, in one statement."""
    seen = [(case.pk, case.county_id) for case in cases]
    if not seen:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_look (at, officer_id, agency_id, case_id, county_id, what, reason)"
            " SELECT %s, %s, %s, seen.case_id, seen.county_id, %s, %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS seen (case_id, county_id)",
            [now, by.pk, by.agency_id, what[:40], reason[:200], [c for c, _ in seen], [c for _, c in seen]],
        )
