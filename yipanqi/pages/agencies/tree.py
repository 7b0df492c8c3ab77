"""The tree of agencies with the number of open accounts at each, and the accounts of one part of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from yipanqi.access.agencies import agencies_for, officers_for
from yipanqi.records.models import Agency, AgencyKind, Officer, RoleGrant


@dataclass(slots=True)
class Node:
    """An agency with those under it; `accounts` counts open accounts here and below."""

    agency: Agency
    accounts: int
    children: list[Node] = field(default_factory=list)
    open: bool = False

    @property
    def offices(self) -> int:
        """How many justice offices are under it."""
        return sum(child.agency.kind == AgencyKind.OFFICE for child in self.children)


def tree_for(officer: Officer, chosen: Agency | None) -> list[Node]:
    """The part of the tree the officer may see, opened down to the chosen agency; one query."""
    agencies = agencies_for(officer).annotate(own=Count("officers", filter=Q(officers__is_active=True)))
    nodes = {a.pk: Node(a, a.own) for a in agencies.order_by("sort_key", "pk")}
    roots: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.agency.parent_id or 0)
        (parent.children if parent else roots).append(node)
    for root in roots:
        _sum(root)
    _open(nodes, chosen)
    return roots


def _sum(node: Node) -> int:
    node.accounts += sum(_sum(child) for child in node.children)
    return node.accounts


def _open(nodes: dict[int, Node], chosen: Agency | None) -> None:
    at = nodes.get(chosen.pk) if chosen else None
    while at is not None:
        at.open = True
        at = nodes.get(at.agency.parent_id or 0)


def accounts_of(officer: Officer, chosen: Agency | None, searched: str) -> QuerySet[Officer]:
    """Accounts at the chosen agency and below, or found by name, pinyin or sign-in name anywhere in sight."""
    found = officers_for(officer)
    if searched:
        found = found.filter(_named(searched))
    elif chosen is not None:
        found = found.filter(Q(agency=chosen) | Q(agency__parent=chosen) | Q(agency__parent__parent=chosen))
    return _told(found).order_by("-is_active", "agency__sort_key", "agency_id", "name_key", "pk")


def _named(searched: str) -> Q:
    key = searched.lower()
    initials = "^" + r"\w* ".join(key) if key.isascii() and key.isalpha() and len(key) < 6 else ""
    named = Q(full_name__contains=searched) | Q(username__startswith=key) | Q(name_key__startswith=key)
    return named | Q(name_key__regex=initials) if initials else named


def _told(found: QuerySet[Officer]) -> QuerySet[Officer]:
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    grants = RoleGrant.objects.filter(ended_at=None).select_related("agency").order_by("pk")
    return (
        found.select_related("agency__parent")
        .annotate(bound=Exists(factors))
        .prefetch_related(Prefetch("grants", queryset=grants, to_attr="open_grants"))
    )


def is_bound(officer: Officer) -> bool:
    """Whether the officer has a second factor."""
    factors = Authenticator.objects.filter(user=officer).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(factors.exists())
