"""When an agency last imported a ledger and last did anything on a case: stale figures must be seen as stale."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from yipanqi.access.scope import Scope
from yipanqi.records.models import Agency, Batch, BatchState, Event


def last_imports(scope: Scope) -> dict[int, datetime]:
    """County agency id → when a ledger of it was last accepted."""
    found = Batch.objects.filter(agency_id__in=scope.counties, state=BatchState.ACCEPTED)
    return dict(found.values_list("agency_id").annotate(latest=Max("accepted_at")).order_by())


def last_acts(scope: Scope) -> dict[int, datetime]:
    """County agency id → when something was last recorded on one of its cases by a person."""
    recorded = Event.objects.filter(case__county_id=OuterRef("pk"), recorded_by_id__isnull=False, batch_id=None)
    latest = Subquery(recorded.order_by("-recorded_at").values("recorded_at")[:1])
    found = Agency.objects.filter(pk__in=scope.counties).annotate(latest=latest).values_list("pk", "latest")
    return {agency: moment for agency, moment in found if moment is not None}
