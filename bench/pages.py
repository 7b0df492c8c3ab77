"""Pages per second beside a bare page: queue, case list, case and board, of a city and of a hundred times a city.

    python -m bench.pages [--seconds 4] [--times 100] [--quick]

Everything runs on this machine, in a folder of its own that is removed at the end: the demo city is loaded, its users
sign in, granian serves with two workers as in production. Each page is asked right after the bare page (bench.bare).
"""

from __future__ import annotations

import argparse
import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import hundredfold, load
from yipanqi.commands.embedded import Server, server

YIPANQI = [sys.executable, "-m", "yipanqi.commands.main"]
PASSWORD = "yichang-demo-2026"  # the demo's, printed by `make run`
SHARE, P99_MS, BOARD_MS = 0.5, 300, 500
START_WITHIN_S = 60
BARE_TABLE = (
    "CREATE TABLE bench_bare (id bigint PRIMARY KEY, number text, name text, category text, office text, ends_on date);"
    "INSERT INTO bench_bare SELECT n, 'A-' || n, '某某' || n, '缓刑', '示例司法所', date '2026-01-01' + n::int"
    " FROM generate_series(1, 1000) n; GRANT SELECT ON bench_bare TO yipanqi_app; ANALYZE bench_bare;"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one user of the demo sees it, and what it is held against at city size."""

    title: str
    username: str
    path: str
    listed: bool = False
    board: bool = False


PAGES = (
    Page("今日待办（司法所）", "suo", "/queue/", listed=True),
    Page("今日待办（县级）", "xian", "/queue/", listed=True),
    Page("案件列表（县级）", "xian", "/cases/", listed=True),
    Page("案件页（县级）", "xian", "/cases/{case}/"),
    Page("一盘棋（市级）", "shi", "/board/", board=True),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each page is asked")
    parser.add_argument("--times", type=int, default=100, help="how often the city is multiplied; 1: not at all")
    parser.add_argument("--quick", action="store_true", help="a second a page, city size only")
    arguments = parser.parse_args()
    seconds, times = (1.0, 1) if arguments.quick else (arguments.seconds, arguments.times)
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        os.environ.update(YIPANQI_DATA_DIR=folder, YIPANQI_DEMO="1", YIPANQI_LOG_LEVEL="WARNING")
        try:
            _run(Path(folder), seconds, times)
        finally:
            subprocess.run([*YIPANQI, "db", "stop"], check=True, stdout=subprocess.DEVNULL)
    return 0


def _run(folder: Path, seconds: float, times: int) -> None:
    subprocess.run([*YIPANQI, "migrate", "-v0", "--skip-checks"], check=True)
    subprocess.run([*YIPANQI, "demo", "load"], check=True, stdout=subprocess.DEVNULL)
    database = server(folder)
    database.execute(BARE_TABLE)
    database.execute("VACUUM ANALYZE;")
    print(f"pages: {load.CONNECTIONS} connections, {seconds:g} s a page, granian with 2 workers, {_machine()}")
    _measure(database, "全市规模", seconds, at_city_size=True)
    if times > 1:
        hundredfold.grow(database, times, lambda line: print(f"  {line}", flush=True))
        _measure(database, f"{times} 倍规模", seconds, at_city_size=False)


def _machine() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before we begin"


def _measure(database: Server, title: str, seconds: float, *, at_city_size: bool) -> None:
    case = database.execute(
        "SELECT c.id FROM records_case c JOIN records_agency a ON a.id = c.county_id WHERE a.short_name = '夷陵区'"
        " AND c.ended_on IS NULL AND NOT c.sealed ORDER BY c.id DESC LIMIT 1;"
    )
    with _served(_bare_command) as bare_port, _served(_product_command) as port:
        cookies = {name: _signed_in(port, name) for name in {page.username for page in PAGES}}
        print(f"  {title}（此刻机器负载 {os.getloadavg()[0]:.1f}）")
        for page in PAGES:
            path, cookie = page.path.format(case=case), cookies[page.username]
            bare = load.ask(bare_port, "/", "", seconds)
            print(_line(page, load.ask(port, path, cookie, seconds), bare, at_city_size=at_city_size), flush=True)


def _line(page: Page, found: load.Load, bare: load.Load, *, at_city_size: bool) -> str:
    share = found.per_second / bare.per_second
    limit, held = "", True
    if page.board and at_city_size:
        limit, held = f"限：p50 ≤ {BOARD_MS} ms", found.p50_ms <= BOARD_MS
    elif page.listed and at_city_size:
        limit, held = f"限：≥ 空页的 {SHARE:.0%}", share >= SHARE
    elif not (at_city_size or page.board):
        limit, held = f"限：p99 < {P99_MS} ms", found.p99_ms < P99_MS
    verdict = ("达到" if held else "未达到") if limit else ""
    return (
        f"    {page.title:　<10} {found.per_second:7.0f} 次/秒  p50 {found.p50_ms:6.1f}  p99 {found.p99_ms:7.1f} ms"
        f"   空页 {bare.per_second:6.0f} 次/秒  比 {share:4.0%}   {limit} {verdict}"
    )


def _product_command(port: int) -> list[str]:
    return [*YIPANQI, "serve", "--no-jobs", "--workers", "2", "--port", str(port)]


def _bare_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--host", load.HOST,
        "--port", str(port), "--no-ws", "--blocking-threads", "4", "--log-level", "warning", "bench.bare:application",
    ]  # fmt: skip


@contextmanager
def _served(command: object) -> Iterator[int]:
    """A server on a free port, ended by its own process id when the measurement is over."""
    assert callable(command)
    with socket.socket() as probe:
        probe.bind((load.HOST, 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(command(port), stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_WITHIN_S
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((load.HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the server on port {port} did not start")


def _signed_in(port: int, username: str) -> str:
    """Signs in through the page, as a browser does; the cookie header of the session."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://{load.HOST}:{port}/accounts/login/"
    page = browser.open(address, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": username, "password": PASSWORD}
    answer = browser.open(address, urllib.parse.urlencode(form).encode(), timeout=60)
    if answer.geturl().startswith(address):
        raise RuntimeError(f"{username} could not sign in")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


if __name__ == "__main__":
    sys.exit(main())
