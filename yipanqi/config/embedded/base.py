"""PostgreSQL as Django knows it, except that connecting starts the embedded server if it is not running."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from yipanqi.commands import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """Also covers the job queue, which asks this wrapper for its connection parameters."""

    def get_connection_params(self) -> dict[str, Any]:
        embedded.server(settings.DATA_DIR).ensure_running()
        return super().get_connection_params()
