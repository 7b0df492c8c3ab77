"""What clock, commands and background jobs work under: one transaction, a scope for the database, the journal last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from yipanqi.access import scope
from yipanqi.actions import journal
from yipanqi.records.models import Officer


@contextmanager
def system() -> Iterator[None]:
    """One transaction of nobody in particular; not to be opened inside a request's."""
    with transaction.atomic(), journal.lines():
        scope.apply(scope.system_scope())
        yield


@contextmanager
def acting(by: Officer) -> Iterator[None]:
    """One transaction in the scope of an officer who is not at a page: his own command or background job."""
    with transaction.atomic(), journal.lines():
        scope.apply(scope.scope_of(by))
        yield
