"""A bounded load on one address of this machine: wrk where it is installed, else threads of our own."""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
CONNECTIONS = 4
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What a few seconds of asking gave: answers per second, and milliseconds of the middle and the slowest."""

    per_second: float
    p50_ms: float
    p99_ms: float


def ask(port: int, path: str, cookie: str, seconds: float) -> Load:
    """Ask over and over from CONNECTIONS connections for `seconds`; every answer must be 200."""
    fetch(port, path, cookie)
    wrk = shutil.which("wrk")
    return _by_wrk(wrk, port, path, cookie, seconds) if wrk else _by_threads(port, path, cookie, seconds)


def fetch(port: int, path: str, cookie: str) -> str:
    """One answer, which must be 200: else what is measured would be a redirect to the sign-in."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path}: {answer.status}")
    return body


def _by_wrk(wrk: str, port: int, path: str, cookie: str, seconds: float) -> Load:
    said = subprocess.run(
        [
            wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "--latency",
            "-H", f"Cookie: {cookie}", f"http://{HOST}:{port}{path}",
        ],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in said or "timeout" in said:
        raise RuntimeError(said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    shares = dict(re.findall(r"^\s+(50|99)%\s+([\d.]+[a-z]+)", said, re.MULTILINE))
    if rate is None or len(shares) != 2:
        raise RuntimeError(said)
    return Load(float(rate[1]), _ms(shares["50"]), _ms(shares["99"]))


def _ms(text: str) -> float:
    number = re.match(r"[\d.]+", text)
    assert number is not None
    return float(number[0]) * _UNITS[text[number.end() :]]


def _by_threads(port: int, path: str, cookie: str, seconds: float) -> Load:
    """The same by threads of this process, which takes its share of the machine."""
    until = time.perf_counter() + seconds
    taken: list[float] = []
    faults: list[int] = []
    threads = [
        threading.Thread(target=_keep_asking, args=(port, path, cookie, until, taken, faults))
        for _ in range(CONNECTIONS)
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"{path}: {faults[0]}")
    shares = statistics.quantiles(taken, n=100)
    return Load(len(taken) / (time.perf_counter() - begun), shares[49], shares[98])


def _keep_asking(port: int, path: str, cookie: str, until: float, taken: list[float], faults: list[int]) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        taken.append(1_000 * (time.perf_counter() - begun))
        if answer.status != http.client.OK:
            faults.append(answer.status)
    connection.close()
