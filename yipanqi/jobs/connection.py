"""A job's connection to the database: fresh when it begins, closed when it ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def own_connection(job: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Workers live for weeks in threads no request ever cleans up: a connection the database lost must not stay."""

    @wraps(job)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        connection.close()
        try:
            return job(*args, **kwargs)
        finally:
            connection.close()

    return run
