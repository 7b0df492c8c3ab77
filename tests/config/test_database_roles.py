"""A stranger in the application's connection can do no more than the application."""

import pytest
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db


def _one(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


def test_the_application_role_is_no_superuser_and_bound_by_row_level_security() -> None:
    assert _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert _one("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user") is False
    assert _one("SELECT rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user") is False


def test_the_application_role_owns_nothing() -> None:
    assert _one("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relpersistence <> 't'") == 0
    assert _one("SELECT count(*) FROM pg_proc WHERE proowner = current_user::regrole") == 0
    assert _one("SELECT count(*) FROM pg_class WHERE relname = 'django_migrations'") == 1


def test_the_application_role_belongs_to_no_other_role() -> None:
    assert _one("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE django_session",
        "ALTER TABLE django_session DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE mine (id int)",
        "DROP TABLE django_session",
        "SET ROLE yipanqi_owner",
        "CREATE TRIGGER t BEFORE UPDATE ON django_session EXECUTE FUNCTION tsvector_update_trigger()",
    ],
)
def test_the_application_role_cannot_change_structure(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_rows_are_the_applications_business() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE received (id int) ON COMMIT DROP")
        cursor.execute("INSERT INTO django_session VALUES ('k', '', now())")
    assert _one("SELECT count(*) FROM django_session") == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_is_emptied_by_the_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('kept', '', now())")
    assert _one("SELECT current_user") == connection.settings_dict["USER"]
