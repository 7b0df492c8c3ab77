"""Agencies: the tree city → county-level agencies → justice offices, and the partner units beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import require
from yipanqi.actions import journal
from yipanqi.actions.act import Refused, act
from yipanqi.records.models import Agency, AgencyKind, Officer
from yipanqi.records.places import CITY, COUNTIES, OFFICES, County, Office, Township, find_office

CITY_AGENCY = "宜昌市社区矫正管理局"
ZONE_NOTE = "功能区，不是县级行政区，没有行政区划代码"
ASSUMED_NOTE = "另含伍家乡（设定：公布的司法所约 109 个，少于 110 个乡镇街道）"

# Which parent an agency of each kind hangs under.
PARENTS: dict[AgencyKind, frozenset[AgencyKind]] = {
    AgencyKind.COUNTY: frozenset({AgencyKind.CITY}),
    AgencyKind.OFFICE: frozenset({AgencyKind.COUNTY}),
    AgencyKind.PARTNER: frozenset({AgencyKind.CITY, AgencyKind.COUNTY}),
}


class AgencyRefused(Refused):
    """The agency cannot be opened, changed or closed like that."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A kind of partner unit: its name's ending at city and county level."""

    ending: str
    short: str
    in_counties: bool


PARTNERS = (
    Partner("人民检察院", "检察院", in_counties=True),
    Partner("中级人民法院", "中院", in_counties=False),
    Partner("公安局", "公安局", in_counties=False),
    Partner("民政局", "民政局", in_counties=False),
    Partner("人力资源和社会保障局", "人社局", in_counties=False),
)


@act
def seed_tree(*, by: Officer | None, graded: bool = False, now: datetime) -> Agency:
    """The whole tree from the city's places; what exists is left alone, so it can be run again.

    `graded` marks twelve of the fourteen county-level agencies 副科级, as published for the city as a
    whole; which twelve is not published, so only the demo city says so.
    """
    before = set(Agency.objects.values_list("pk", flat=True))
    city, _ = Agency.objects.get_or_create(
        kind=AgencyKind.CITY, parent=None, defaults={"name": CITY_AGENCY, "short_name": "市局", "number_prefix": "YC"}
    )
    counties = {place.name: _county(city, place, index, graded) for index, place in enumerate(COUNTIES, 1)}
    Agency.objects.bulk_create([*_offices(counties), *_partners(city, counties)], ignore_conflicts=True)
    for agency in Agency.objects.exclude(pk__in=before).order_by("pk"):
        journal.write(
            "agency.opened", by=by, at=now, agency_id=agency.pk, parent=agency.parent_id, kind=str(agency.kind)
        )
    return city


def _county(city: Agency, place: County, index: int, graded: bool) -> Agency:
    in_zone = place.code is None
    agency, _ = Agency.objects.get_or_create(
        parent=city,
        name=f"{place.name}社区矫正管理局",
        defaults={
            "kind": AgencyKind.COUNTY,
            "short_name": _short(place),
            "county_code": place.code or "",
            "number_prefix": _PREFIXES[place.name],
            "sort_key": index * 1000,
            "grade": "副科级" if graded and index <= 12 else "",
            "note": ZONE_NOTE if in_zone else "",
        },
    )
    return agency


# Letters before a case number, by county: the initials people already use; 远安 and 夷陵 told apart by hand.
_PREFIXES = {
    "西陵区": "XL", "伍家岗区": "WJ", "点军区": "DJ", "猇亭区": "XT", "夷陵区": "YL", "远安县": "YA", "兴山县": "XS",
    "秭归县": "ZG", "长阳土家族自治县": "CY", "五峰土家族自治县": "WF", "宜都市": "YD", "当阳市": "DY", "枝江市": "ZJ",
    "宜昌高新区": "GX",
}  # fmt: skip


def _short(place: County) -> str:
    """夷陵区, 长阳县, 高新区: what fits a column of the board."""
    return f"{place.base_name}县" if place.name.endswith("自治县") else place.name.removeprefix("宜昌")


def _offices(counties: dict[str, Agency]) -> Iterator[Agency]:
    for index, office in enumerate(OFFICES, 1):
        parent = counties[office.county]
        yield Agency(
            kind=AgencyKind.OFFICE,
            parent=parent,
            name=office.name,
            short_name=office.name.removesuffix("司法所") + "所",
            county_code=parent.county_code,
            township_code=_township_code(office),
            number_prefix=parent.number_prefix,
            sort_key=parent.sort_key + index,
            note=ASSUMED_NOTE if office.assumed else "",
        )


def _township_code(office: Office) -> str:
    township: Township | None = find_office(office.name)
    return township.code if township else ""


def _partners(city: Agency, counties: dict[str, Agency]) -> Iterator[Agency]:
    for index, partner in enumerate(PARTNERS, 1):
        yield _partner(city, f"{CITY}{partner.ending}", f"市{partner.short}", 90_000 + index)
        if partner.in_counties:
            for place, agency in counties.items():
                yield _partner(agency, f"{place}{partner.ending}", partner.short, agency.sort_key + 900 + index)


def _partner(parent: Agency, name: str, short: str, sort_key: int) -> Agency:
    return Agency(
        kind=AgencyKind.PARTNER,
        parent=parent,
        name=name,
        short_name=short,
        county_code=parent.county_code,
        sort_key=sort_key,
    )


def county_agencies() -> dict[str, Agency]:
    """County-level agencies in force by the name of their place ("夷陵区", "宜昌高新区")."""
    by_code = {a.county_code: a for a in Agency.objects.filter(kind=AgencyKind.COUNTY, closed_on=None)}
    return {place.name: by_code[place.code or ""] for place in COUNTIES if (place.code or "") in by_code}


@act
def open_agency(*, by: Officer, kind: AgencyKind, parent_id: int, name: str, short_name: str, now: datetime) -> Agency:
    """Set up an agency under its parent."""
    require(by, Permission.MANAGE_AGENCIES)
    parent = Agency.objects.select_for_update().get(pk=parent_id)
    _refuse_parent(kind, parent)
    _refuse_name(parent, name, except_id=0)
    last = parent.children.order_by("-sort_key").values_list("sort_key", flat=True).first()
    agency = Agency.objects.create(
        kind=kind,
        parent=parent,
        name=name.strip(),
        short_name=short_name.strip(),
        county_code=parent.county_code,
        number_prefix=parent.number_prefix,
        sort_key=(last or parent.sort_key) + 1,
    )
    journal.write("agency.opened", by=by, at=now, agency_id=agency.pk, parent=parent.pk, kind=str(kind))
    return agency


def _refuse_parent(kind: AgencyKind, parent: Agency) -> None:
    if kind == AgencyKind.CITY:
        raise AgencyRefused("全市只有一个市级机构，不能再设立。")
    if AgencyKind(parent.kind) not in PARENTS[kind]:
        allowed = "、".join(sorted(k.label for k in PARENTS[kind]))
        raise AgencyRefused(f"{kind.label}只能设在{allowed}之下，{parent.name}不是。请改选上级机构。")
    if parent.closed_on is not None:
        raise AgencyRefused(f"{parent.name}已于 {parent.closed_on} 撤销，不能在其下设立机构。")


def _refuse_name(parent: Agency | None, name: str, except_id: int) -> None:
    if not name.strip():
        raise AgencyRefused("请填写机构名称。")
    if Agency.objects.filter(parent=parent, name=name.strip()).exclude(pk=except_id).exists():
        raise AgencyRefused(f"同一上级之下已有“{name.strip()}”，请换一个名称，或者打开已有的机构。")


@act
def change_agency(
    *,
    by: Officer,
    agency_id: int,
    name: str,
    short_name: str,
    grade: str,
    staff_count: int | None,
    note: str,
    now: datetime,
) -> Agency:
    """Correct an agency's names and particulars; its kind and place in the tree stay."""
    require(by, Permission.MANAGE_AGENCIES)
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    _refuse_name(agency.parent, name, except_id=agency.pk)
    wanted: dict[str, object] = {
        "name": name.strip(),
        "short_name": short_name.strip(),
        "grade": grade.strip(),
        "staff_count": staff_count,
        "note": note.strip(),
    }
    changed = [field for field, value in wanted.items() if getattr(agency, field) != value]
    if not changed:
        return agency
    for field in changed:
        setattr(agency, field, wanted[field])
    agency.save(update_fields=changed)
    journal.write("agency.changed", by=by, at=now, agency_id=agency.pk, fields=changed)
    return agency


@act
def close_agency(*, by: Officer, agency_id: int, on: date, now: datetime) -> Agency:
    """Close an agency without agencies or open accounts under it; its cases stay reachable through its parent."""
    require(by, Permission.MANAGE_AGENCIES)
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    if agency.closed_on is not None:
        raise AgencyRefused(f"{agency.name}已于 {agency.closed_on} 撤销。")
    if agency.kind == AgencyKind.CITY:
        raise AgencyRefused("市级机构不能撤销。")
    children = agency.children.filter(closed_on=None).count()
    if children:
        raise AgencyRefused(f"{agency.name}之下还有 {children} 个机构，请先撤销它们。")
    officers = agency.officers.filter(is_active=True).count()
    if officers:
        raise AgencyRefused(f"{agency.name}还有 {officers} 个启用的账号，请先调动或者停用。")
    agency.closed_on = on
    agency.save(update_fields=["closed_on"])
    journal.write("agency.changed", by=by, at=now, agency_id=agency.pk, closed_on=on)
    return agency


def set_staff(offices: Sequence[Agency]) -> None:
    """Write the staff counts of many agencies at once (first filling; single changes go through `change_agency`)."""
    Agency.objects.bulk_update(offices, ["staff_count"])
