"""When an agency last imported a ledger and last did anything on a case: stale figures must be seen as stale."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from yipanqi.access.scope import Scope
from yipanqi.records.models import Batch, BatchState, Event


def last_imports(scope: Scope) -> dict[int, datetime]:
    """County agency id → when a ledger of it was last accepted."""
    found = Batch.objects.filter(agency_id__in=scope.counties, state=BatchState.ACCEPTED)
    return dict(found.values_list("agency_id").annotate(latest=Max("accepted_at")).order_by())


def last_acts(scope: Scope) -> dict[int, datetime]:
    """County agency id → when something was last recorded on one of its cases by a person."""
    found = Event.objects.filter(case__county_id__in=scope.counties, recorded_by_id__isnull=False, batch_id=None)
    return dict(found.values_list("case__county_id").annotate(latest=Max("recorded_at")).order_by())
