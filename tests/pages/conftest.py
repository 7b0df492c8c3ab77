"""What the stories of the pages share: a small city as of today, and people who sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from tests.pages.small_city import SmallCity, make_small_city
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Officer


@pytest.fixture
def today() -> date:
    """The day the pages will say it is."""
    return datetime.now(SHANGHAI).date()


@pytest.fixture
def city(db: None, today: date) -> SmallCity:
    """The small city, this morning."""
    return make_small_city(today)


@pytest.fixture
def as_officer(client: Client) -> Callable[[Officer], Client]:
    """Sign somebody in."""

    def sign_in(officer: Officer) -> Client:
        client.force_login(officer)
        return client

    return sign_in
