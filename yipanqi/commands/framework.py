"""Django for those commands that need it; kept apart so that the pure ones never import it."""

import django
from django.core.management import execute_from_command_line


def set_up() -> None:
    """Load settings and models."""
    django.setup()


def pass_through(words: list[str]) -> int:
    """One of Django's own commands, as manage.py would run it."""
    execute_from_command_line(["yipanqi", *words])
    return 0
