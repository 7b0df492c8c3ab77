"""One line of the board per agency: the numbers of all measures put side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.scope import Scope
from yipanqi.measures import Asked, Share, activity, completeness, register, timeliness
from yipanqi.measures.composition import Composition, composition
from yipanqi.records.models import Agency, AgencyKind

SPARK_MONTHS = 6
SCALE_FROM = 80  # rates are drawn from 80 %: below it nothing can be told apart


@dataclass(frozen=True, slots=True)
class Line:
    """What the board says of one agency."""

    agency: Agency | None
    in_register: int
    running: int
    expired: int
    received: int
    released: int
    on_time: Share
    months: list[float | None]
    overdue: int
    to_fill_in: int
    complete: Share
    offices: int
    last_import: datetime | None
    last_act: datetime | None
    without: str = "未指定司法所"

    @property
    def key(self) -> str:
        """How the line is named in the address of its rows."""
        return str(self.agency.pk) if self.agency else "none"

    @property
    def name(self) -> str:
        """The agency's short name; cases without an office have a line of their own."""
        return self.agency.short_name if self.agency else self.without

    @property
    def tone(self) -> str:
        """How the bar is coloured: the design's three states of a rate."""
        value = self.on_time.value
        if value is None or value >= 95:
            return ""
        return "soon" if value >= 90 else "over"

    @property
    def incomplete(self) -> bool:
        """Whether the rate rests on incomplete files, so that the page has to say so."""
        value = self.complete.value
        return self.to_fill_in > 0 or (value is not None and value < completeness.ENOUGH_PERCENT)

    @property
    def trend(self) -> str:
        """The columns of the small chart in words."""
        said = "、".join("无应办" if month is None else f"{month:g}%" for month in self.months)
        return f"{self.name}近{len(self.months)}个月按期办结率：{said}"


@dataclass(frozen=True, slots=True)
class Table:
    """The lines, their sum, whether a line is an office, and of whom the register consists."""

    lines: list[Line]
    sum: Line
    by_office: bool
    register: Composition


def table(scope: Scope, on: date) -> Table:
    """One line per county agency; a single county looks at its offices."""
    by_office = bool(scope.offices) or len(scope.counties) == 1
    column = "office_id" if by_office else "county_id"
    asked = Asked.this_month(scope, on)
    found = composition(asked, column)
    figures = _figures(asked, column, found)
    made = [_line(agency, figures) for agency in _agencies(scope, column)]
    if by_office and figures["running"].get(None, 0):
        made.append(_line(None, figures))
    return Table(made, _sum(made, found.persons), by_office, found)


def _figures(asked: Asked, column: str, found: Composition) -> dict[str, dict]:  # type: ignore[type-arg]
    running, complete = found.by("agency", register.RUNNING), found.by("agency", completeness.COMPLETE)
    per_county = column == "county_id"
    return {
        "in_register": found.persons_by("agency"),
        "running": running,
        "expired": found.by("agency", register.EXPIRED),
        "received": found.by("agency", register.RECEIVED),
        "released": found.by("agency", register.RELEASED),
        "months": timeliness.on_time_by_month(asked.scope, asked.on, SPARK_MONTHS, column),
        "overdue": timeliness.OVERDUE.by_agency(asked, column),
        "to_fill_in": timeliness.TO_FILL_IN.by_agency(asked, column),
        "complete": {key: Share(complete[key], whole) for key, whole in running.items()},
        "last_import": activity.last_imports(asked.scope) if per_county else {},
        "last_act": activity.last_acts(asked.scope) if per_county else {},
        "offices": _offices(asked.scope),
    }


def _agencies(scope: Scope, column: str) -> list[Agency]:
    if column == "county_id":
        found = Agency.objects.filter(pk__in=scope.counties)
    elif scope.offices:
        found = Agency.objects.filter(pk__in=scope.offices)
    else:
        found = Agency.objects.filter(kind=AgencyKind.OFFICE, parent_id__in=scope.counties)
    return list(found.order_by("sort_key", "pk"))


def _offices(scope: Scope) -> dict[int | None, int]:
    counted: dict[int | None, int] = {}
    offices = Agency.objects.filter(kind=AgencyKind.OFFICE, parent_id__in=scope.counties, closed_on=None)
    for parent in offices.values_list("parent_id", flat=True):
        counted[parent] = counted.get(parent, 0) + 1
    return counted


def _line(agency: Agency | None, found: dict[str, dict]) -> Line:  # type: ignore[type-arg]
    key = agency.pk if agency else None
    months = found["months"].get(key, [Share(0, 0)] * SPARK_MONTHS)
    return Line(
        agency=agency,
        in_register=found["in_register"].get(key, 0),
        running=found["running"].get(key, 0),
        expired=found["expired"].get(key, 0),
        received=found["received"].get(key, 0),
        released=found["released"].get(key, 0),
        on_time=months[-1],
        months=[share.value for share in months],
        overdue=found["overdue"].get(key, 0),
        to_fill_in=found["to_fill_in"].get(key, 0),
        complete=found["complete"].get(key, Share(0, 0)),
        offices=found["offices"].get(key, 0),
        last_import=found["last_import"].get(key),
        last_act=found["last_act"].get(key),
        without="未指定司法所" if found["offices"] else "本机构直接办理",
    )


def _sum(made: list[Line], persons: int) -> Line:
    """The bottom line; persons are not added up, since one may have cases in two agencies."""

    def total(shares: list[Share]) -> Share:
        return Share(sum(share.part for share in shares), sum(share.whole for share in shares))

    return Line(
        agency=None,
        in_register=persons,
        running=sum(line.running for line in made),
        expired=sum(line.expired for line in made),
        received=sum(line.received for line in made),
        released=sum(line.released for line in made),
        on_time=total([line.on_time for line in made]),
        months=[],
        overdue=sum(line.overdue for line in made),
        to_fill_in=sum(line.to_fill_in for line in made),
        complete=total([line.complete for line in made]),
        offices=sum(line.offices for line in made),
        last_import=max((line.last_import for line in made if line.last_import), default=None),
        last_act=max((line.last_act for line in made if line.last_act), default=None),
    )
