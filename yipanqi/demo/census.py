"""How the fictitious city is laid out: how many cases each agency has, how carefully it works, who came when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from yipanqi.demo.history import Diligence, Happened, Story, history
from yipanqi.demo.people import Somebody, somebody
from yipanqi.demo.sentences import Judgment, category_of, judgment
from yipanqi.law.events import EventKind
from yipanqi.law.facts import Category
from yipanqi.records.places import COUNTIES, OFFICES

OPEN_CASES = 2_460
ENROLLED_BY_PHONE = 2_400
ENDED_CASES = 1_640
EXPIRED_CASES = 9

# The offices a tour begins in: large enough to have something of everything.
TOUR = (("夷陵区", "龙泉司法所"), ("西陵区", "云集司法所"))

# The agency whose cases came by ledger a few days ago: what the ledger left unsaid is 待补录 there.
LEDGER_COUNTY = "远安县"
LEDGER_DAYS_AGO = 12

# Shares of the city's cases and diligence; plainly invented, uneven as in life.
SHARES: dict[str, tuple[int, Diligence]] = {
    "西陵区": (330, Diligence(0.012, 0.002)),
    "伍家岗区": (240, Diligence(0.010, 0.002)),
    "点军区": (95, Diligence(0.015, 0.003)),
    "猇亭区": (70, Diligence(0.018, 0.003)),
    "夷陵区": (345, Diligence(0.020, 0.003)),
    "远安县": (120, Diligence(0.020, 0.004)),
    "兴山县": (98, Diligence(0.025, 0.004)),
    "秭归县": (180, Diligence(0.022, 0.004)),
    "长阳土家族自治县": (165, Diligence(0.035, 0.006)),
    "五峰土家族自治县": (88, Diligence(0.045, 0.008)),
    "宜都市": (230, Diligence(0.018, 0.003)),
    "当阳市": (235, Diligence(0.028, 0.005)),
    "枝江市": (214, Diligence(0.024, 0.004)),
    "宜昌高新区": (50, Diligence(0.030, 0.006)),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One fictitious case with its person, place and history, ready to be written."""

    person: Somebody
    judgment: Judgment
    county: str
    office: str | None
    level: str
    minor: bool
    received_on: date
    arrived_on: date | None
    documents_received_on: date | None
    phone_checked_since: date | None
    ended_on: date | None
    events: tuple[Happened, ...]
    serial: int


@dataclass(frozen=True, slots=True)
class _Place:
    county: str
    office: str | None
    diligence: Diligence


def drafts(today: date, *, seed: int = 20200701, scale: int = 1) -> list[Draft]:
    """The whole city: open cases first, then cases ended within three years, then a few expired ones.

    Args:
        today: the day the city is loaded; everything is laid out relative to it.
        seed: the same seed and day give the same city.
        scale: 1 for the demo; benches multiply the open and ended cases.
    """
    chance = Random(seed)  # noqa: S311 -- a fictitious city must be the same each time
    census = _Census(chance, today)
    made: list[Draft] = []
    for serial, place in enumerate(_places(chance, (OPEN_CASES + ENDED_CASES + EXPIRED_CASES) * scale)):
        if serial < OPEN_CASES * scale:
            made.append(census.open_case(serial, place))
        elif serial < (OPEN_CASES + ENDED_CASES) * scale:
            made.append(census.ended_case(serial, place))
        else:
            made.append(census.expired_case(serial, place))
    return made


def _places(chance: Random, count: int) -> list[_Place]:
    offices = {county.name: [o.name for o in OFFICES if o.county == county.name] for county in COUNTIES}
    # A few large offices and many small ones: loads are uneven far beyond the mean.
    weights = {name: [chance.paretovariate(1.4) for _ in found] for name, found in offices.items()}
    for county, visited in TOUR:
        weights[county][offices[county].index(visited)] = sum(weights[county]) / 8
    counties = chance.choices(list(SHARES), [share for share, _ in SHARES.values()], k=count)
    found = []
    for county in counties:
        names = offices[county]
        office = chance.choices(names, weights[county])[0] if names and chance.random() > 0.004 else None
        found.append(_Place(county, office, SHARES[county][1]))
    return found


class _Census:
    """Makes drafts one after the other from one source of chance; identity numbers never repeat."""

    def __init__(self, chance: Random, today: date) -> None:
        self.chance = chance
        self.today = today
        self.taken: set[str] = set()

    def open_case(self, serial: int, place: _Place) -> Draft:
        """A case whose term runs today; forty in forty-one are enrolled by phone (2,400 of 2,460)."""
        found = self._judgment(running=True)
        minor = serial % 205 == 17 and (self.today - found.starts_on).days < 300
        return self._draft(serial, place, found, minor=minor, phone=serial % 41 != 40)

    def ended_case(self, serial: int, place: _Place) -> Draft:
        """A case released within the last three years."""
        found = self._judgment(running=False)
        return self._draft(serial, place, found, ended_on=found.ends_on)

    def expired_case(self, serial: int, place: _Place) -> Draft:
        """A term that is over without a release: most were over before the ledger came, a few ran out unnoticed."""
        first, last = (2, 5) if serial % 3 == 0 else (LEDGER_DAYS_AGO + 1, LEDGER_DAYS_AGO + 30)
        if serial % 3:
            place = _Place(LEDGER_COUNTY, place.office if place.county == LEDGER_COUNTY else None, place.diligence)
        while True:
            starts_on = self.today - timedelta(days=self.chance.randint(370, 760))
            found = judgment(self.chance, starts_on, Category.PROBATION)
            if first <= (self.today - found.ends_on).days <= last:
                return self._draft(serial, place, found)

    def _person(self, serial: int, *, minor: bool) -> Somebody:
        while True:
            person = somebody(self.chance, serial, self.today, minor=minor)
            if person.id_no not in self.taken:
                self.taken.add(person.id_no)
                return person

    def _judgment(self, *, running: bool) -> Judgment:
        while True:
            starts_on = self.today - timedelta(days=self.chance.randint(2, 1095 if running else 1900))
            found = judgment(self.chance, starts_on, category_of(self.chance))
            if running and found.ends_on >= self.today:
                return found
            if not running and self.today - timedelta(days=1095) <= found.ends_on < self.today:
                return found

    def _draft(
        self,
        serial: int,
        place: _Place,
        found: Judgment,
        *,
        minor: bool = False,
        phone: bool = True,
        ended_on: date | None = None,
    ) -> Draft:
        person = self._person(serial, minor=minor)
        arrived_on = _arrival(self.chance, found, self.today)
        level = _level(self.chance, found, self.today)
        story = Story(
            judgment=found,
            arrived_on=arrived_on,
            level=level,
            woman=person.sex == "女",
            minor=minor,
            until=min(self.today, found.ends_on),
            diligence=place.diligence,
            ended_on=ended_on,
        )
        events = tuple(history(self.chance, story))
        papers = [event.on for event in events if event.kind is EventKind.DOCUMENTS_RECEIVED]
        return Draft(
            person=person,
            judgment=found,
            county=place.county,
            office=place.office,
            level=level,
            minor=minor,
            received_on=min(self.today, arrived_on or found.effective_on + timedelta(days=5)),
            arrived_on=arrived_on,
            documents_received_on=papers[0] if papers else None,
            phone_checked_since=arrived_on or self.today if phone else None,
            ended_on=ended_on,
            events=events,
            serial=serial,
        )


def _arrival(chance: Random, found: Judgment, today: date) -> date | None:
    late = chance.random() < 0.012
    arrived_on = found.effective_on + timedelta(days=chance.randint(12, 25) if late else chance.randint(1, 9))
    return arrived_on if arrived_on <= today else None


def _level(chance: Random, found: Judgment, today: date) -> str:
    if (today - found.starts_on).days < 60:
        return "严管"
    return chance.choices(("严管", "普管", "宽管"), (8, 62, 30))[0]
