"""Every table with a person's data is under row-level security; the others are named, each with a reason."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Tables that hold no data of a person under correction. A new table is under a policy or argued for here.
OPEN = {
    "records_agency": "the tree of agencies is public",
    "records_officer": "staff, not persons under correction",
    "records_rolegrant": "staff",
    "records_holiday": "the calendar",
    "records_holidaynotice": "the calendar",
    "records_parameter": "numbers of the law",
    "records_wording": "words of the rules; names and dates are in the rows of duties",
    "records_rehearsal": "parameters and counts; its differences, by case, are under a policy",
    "records_journalhead": "count and hash of the chain",
    "records_round": "when the clock last went round",
    "account_emailaddress": "staff",
    "account_emailconfirmation": "staff",
    "mfa_authenticator": "staff",
    "usersessions_usersession": "staff",
    "auth_group": "unused, comes with the framework",
    "auth_group_permissions": "unused, comes with the framework",
    "auth_permission": "unused, comes with the framework",
    "django_content_type": "the framework",
    "django_migrations": "the framework",
    "django_session": "staff",
    "pghistory_context": "the framework; history rows carry no context",
    "procrastinate_events": "the queue: ids only",
    "procrastinate_jobs": "the queue: ids only",
    "procrastinate_periodic_defers": "the queue",
    "procrastinate_workers": "the queue",
}


def _tables(condition: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            f"AND relkind IN ('r', 'p') AND {condition}"
        )
        return {row[0] for row in cursor.fetchall()}


def test_a_table_is_under_a_policy_or_argued_for() -> None:
    assert _tables("NOT relrowsecurity") - set(OPEN) == set()


def test_the_arguments_are_about_tables_that_exist() -> None:
    assert set(OPEN) - _tables("NOT relrowsecurity") == set()


def test_security_without_a_policy_would_hide_everything() -> None:
    """Partitions have none of their own on purpose: they are reached through their parent alone."""
    without = "NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid)"
    assert _tables(f"relrowsecurity AND NOT relispartition AND {without}") == set()
