"""Model instances as the text that COPY reads: made in one process, written by another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def text_of(rows: Sequence[models.Model]) -> str:
    """Instances of one kind, a line each, in the order of their concrete fields."""
    if not rows:
        return ""
    read = attrgetter(*(field.attname for field in rows[0]._meta.concrete_fields))
    return "".join(["\t".join(map(_cell, read(row))) + "\n" for row in rows])


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES) if value else ""
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES) if value else _EMPTY[type(value)]
    return str(value)


_EMPTY: dict[type, str] = {dict: "{}", list: "[]"}
