"""What the clock and the operator's commands work under: one transaction, every county in scope, the journal last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from yipanqi.access import scope
from yipanqi.actions import journal


@contextmanager
def system() -> Iterator[None]:
    """One transaction of nobody in particular; not to be opened inside a request's."""
    with transaction.atomic(), journal.lines():
        scope.apply(scope.system_scope())
        yield
