"""The one place that answers both "which cases?" and "may I?", and tells the database the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q, QuerySet

from yipanqi.access.permissions import Permission
from yipanqi.access.roles import ROLES, Reach
from yipanqi.records.models import Agency, AgencyKind, Case, Officer, RoleGrant

CASE_PERMISSIONS = frozenset(
    {
        Permission.SEE_CASES,
        Permission.SEE_BOARD,
        Permission.REGISTER_ARRIVAL,
        Permission.RECORD_WORK,
        Permission.FILL_IN,
        Permission.RELEASE_CASE,
        Permission.CORRECT_FACT,
        Permission.ASSIGN_CASE,
        Permission.IMPORT_LEDGER,
        Permission.EXPORT,
    }
)


class NotPermitted(Exception):
    """The officer may not do this; the sentence is fit to show."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are visible: whole county agencies, single offices, and a few switches. Empty sees nothing."""

    counties: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    officer_id: int | None = None
    sealed: bool = False
    journal: bool = False
    system: bool = False

    def __or__(self, other: Scope) -> Scope:
        """The union of two scopes of the same officer."""
        return replace(self, counties=self.counties | other.counties, offices=self.offices | other.offices)

    def covers(self, case: Case) -> bool:
        """Whether the case lies in this scope."""
        return case.county_id in self.counties or (case.office_id is not None and case.office_id in self.offices)

    def filter(self, county: str = "county_id", office: str = "office_id") -> Q:
        """The same scope as a query condition; nothing in scope matches nothing."""
        parts = Q(pk__in=[])
        if self.counties:
            parts |= Q(**{f"{county}__in": sorted(self.counties)})
        if self.offices:
            parts |= Q(**{f"{office}__in": sorted(self.offices)})
        return parts


def county_ids() -> frozenset[int]:
    """Ids of all county-level agencies, closed ones too (their cases must stay reachable)."""
    return frozenset(Agency.objects.filter(kind=AgencyKind.COUNTY).values_list("id", flat=True))


def system_scope() -> Scope:
    """The scope of the clock and of the operator's commands: every county."""
    return Scope(counties=county_ids(), sealed=True, system=True)


def grants_of(officer: Officer) -> list[RoleGrant]:
    """The roles in force, read once per officer object (one per request)."""
    cached: list[RoleGrant] | None = getattr(officer, "_grants_in_force", None)
    if cached is None:
        cached = list(
            RoleGrant.objects.filter(officer_id=officer.pk, ended_at=None, confirmed_at__isnull=False).select_related(
                "agency__parent"
            )
        )
        cached = [grant for grant in cached if grant.role in ROLES] if officer.is_active else []
        officer._grants_in_force = cached  # type: ignore[attr-defined]
    return cached


def permissions_of(officer: Officer) -> frozenset[Permission]:
    """Everything the officer may do somewhere."""
    return frozenset(p for grant in grants_of(officer) for p in ROLES[grant.role].permissions)


def reach(officer: Officer, permission: Permission) -> Scope:
    """Where the officer may exercise `permission`."""
    granted = [g for g in grants_of(officer) if permission in ROLES[g.role].permissions]
    scope = Scope(officer_id=officer.pk)
    for grant in granted:
        scope = scope | _reach_of(grant)
    return scope


def _reach_of(grant: RoleGrant) -> Scope:
    role, agency = ROLES[grant.role], grant.agency
    if agency.kind == AgencyKind.PARTNER and agency.parent is not None:
        agency = agency.parent
    if role.reach is Reach.NONE:
        return Scope()
    if role.reach is Reach.OFFICE:
        return Scope(offices=frozenset({agency.pk}) if agency.kind == AgencyKind.OFFICE else frozenset())
    if agency.kind == AgencyKind.CITY:
        return Scope(counties=county_ids())
    if role.reach is Reach.COUNTY and agency.kind == AgencyKind.COUNTY:
        return Scope(counties=frozenset({agency.pk}))
    return Scope()


def scope_of(officer: Officer) -> Scope:
    """The widest scope any of the officer's case permissions gives: what the database may show."""
    held = permissions_of(officer)
    scope = Scope(officer_id=officer.pk, sealed=Permission.SEE_SEALED in held, journal=Permission.READ_JOURNAL in held)
    for permission in CASE_PERMISSIONS & held:
        scope = scope | reach(officer, permission)
    return scope


def cases_for(officer: Officer, permission: Permission) -> QuerySet[Case]:
    """The cases for which the officer holds `permission`; every query about cases starts here."""
    return Case.objects.filter(reach(officer, permission).filter())


def may(officer: Officer, permission: Permission, case: Case | None = None) -> bool:
    """Whether the officer holds `permission` (for this case, when one is given)."""
    if case is None:
        return permission in permissions_of(officer)
    return reach(officer, permission).covers(case)


def require(officer: Officer, permission: Permission, case: Case | None = None) -> None:
    """Refuse unless the officer holds `permission`.

    Raises:
        NotPermitted: with a sentence naming the permission and what to do.
    """
    if not may(officer, permission, case):
        raise NotPermitted(f"您没有“{permission.title}”的权限，需要时请联系安全管理员授予。")


def require_all(officer: Officer, permission: Permission, cases: Iterable[Case]) -> None:
    """`require` for several cases at once."""
    for case in cases:
        require(officer, permission, case)


def apply(scope: Scope) -> None:
    """Tell the database whose rows this transaction may see (row-level security reads it).

    Needs an open transaction: the settings end with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('yipanqi.counties', %s, true), set_config('yipanqi.offices', %s, true),"
            " set_config('yipanqi.officer', %s, true), set_config('yipanqi.sealed', %s, true),"
            " set_config('yipanqi.journal', %s, true), set_config('yipanqi.system', %s, true)",
            [
                _array(scope.counties),
                _array(scope.offices),
                str(scope.officer_id or ""),
                _switch(scope.sealed),
                _switch(scope.journal),
                _switch(scope.system),
            ],
        )


def _array(ids: frozenset[int]) -> str:
    return "{" + ",".join(str(i) for i in sorted(ids)) + "}"


def _switch(on: bool) -> str:
    return "on" if on else ""
