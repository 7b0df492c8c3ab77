"""What lists can be narrowed by within an officer's scope: counties, offices, responsible officers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES
from yipanqi.access.scope import Scope
from yipanqi.pages.parameters import id_of
from yipanqi.records.models import Agency, AgencyKind, Officer, RoleGrant

# A case is carried by somebody who works on cases, not by a grid worker, a counsellor or the head of the bureau.
CARRIES_CASES = frozenset(key for key, role in ROLES.items() if Permission.RECORD_WORK in role.permissions)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    text: str
    chosen: bool
    group: str = ""


def places(scope: Scope, query: QueryDict) -> dict[str, list[Choice]]:
    """County, office and responsible officer; a filter that leaves nothing to choose is not offered."""
    offered = {"county": counties(scope, query), "office": offices(scope, query), "responsible": officers(scope, query)}
    return {name: values for name, values in offered.items() if len(values) > 1}


def counties(scope: Scope, query: QueryDict) -> list[Choice]:
    """The county agencies in scope, where there are several."""
    if len(scope.counties) < 2:
        return []
    rows = Agency.objects.filter(pk__in=scope.counties).order_by("sort_key", "id").values_list("id", "short_name")
    return [Choice(str(key), name, query.get("county") == str(key)) for key, name in rows]


def offices(scope: Scope, query: QueryDict) -> list[Choice]:
    """The offices of one county: the officer's, or the one chosen."""
    chosen = _one_county(scope, query)
    if chosen is None:
        return []
    rows = Agency.objects.filter(kind=AgencyKind.OFFICE, parent_id=chosen, closed_on=None)
    named = rows.order_by("sort_key", "id").values_list("id", "short_name")
    found = [Choice(str(key), name, query.get("office") == str(key)) for key, name in named]
    return [*found, Choice("none", "未指定司法所", query.get("office") == "none")]


def officers(scope: Scope, query: QueryDict) -> list[Choice]:
    """Those who may be responsible for cases: officers of the county and its offices, or of the office."""
    chosen = _one_county(scope, query)
    if chosen is None and not scope.offices:
        return []
    at = Q(agency_id__in=scope.offices)
    if chosen is not None:
        at |= Q(agency_id=chosen) | Q(agency__parent_id=chosen, agency__kind=AgencyKind.OFFICE)
    rows = (
        Officer.objects.filter(at, carries_cases(), is_active=True)
        .order_by("name_key", "id")
        .values_list("id", "full_name")
    )
    found = [Choice(str(key), name, query.get("responsible") == str(key)) for key, name in rows]
    return [*found, Choice("none", "未指定责任人", query.get("responsible") == "none")]


def carries_cases() -> Q:
    """Officers whose role works on cases."""
    carries = RoleGrant.objects.filter(role__in=CARRIES_CASES, ended_at=None, confirmed_at__isnull=False)
    return Q(pk__in=carries.values("officer_id"))


def _one_county(scope: Scope, query: QueryDict) -> int | None:
    wanted = id_of(query, "county")
    if wanted in scope.counties:
        return wanted
    return next(iter(scope.counties)) if len(scope.counties) == 1 else None
