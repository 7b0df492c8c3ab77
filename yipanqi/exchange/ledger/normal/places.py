"""Counties and justice offices in normal form."""

from __future__ import annotations

from typing import Any

from yipanqi.exchange.ledger.normal.form import Normal, half_width
from yipanqi.exchange.ledger.normal.text import plain
from yipanqi.records.places import COUNTY_BY_NAME, find_county, find_office


def county(cell: Any) -> Normal:
    """(name, code) of a county-level agency's area, or unknown_county."""
    form = plain(cell)
    if form.value is None:
        return form
    found = find_county(half_width(form.value))
    return Normal((found.name, found.code)) if found else Normal(None, "unknown_county")


def office(cell: Any, county_name: str | None) -> Normal:
    """(name, township code); an unknown office keeps its text, one of another county gets no code."""
    form = plain(cell)
    if form.value is None:
        return form
    township = find_office(half_width(form.value))
    if township is None:
        return Normal((form.value, None), None, form.warnings)
    known = COUNTY_BY_NAME.get(county_name or "")
    elsewhere = known is not None and known.code is not None and known.name != township.county
    return Normal((township.office_name, None if elsewhere else township.code))
