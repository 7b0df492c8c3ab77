"""Keys by which Chinese names are ordered and found: pinyin and its initials."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_LONG_NUMBER = re.compile(r"(\d{10,14})\d{3,4}[\dXx]?(?![\dXx])")
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


@lru_cache(maxsize=50_000)
def pinyin_key(name: str) -> str:
    """Full pinyin of a name, the stored key for ordering ("张三" → "zhang san")."""
    return " ".join(lazy_pinyin(name, style=Style.NORMAL, errors="default")).lower()[:200]


@lru_cache(maxsize=50_000)
def initials(name: str) -> str:
    """Initials of a name ("张三" → "zs"), what a clerk types into the search box."""
    return "".join(part[:1] for part in pinyin_key(name).split(" "))[:50]


def masked_name(name: str) -> str:
    """The surname and 某 ("李某某"), for screens where the full name is not needed."""
    return name[:1] + "某" * max(1, min(2, len(name) - 1)) if name else ""


def masked_identity(id_no: str) -> str:
    """An identity number with its birth date and serial hidden ("4205**********0018")."""
    return f"{id_no[:4]}{'*' * 10}{id_no[-4:]}" if len(id_no) == 18 else "*" * len(id_no)


def masked_phone(phone: str) -> str:
    """A phone number with its middle hidden ("138****6620")."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def masked_numbers(text: str) -> str:
    """A text with the ends of identity numbers and the middles of phone numbers hidden."""
    hidden = _LONG_NUMBER.sub(lambda found: f"{found[1]}{'*' * (len(found[0]) - len(found[1]))}", text)
    return _PHONE.sub(lambda found: masked_phone(found[0]), hidden)


def search_key(*, name: str, former_name: str = "", number: str = "", doc_no: str = "") -> str:
    """What a case is found by: names, their pinyin and initials, its number and its document's number."""
    parts: list[str] = []
    for spelling in filter(None, (name, former_name)):
        parts += [spelling, pinyin_key(spelling).replace(" ", ""), initials(spelling)]
    return "|".join([*parts, number, doc_no]).lower()[:500]
