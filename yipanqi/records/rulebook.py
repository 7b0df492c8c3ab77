"""The rulebook in force: holidays and parameters entered here, over what is published and what the province says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from django.db import connection

from yipanqi.law.days import Calendar, published_calendar
from yipanqi.law.duties import RULES
from yipanqi.law.parameters import PARAMETERS, Region
from yipanqi.law.regions.hubei import HUBEI
from yipanqi.law.sources import Certainty, Dated, Version, of
from yipanqi.records.models import Holiday, HolidayNotice, Parameter

_VERSION = """
SELECT md5(concat_ws('|',
  (SELECT string_agg(concat_ws(',', day, working), ';' ORDER BY day) FROM records_holiday),
  (SELECT string_agg(year::text, ';' ORDER BY year) FROM records_holidaynotice),
  (SELECT string_agg(concat_ws(',', name, value, from_on), ';' ORDER BY name, from_on)
     FROM records_parameter WHERE signed_at IS NOT NULL)))
"""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What the law is asked with; `version` changes whenever an answer could."""

    calendar: Calendar
    region: Region
    version: str


def rulebook() -> Rulebook:
    """The rulebook in force, rebuilt only when a holiday, notice or signed parameter changed (one small query)."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        (version,) = cursor.fetchone()
    return _built(f"{version}.{rules_version()}")


def calendar() -> Calendar:
    """The calendar in force."""
    return rulebook().calendar


def region() -> Region:
    """The province's and the city's parameters in force."""
    return rulebook().region


@cache
def rules_version() -> str:
    """A digest of the rules as this release has them: an upgrade asks every case again."""
    known = [sorted(RULES.items()), [dated.history for dated in known_numbers().values()]]
    return blake2b(repr(known).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=4)
def _built(version: str) -> Rulebook:
    return Rulebook(_calendar(), _region(), version)


def _calendar() -> Calendar:
    published = published_calendar()
    noticed = set(HolidayNotice.objects.values_list("year", flat=True))
    off = {day for day in published.off if day.year not in noticed}
    work = {day for day in published.work if day.year not in noticed}
    for day, working in Holiday.objects.values_list("day", "working"):
        (off if working else work).discard(day)
        (work if working else off).add(day)
    return Calendar(off=off, work=work, known=published.known | noticed)


def _region() -> Region:
    values: dict[str, list[tuple[date, Any]]] = defaultdict(list)
    signed = Parameter.objects.filter(signed_at__isnull=False).order_by("name", "from_on")
    for name, value, from_on in signed.values_list("name", "value", "from_on"):
        values[name].append((from_on, value))
    numbers = known_numbers()
    return HUBEI.amended({name: _amended(numbers[name], steps) for name, steps in values.items() if name in numbers})


def known_numbers() -> dict[str, Dated[Any]]:
    """Every number of law, province and city, by key: what a parameter may be named."""
    found: dict[str, Dated[Any]] = {dated.key: dated for dated in _numbers()}
    return {**found, **HUBEI.values}


def _numbers() -> Iterator[Dated[Any]]:
    yield from PARAMETERS.values()
    for rule in RULES.values():
        yield from rule.numbers


def _amended(dated: Dated[Any], steps: Iterable[tuple[date, Any]]) -> Dated[Any]:
    certainty = Certainty.PARAMETER
    entered = [Version(on, value, of("CITY", dated.key), certainty, "本市签发") for on, value in steps]
    before = [version for version in dated.history if version.from_on is None or version.from_on < _first(entered)]
    return dated.amended(*before, *entered)


def _first(versions: list[Version[Any]]) -> date:
    return versions[0].from_on or date.min
