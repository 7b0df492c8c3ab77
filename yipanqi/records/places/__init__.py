"""The city's places: 13 counties, the functional zone without a code, 110 townships and their justice offices. Pure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

CITY = "宜昌市"
PROVINCE = "湖北省"
HIGH_TECH_ZONE = "宜昌高新区"

_SUFFIXES = ("土家族自治县", "县", "区", "市")
_TOWNSHIP_SUFFIXES = ("土家族乡", "街道", "镇", "乡")
_REAL_KINDS = frozenset({"街道", "镇", "乡", "民族乡"})


@dataclass(frozen=True, slots=True)
class County:
    """A county-level agency's area; `code` is GB/T 2260, None for the functional zone."""

    name: str
    code: str | None

    @property
    def base_name(self) -> str:
        """The name people say: 夷陵, 长阳, 高新区."""
        if self.code is None:
            return "高新区"
        suffix = next(s for s in _SUFFIXES if self.name.endswith(s))
        return self.name[: -len(suffix)]


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street; `code` is the 12-digit code of the Ministry of Civil Affairs: never a join key."""

    county: str
    name: str
    kind: str
    code: str

    @property
    def base_name(self) -> str:
        """The name without its kind, dropped once: 分乡镇 gives 分乡."""
        suffix = next(s for s in _TOWNSHIP_SUFFIXES if self.name.endswith(s))
        return self.name[: -len(suffix)]

    @property
    def office_name(self) -> str:
        """The normal form of the justice office that bears the township's name."""
        return f"{self.base_name}司法所"


@dataclass(frozen=True, slots=True)
class Office:
    """A justice office and the townships it serves (more than one only by the assumption below)."""

    county: str
    name: str
    townships: tuple[str, ...]
    assumed: bool = False


def _read() -> tuple[tuple[County, ...], tuple[Township, ...], dict[str, tuple[str, str]]]:
    counties: dict[str, County] = {}
    townships: list[Township] = []
    variants: dict[str, tuple[str, str]] = {}
    with (Path(__file__).parent / "townships.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            county = counties.setdefault(row["county"], County(row["county"], row["county_code"]))
            if row["type"] not in _REAL_KINDS:
                continue
            townships.append(Township(county.name, row["name"], row["type"], row["code12_mca_2026"]))
            for variant in filter(None, row["name_variants"].split(";")):
                variants[variant.removeprefix(county.name)] = (county.name, row["name"])
    zone = County(HIGH_TECH_ZONE, None)
    return (*counties.values(), zone), tuple(townships), variants


COUNTIES, TOWNSHIPS, _VARIANTS = _read()
COUNTY_BY_NAME: Mapping[str, County] = MappingProxyType({c.name: c for c in COUNTIES})
TOWNSHIP_BY_NAME: Mapping[tuple[str, str], Township] = MappingProxyType({(t.county, t.name): t for t in TOWNSHIPS})

# Published counts speak of "about 109" offices for 110 townships; which one has none is not known. Assumption:
# 伍家乡 is served by its namesake neighbour in the same county.
TOWNSHIP_WITHOUT_OFFICE = ("伍家岗区", "伍家乡")
SERVED_BY = ("伍家岗区", "伍家岗司法所")


def _offices() -> tuple[Office, ...]:
    made = []
    for township in TOWNSHIPS:
        if (township.county, township.name) == TOWNSHIP_WITHOUT_OFFICE:
            continue
        serves_neighbour = (township.county, township.office_name) == SERVED_BY
        names = (township.name, TOWNSHIP_WITHOUT_OFFICE[1]) if serves_neighbour else (township.name,)
        made.append(Office(township.county, township.office_name, names, assumed=serves_neighbour))
    return tuple(made)


OFFICES: tuple[Office, ...] = _offices()


def _spellings() -> dict[str, Township]:
    found: dict[str, Township] = {}
    for township in TOWNSHIPS:
        for spelling in (township.base_name, township.name):
            found[spelling] = township
    for variant, key in _VARIANTS.items():
        township = TOWNSHIP_BY_NAME[key]
        found.setdefault(variant, township)
        for suffix in _TOWNSHIP_SUFFIXES:
            if variant.endswith(suffix):
                found.setdefault(variant[: -len(suffix)], township)
                break
    return found


TOWNSHIP_BY_SPELLING: Mapping[str, Township] = MappingProxyType(_spellings())


def find_county(text: str) -> County | None:
    """The county a text names alone: full, without its suffix, or with the city (and province) before it."""
    return _COUNTY_SPELLINGS.get("".join(text.split()))


def find_office(text: str) -> Township | None:
    """The township an office's or township's name points to (names are unique within the city), or None."""
    name = "".join(text.split()).removeprefix(PROVINCE).removeprefix(CITY)
    if name in TOWNSHIP_BY_SPELLING:
        return TOWNSHIP_BY_SPELLING[name]
    for county in COUNTIES:
        if name.startswith(county.name) and len(name) > len(county.name):
            name = name[len(county.name) :].removeprefix("司法局")
            break
    for ending in ("司法所", "街道办事处", "街道办", "镇人民政府", "乡人民政府", "所"):
        shorter = name.removesuffix(ending)
        if shorter != name:
            return TOWNSHIP_BY_SPELLING.get(shorter) or TOWNSHIP_BY_SPELLING.get(shorter.removesuffix("办事处"))
    return TOWNSHIP_BY_SPELLING.get(name)


def counties_named_in(text: str) -> list[County]:
    """Every county a longer text mentions (full names first, then short ones), in the order of COUNTIES."""
    compact = "".join(text.split())
    full = [c for c in COUNTIES if c.name in compact]
    return full or [c for c in COUNTIES if c.base_name in compact]


def _county_spellings() -> dict[str, County]:
    found: dict[str, County] = {}
    for county in COUNTIES:
        names = {county.name, county.base_name}
        if county.name.endswith("土家族自治县"):
            names |= {f"{county.base_name}县", f"{county.base_name}自治县", f"{county.base_name}土家族"}
        if county.code is None:
            names |= {"高新技术产业开发区", "高新技术开发区", "宜昌高新技术产业开发区", "国家高新区"}
        for name in names:
            for prefix in ("", CITY, PROVINCE + CITY, PROVINCE, "宜昌"):
                found[prefix + name] = county
    return found


_COUNTY_SPELLINGS = _county_spellings()
