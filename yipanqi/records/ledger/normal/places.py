"""Counties and justice offices in normal form."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from yipanqi.records.ledger.normal.form import Normal, half_width
from yipanqi.records.ledger.normal.text import plain
from yipanqi.records.places import COUNTY_BY_NAME, find_county, find_office


def county(cell: Any) -> Normal:
    """(name, code) of a county-level agency's area, or unknown_county."""
    form = plain(cell)
    if form.value is None:
        return form
    found = find_county(half_width(form.value))
    return Normal((found.name, found.code)) if found else Normal(None, "unknown_county")


@lru_cache(maxsize=8192)
def office_of(words: str, county_name: str | None) -> tuple[str, str | None]:
    """The normal form of an office's name in a county."""
    township = find_office(half_width(words))
    if township is None:
        return words, None
    known = COUNTY_BY_NAME.get(county_name or "")
    elsewhere = known is not None and known.code is not None and known.name != township.county
    return township.office_name, None if elsewhere else township.code


def office(cell: Any, county_name: str | None) -> Normal:
    """(name, township code); an unknown office keeps its text, one of another county gets no code."""
    form = plain(cell)
    if form.value is None:
        return form
    return Normal(office_of(form.value, county_name), None, form.warnings)
