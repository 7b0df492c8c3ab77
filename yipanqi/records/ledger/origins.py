"""Where county and office come from when no column gives them: title, sheet name, office, file name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yipanqi.records.places import COUNTY_BY_NAME, Township, counties_named_in, find_office

Place = tuple[str, str | None]
_OFFICE = re.compile("[\u4e00-\u9fff]{2,20}?司法所")


def office_in(text: str) -> Township | None:
    """The justice office a title names, if it is one we know."""
    for match in _OFFICE.finditer("".join(text.split())):
        words = match.group()
        for start in range(len(words) - 4):
            found = find_office(words[start:])
            if found is not None:
                return found
    return None


def _county(sheet: str, above: Sequence[str], file_name: str) -> tuple[Place | None, str | None]:
    for origin, texts in (("title", above), ("sheet name", [sheet])):
        for text in texts:
            named = counties_named_in(text)
            if len(named) == 1:
                return (named[0].name, named[0].code), origin
    for text in (sheet, *above):
        township = find_office(text) or office_in(text)
        if township is not None:
            return (township.county, COUNTY_BY_NAME[township.county].code), "office"
    named = counties_named_in(file_name)
    return ((named[0].name, named[0].code), "file name") if len(named) == 1 else (None, None)


def _office(sheet: str, above: Sequence[str]) -> tuple[Place | None, str | None]:
    township = find_office(sheet) or office_in(sheet)
    if township is not None:
        return (township.office_name, township.code), "sheet name"
    name = "".join(sheet.split())
    if name.endswith("司法所") and len(name) > 3:
        return (name, None), "sheet name"
    for text in above:
        township = office_in(text)
        if township is not None:
            return (township.office_name, township.code), "title"
    return None, None


def place_of(
    kind: str, fields: set[str], sheet: str, above: Sequence[str], file_name: str
) -> tuple[Place | None, str | None]:
    """The constant county or office of a sheet and its origin; ("column") when a column gives it."""
    if kind in fields:
        return None, "column"
    return _county(sheet, above, file_name) if kind == "county" else _office(sheet, above)
