"""The embedded server survives what a desk computer does to it: races, kill −9, a start that was cut short."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yipanqi.commands import embedded

START = "import sys, pathlib; from yipanqi.commands import embedded; \
embedded.server(pathlib.Path(sys.argv[1])).ensure_running()"


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    embedded.server(tmp_path).stop()
    embedded.server.cache_clear()


def _start_in_another_process(data_dir: Path, **variables: str) -> None:
    environment = {**os.environ, **variables}
    subprocess.run([sys.executable, "-c", START, str(data_dir)], check=True, env=environment)


def _postmaster(server: embedded.Server) -> int:
    return int((server.data_dir / "postmaster.pid").read_text().split()[0])


def _kill(process_id: int) -> None:
    """The kernel takes a moment to close what a killed process held open."""
    os.kill(process_id, signal.SIGKILL)
    stat = Path(f"/proc/{process_id}/stat")
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}:
        time.sleep(0.01)


def _works(server: embedded.Server) -> bool:
    server.ensure_running()
    return server.execute("SELECT current_user", role=embedded.APP) == embedded.APP


def test_many_first_starts_at_once_make_one_server(data_dir: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: _start_in_another_process(data_dir), range(6)))
    server = embedded.server(data_dir)
    assert _works(server)
    assert server.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'yipanqi%'") == "2"


def test_after_kill_nine_the_next_connection_starts_it_again_and_rows_are_there(data_dir: Path) -> None:
    server = embedded.server(data_dir)
    server.ensure_running()
    server.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", role=embedded.OWNER)
    _kill(_postmaster(server))
    assert _works(server)
    assert server.execute("SELECT n FROM kept", role=embedded.APP) == "7"


def test_a_first_start_that_was_cut_short_is_finished_by_the_next(data_dir: Path) -> None:
    half = data_dir / "postgres.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    server = embedded.server(data_dir)
    server.ensure_running()
    server.execute("DROP DATABASE yipanqi", database="postgres")
    server.lock_file.with_suffix(".ready").unlink()
    assert _works(server)


def test_a_stopped_server_says_so_and_starts_again(data_dir: Path) -> None:
    server = embedded.server(data_dir)
    server.ensure_running()
    assert server.stop() is True
    assert server.stop() is False
    assert server.is_running() is False
    assert _works(server)


def test_another_version_of_the_programs_is_refused_with_a_sentence(data_dir: Path) -> None:
    server = embedded.server(data_dir)
    server.ensure_running()
    server.stop()
    (server.data_dir / "PG_VERSION").write_text("14\n")
    with pytest.raises(embedded.EmbeddedServerFault, match="由 PostgreSQL 14 建立"):
        server.ensure_running()


def test_chinese_text_has_trigrams(data_dir: Path) -> None:
    server = embedded.server(data_dir)
    server.ensure_running()
    assert server.execute("SELECT cardinality(show_trgm('社区矫正对象'))") == "7"


@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 才需要服务用户")
def test_root_without_user_namespaces_lends_it_to_a_service_user(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIPANQI_POSTGRES_USER", "nobody")
    server = embedded.server(data_dir)
    assert server.identity.user is not None
    assert _works(server)
    owner_of_process = Path(f"/proc/{_postmaster(server)}").stat().st_uid
    assert owner_of_process == server.identity.user.pw_uid


def test_an_answering_server_costs_next_to_nothing(data_dir: Path) -> None:
    server = embedded.server(data_dir)
    server.ensure_running()
    started = time.perf_counter()
    for _ in range(100):
        server.ensure_running()
    assert (time.perf_counter() - started) / 100 < 0.005


def test_the_statements_for_another_server_prepare_it(data_dir: Path) -> None:
    server = embedded.server(data_dir)
    server._make_socket_dir()
    server._make_cluster()
    server._start()
    server.execute(embedded.PREPARATION, database="postgres")
    server.execute("CREATE TABLE rows (n int)", role=embedded.OWNER)
    assert server.execute("INSERT INTO rows VALUES (1); SELECT n FROM rows", role=embedded.APP) == "1"
    with pytest.raises(embedded.EmbeddedServerFault, match="permission denied"):
        server.execute("TRUNCATE rows", role=embedded.APP)
