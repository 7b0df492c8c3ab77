"""The demo city a hundred times over, made by SQL: the same agencies, each with a hundred times the cases.

Persons and cases are copied whole. Of their duties and events those are copied that pages read: what is still to be
done, and what fell due, was done or was recorded in the last seven months. Triggers and history stay off meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from yipanqi.commands.embedded import Server

RECENT = "(current_date - interval '7 months')"
# table → what differs in the copy number n (ids move by n times the largest), and which rows are copied
COPIES: dict[str, tuple[dict[str, str], str]] = {
    "records_person": ({"id_no_index": "substring(id_no_index FOR 28) || int4send(n)"}, "true"),
    "records_case": (
        {
            "person_id": "person_id + n * {person}",
            "number": "number || '-' || n",
            "search_key": "search_key || '-' || n",
        },
        "true",
    ),
    "records_duty": (
        {"case_id": "case_id + n * {case}"},
        f"done_on IS NULL OR due_on >= {RECENT} OR done_on >= {RECENT}",
    ),
    "records_event": ({"case_id": "case_id + n * {case}"}, f'"on" >= {RECENT}'),
}


def grow(server: Server, times: int, say: Callable[[str], None]) -> None:
    """Multiply; says what was written and how long it took."""
    begun = time.perf_counter()
    offsets = {table.removeprefix("records_"): _offset(server, table) for table in COPIES}
    for table, (changed, which) in COPIES.items():
        server.execute(_copy(server, table, changed, which, times, offsets))
    server.execute("VACUUM ANALYZE;")
    took = time.perf_counter() - begun
    counts = "、".join(f"{table.removeprefix('records_')} {_count(server, table):,}" for table in COPIES)
    running = server.execute("SELECT count(*) FROM records_case WHERE ended_on IS NULL;").strip()
    say(f"{times} 倍：{counts} 行（未结束案件 {int(running):,} 件），用 SQL 建成，{took:.0f} 秒，限 300 秒")


def _copy(server: Server, table: str, changed: dict[str, str], which: str, times: int, offsets: dict[str, int]) -> str:
    """Secondary indexes are dropped and made anew, which is quicker than keeping them."""
    columns = server.execute(
        "SELECT string_agg(quote_ident(attname), ',' ORDER BY attnum) FROM pg_attribute"
        f" WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped;"
    ).strip()
    changed = {"id": f"id + n * {{{table.removeprefix('records_')}}}", **changed}
    values = [changed.get(column, column).format_map(offsets) for column in columns.split(",")]
    indexes = server.execute(
        "SELECT indexname || '=' || indexdef FROM pg_indexes i WHERE tablename ="
        f" '{table}' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = i.indexname);"
    ).splitlines()
    dropped, made = zip(*(line.split("=", 1) for line in indexes), strict=True)
    return "\n".join(
        (
            "SET session_replication_role = replica;",
            *(f"DROP INDEX {name};" for name in dropped),
            (
                f"INSERT INTO {table} ({columns}) SELECT {','.join(values)} FROM {table},"
                f" generate_series(1, {times - 1}) n WHERE {which};"
            ),
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}));",
            "SET maintenance_work_mem = '512MB';",
            *(f"{index};" for index in made),
        )
    )


def _offset(server: Server, table: str) -> int:
    return int(server.execute(f"SELECT max(id) FROM {table};"))


def _count(server: Server, table: str) -> int:
    return int(server.execute(f"SELECT count(*) FROM {table};"))
