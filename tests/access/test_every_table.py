"""Every table under row-level security, found by introspection, with the filter left out on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import Error, connection, transaction

from tests.cast import everywhere, signed_in
from tests.everything import Everything, make_everything, tables
from yipanqi.access import scope
from yipanqi.access.scope import Scope
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Case, Person

GUARDED = "relrowsecurity"


@pytest.fixture
def things(db: None) -> Everything:
    return make_everything(datetime.now(SHANGHAI).date())


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def _rows(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid || '/' || ctid::text FROM {table}")
        return {row for (row,) in cursor.fetchall()}


@contextmanager
def _nobody() -> Iterator[None]:
    with transaction.atomic():
        scope.apply(Scope())
        yield


def _touched(statement: str) -> int:
    """How many rows the statement would change; it is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            changed: int = cursor.rowcount
            transaction.set_rollback(True)
            return changed
    except Error:
        return 0


def test_no_scope_no_rows_in_any_table(things: Everything) -> None:
    guarded = tables(GUARDED)
    with everywhere():
        assert [table for table in guarded if not _count(table)] == [], (
            "这些表没有样例行，检查会落空：请补到 everything.py"
        )
    with _nobody():
        assert [table for table in guarded if _count(table)] == []


def test_no_scope_nothing_to_change_in_any_table(things: Everything) -> None:
    with _nobody(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, min(column_name) FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('bigint', 'text', 'character varying', 'jsonb', 'date') GROUP BY 1"
        )
        column = dict(cursor.fetchall())
        for table in tables(GUARDED):
            assert _touched(f"DELETE FROM {table}") == 0, table
            assert _touched(f'UPDATE {table} SET "{column[table]}" = "{column[table]}"') == 0, table


def test_two_agencies_share_no_row_of_any_table(things: Everything) -> None:
    cast = things.city.cast
    for ours in (cast.worker, cast.county_officer):
        for theirs in (cast.other_worker, cast.other_county_officer):
            for table in tables(GUARDED):
                with signed_in(ours):
                    mine = _rows(table)
                with signed_in(theirs):
                    assert _rows(table) & mine == set(), table


def test_a_partition_is_reached_through_its_parent_alone(things: Everything) -> None:
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'records_look'::regclass")
        for (partition,) in cursor.fetchall():
            assert _count(partition) == 0, partition
            assert _touched(f"DELETE FROM {partition}") == 0
        assert _count("records_look") > 0


@pytest.mark.parametrize("table", ["records_casehistory", "records_personhistory", "records_eventhistory"])
def test_what_was_known_on_a_day_is_not_rewritten(things: Everything, table: str) -> None:
    with everywhere():
        assert _touched(f"UPDATE {table} SET pgh_label = 'x'") == 0


# --- Functions that look past the policies -------------------------------------------------------------------


def test_functions_of_the_owner_are_closed_to_others_and_fix_their_path(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig, has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = cursor.fetchall()
    assert {name for name, _, _ in found} == {
        "yipanqi_case_numbers",
        "yipanqi_forget_looks",
        "yipanqi_known_cases",
        "yipanqi_known_persons",
        "yipanqi_last_serial",
        "yipanqi_look_month",
        "yipanqi_persons_named",
        "yipanqi_search_cases",
    }
    for name, options, public in found:
        assert options == ["search_path=public, pg_temp"], name
        assert not public, name


def test_a_table_of_the_session_does_not_stand_in_for_the_cases(things: Everything) -> None:
    with signed_in(things.city.cast.other_worker), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE records_case ON COMMIT DROP AS SELECT * FROM public.records_case")
        cursor.execute("UPDATE pg_temp.records_case SET search_key = 'zzz'")
        cursor.execute("SELECT count(*) FROM yipanqi_search_cases('zzz', 10)")
        assert cursor.fetchone() == (0,)


def test_search_and_numbers_answer_within_the_scope_alone(things: Everything) -> None:
    number = things.case.number
    with signed_in(things.city.cast.other_county_officer), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM yipanqi_search_cases('%%', 5000)")
        assert cursor.fetchone()[0] == Case.objects.count()
        cursor.execute("SELECT count(*) FROM yipanqi_case_numbers(%s, %s)", [[things.case.pk], [number]])
        assert cursor.fetchone() == (0,)
    with _nobody(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM yipanqi_search_cases('%%', 5000)")
        assert cursor.fetchone() == (0,)


def test_a_person_of_two_agencies_is_seen_by_both_but_not_the_other_case(things: Everything) -> None:
    cast = things.city.cast
    person_id = things.case.person_id
    with everywhere():
        second = Case.objects.get(pk=things.city["秦绍宽"].pk)
        second.person_id = person_id
        second.save(update_fields=["person"])
    with signed_in(cast.other_county_officer):
        assert Person.objects.filter(pk=person_id).exists()
        assert list(Case.objects.filter(person_id=person_id).values_list("pk", flat=True)) == [second.pk]
    with signed_in(cast.worker):
        assert list(Case.objects.filter(person_id=person_id).values_list("pk", flat=True)) == [things.case.pk]
