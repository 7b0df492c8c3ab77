"""The administrator reads what broke, never whose row it was."""

import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from yipanqi.config.logs import DiscreetFormatter, without_rows


@pytest.mark.django_db
def test_a_failing_row_stays_out_of_the_log() -> None:
    formatter = DiscreetFormatter()
    row = "张三丰\n住在何处"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE persons (name text CHECK (length(name) < 3))")
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO persons VALUES (%s)", [row])
        except IntegrityError as fault:
            written = formatter.formatException((type(fault), fault, fault.__traceback__))
    assert "persons" in written
    assert "Traceback" in written
    assert "张三丰" not in written
    assert "住在何处" not in written


def test_what_follows_the_row_is_kept() -> None:
    said = "E: duplicate key\nDETAIL:  Key (id_number)=(4205…)\n\nThe above exception was the cause\nHINT: try again"
    assert without_rows(said) == "E: duplicate key\n\nThe above exception was the cause\nHINT: try again"


def test_every_handler_uses_it() -> None:
    configured: dict[str, Any] = settings.LOGGING
    formatters, handlers = configured["formatters"], configured["handlers"].values()
    assert {formatters[handler["formatter"]]["()"] for handler in handlers} == {"yipanqi.config.logs.DiscreetFormatter"}
    assert issubclass(DiscreetFormatter, logging.Formatter)
