"""Several people at once: threads with connections of their own, started together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run all acts at the same time, each on its own connection; the first failure is raised."""
    barrier = Barrier(len(acts))

    def alone(act: Callable[[], Result]) -> Result:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(alone, act) for act in acts]]
