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


def demo_users() -> list[DemoUser]:
    """The demo's users, none outside the demo; a list of objects with username, password, title in the data folder."""
    path = settings.DATA_DIR / FILE
    if not settings.DEMO or not path.exists():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))
    return [DemoUser(one["username"], one["password"], one["title"]) for one in listed]
