"""What commands say: one JSON document, or a sentence that refuses bad input."""

import json
import sys
from datetime import date, datetime
from typing import Any


class BadInput(Exception):
    """What the operator gave cannot be used: what, where and how to mend it (exit status 2)."""


def print_json(document: Any) -> None:
    """One JSON document on stdout: ISO dates, instants with their offset, Chinese unescaped."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
