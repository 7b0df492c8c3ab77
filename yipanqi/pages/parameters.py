"""Reading what an address or a form says: text without control characters, ids, never more than asked for."""

from __future__ import annotations

from django.http import QueryDict


def text(parameters: QueryDict, name: str, most: int = 200) -> str:
    """One parameter as plain text; NUL, which no database takes, is dropped."""
    return parameters.get(name, "").replace("\x00", "").strip()[:most]


def ids(parameters: QueryDict, name: str, most: int) -> list[int]:
    """All values of a parameter that are ids, in order, each once."""
    found = dict.fromkeys(value for value in parameters.getlist(name) if value.isascii() and value.isdigit())
    return [int(value) for value in found if len(value) <= 18][:most]


def id_of(parameters: QueryDict, name: str) -> int | None:
    """One id, None where the address says nothing of the kind."""
    value = parameters.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None
