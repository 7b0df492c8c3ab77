"""County-level codes of GB/T 2260: whether going from one to another is 离开所居住的市、县 (办法 26)."""

from __future__ import annotations

import re

from yipanqi.law.conclusions import Unanswerable

ABROAD = frozenset({"境外", "国外", "出境", "港澳台", "香港", "澳门", "台湾", "abroad", "overseas"})
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_CITIES_WITHOUT_DISTRICTS = frozenset({"441900", "442000", "460400", "620200"})
_OUTSIDE_MAINLAND = frozenset({"71", "81", "82"})
_CODE = re.compile(r"^\d{6}(?:\d{3}|\d{6})?$")


def county_code(text: str, name: str) -> str:
    """The six digits of a county-level unit; a longer township or village code is cut to them."""
    if not _CODE.match(text):
        raise Unanswerable(
            f"{name} 的值“{text}”不是县级行政区划代码：应为六位数字，或“境外”；高新区等功能区须换成所在县级代码。"
        )
    code = text[:6]
    placeholder = code[4:] == "01" and code[:2] not in _MUNICIPALITIES and _is_city(code)
    if (code[4:] == "00" and code not in _CITIES_WITHOUT_DISTRICTS) or placeholder:
        raise Unanswerable(f"{name} 的值“{text}”不是县级行政区划代码，请写到县（市、区）。")
    return code


def elsewhere(origin: str, destination: str) -> bool:
    """Whether the destination, though named only as a city or province (420100, 110000), lies outside the origin's."""
    wide = bool(_CODE.match(destination)) and destination[4:6] == "00" and bool(_CODE.match(origin))
    if not wide or destination[:6] in _CITIES_WITHOUT_DISTRICTS:
        return False
    width = 2 if destination[2:4] == "00" else 4
    return origin[:width] != destination[:width]


def is_abroad(text: str) -> bool:
    """Whether the text names a place outside the mainland's border control."""
    return text in ABROAD or (bool(_CODE.match(text)) and text[:2] in _OUTSIDE_MAINLAND)


def _is_city(code: str) -> bool:
    """Third and fourth digits 01-20 and 51-70 are cities; 21-50 prefectures; 90 units under the province itself."""
    return 1 <= int(code[2:4]) <= 20 or 51 <= int(code[2:4]) <= 70


def city_of_district(code: str) -> str | None:
    """The city a district belongs to; None for counties and county-level cities."""
    if code[:2] in _MUNICIPALITIES:
        return code[:2] if code[2:4] == "01" else None
    return code[:4] if _is_city(code) and 1 <= int(code[4:]) <= 20 else None


def leaves(origin: str, destination: str) -> bool:
    """Whether the way from one county-level code to another leaves the city or county of residence."""
    if origin == destination:
        return False
    city = city_of_district(origin)
    return city is None or city != city_of_district(destination)
