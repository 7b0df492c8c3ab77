"""Whose accounts may be seen: administrators all, heads those of their own part of the tree."""

from __future__ import annotations

from django.db.models import QuerySet

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES, Reach
from yipanqi.access.scope import grants_of
from yipanqi.records.models import Agency, AgencyKind, Officer


def agencies_for(officer: Officer) -> QuerySet[Agency]:
    """The agencies on 机构与权限: all for administrators and the city, else the own agency and those under it."""
    grants = [grant for grant in grants_of(officer) if Permission.SEE_AGENCIES in ROLES[grant.role].permissions]
    if any(ROLES[g.role].reach is Reach.NONE or g.agency.kind == AgencyKind.CITY for g in grants):
        return Agency.objects.all()
    own = [grant.agency_id for grant in grants]
    return Agency.objects.filter(pk__in=own) | Agency.objects.filter(parent_id__in=own)


def officers_for(officer: Officer) -> QuerySet[Officer]:
    """The accounts on 机构与权限."""
    return Officer.objects.filter(agency__in=agencies_for(officer))
