"""Two addresses in production, none for a trial."""

from pathlib import Path

import pytest

from yipanqi.config import database

APP_URL = "postgresql://app:p%40ss@db.example:6432/board?sslmode=verify-full"


def test_application_address_is_taken_apart(tmp_path: Path) -> None:
    found = database.configuration({"DATABASE_URL": APP_URL}, tmp_path, "app")
    assert (found["USER"], found["PASSWORD"]) == ("app", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "board")
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_socket_folder_may_stand_in_the_query(tmp_path: Path) -> None:
    url = "postgresql:///board?host=/run/postgresql"
    assert database.configuration({"DATABASE_URL": url}, tmp_path, "app")["HOST"] == "/run/postgresql"


def test_migrations_never_fall_back_to_the_application_role(tmp_path: Path) -> None:
    with pytest.raises(database.BadDatabaseUrl, match="DATABASE_OWNER_URL"):
        database.configuration({"DATABASE_URL": APP_URL}, tmp_path, "owner")


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql://host", "board"])
def test_another_kind_of_address_is_refused_with_its_variable(url: str, tmp_path: Path) -> None:
    with pytest.raises(database.BadDatabaseUrl, match="DATABASE_URL"):
        database.configuration({"DATABASE_URL": url}, tmp_path, "app")


def test_without_addresses_owner_and_application_differ(tmp_path: Path) -> None:
    roles = {database.configuration({}, tmp_path, role)["USER"] for role in ("app", "owner")}
    assert roles == {"yipanqi_app", "yipanqi_owner"}
