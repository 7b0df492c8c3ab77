"""Work beside the process: in order, never lost, and gone when nobody wants it any more."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from yipanqi.actions.forked import forked


@pytest.fixture(autouse=True, params=[2, 4])
def _cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: request.param)


def test_results_come_in_order_and_from_elsewhere() -> None:
    here = os.getpid()
    found = list(forked(lambda part: (part * part, os.getpid()), range(9)))
    assert [square for square, _ in found] == [part * part for part in range(9)]
    assert here not in {pid for _, pid in found}


def test_a_single_part_is_done_here() -> None:
    assert list(forked(lambda _: os.getpid(), ["x"])) == [os.getpid()]
    assert list(forked(lambda _: os.getpid(), [])) == []


def test_what_a_killed_process_leaves_is_done_here() -> None:
    here = os.getpid()

    def work(part: int) -> tuple[int, bool]:
        if part == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return part, os.getpid() == here

    found = list(forked(work, range(6)))
    assert [part for part, _ in found] == list(range(6))
    assert found[3] == (3, True)
    assert found[0] == (0, False)


def test_a_fault_is_met_here_where_it_can_be_told() -> None:
    with pytest.raises(ZeroDivisionError):
        list(forked(lambda part: 1 // part, [2, 1, 0]))


def test_nobody_works_on_when_the_rest_is_not_wanted(tmp_path: Path) -> None:
    def work(part: int) -> bytes:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.02)
        return b"x" * 200_000

    results = forked(work, range(1_000))
    next(results)
    results.close()  # type: ignore[attr-defined]
    started = [int(path.name) for path in tmp_path.iterdir()]
    assert started
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
