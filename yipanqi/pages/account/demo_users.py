"""Who may be tried in the demo: written beside the data when the fictitious city is loaded, shown at sign-in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings

FILE = "demo_users.json"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A user of the demo with its open password."""

    username: str
    password: str
    title: str
    role: str


def demo_users() -> list[DemoUser]:
    """None outside the demo; the file in the data folder is a list of {username, password, title, role}."""
    path = settings.DATA_DIR / FILE
    if not settings.DEMO or not path.exists():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))
    return [DemoUser(one["username"], one["password"], one["title"], one["role"]) for one in listed]
