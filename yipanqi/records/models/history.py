"""Row history by trigger: every version of a row, erased together with it, for "as known on that day"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def with_history(model_name: str, *, quiet: Sequence[str] = ()) -> Callable[[Model], Model]:
    """Keep a snapshot of each insert and each real change in `model_name`; who changed it is a column of the row.

    A change of `quiet` fields alone is nobody's act and makes no version.
    """
    tracked: Callable[[Model], Model] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=list(quiet))) if quiet else pghistory.UpdateEvent(),
        context_field=None,  # type: ignore[arg-type]  # None switches the context table off
        obj_field=pghistory.ObjForeignKey(on_delete=models.CASCADE, db_constraint=False, related_name="history"),
        model_name=model_name,
        level=pghistory.Statement,  # one INSERT a statement, not one a row: an import writes its history in bulk
    )
    return tracked
