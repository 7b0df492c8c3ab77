"""What makes a function an act: one transaction, its journal lines chained at the end, refusals as sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from yipanqi.actions import journal

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Refused(Exception):
    """The act was refused; the message is one Chinese sentence fit to show: what, where, how to mend it."""


def act(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Run an action in one transaction (a savepoint inside a request's) with its journal lines."""

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with transaction.atomic(), journal.lines():
            return function(*args, **kwargs)

    return run
