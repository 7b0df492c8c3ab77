"""The background reads and imports; whatever breaks, the importer is told and nothing is half-written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.ledger_stage import Stage, make_stage, person_row, workbook
from tests.cast import NOW, everywhere, signed_in
from yipanqi.actions import ledger_import
from yipanqi.jobs import imports
from yipanqi.records.models import Batch, BatchState, Case, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    with everywhere():
        return make_stage()


def submitted(stage: Stage, rows: int = 3) -> Batch:
    data = workbook([person_row(n) for n in range(1, rows + 1)])
    with signed_in(stage.officer):
        return ledger_import.submit(by=stage.officer, file_name="台账.xlsx", data=data, now=NOW)


def state_of(batch: Batch) -> Batch:
    with everywhere():
        return Batch.objects.get(pk=batch.pk)


def cases() -> int:
    with everywhere():
        return Case.objects.count()


def test_read_then_imported(stage: Stage) -> None:
    batch = submitted(stage)
    imports.check(batch.pk)
    assert state_of(batch).state == BatchState.CHECKED
    assert cases() == 0
    with signed_in(stage.officer):
        ledger_import.enqueue(by=stage.officer, batch_id=batch.pk, now=NOW)
    imports.accept(batch.pk)
    assert state_of(batch).state == BatchState.ACCEPTED
    assert cases() == 3


def test_a_job_that_runs_twice_imports_once(stage: Stage) -> None:
    batch = submitted(stage)
    imports.check(batch.pk)
    imports.check(batch.pk)
    for _ in range(2):
        imports.accept(batch.pk)
    assert cases() == 3


def test_a_fault_half_way_leaves_nothing_and_can_be_taken_up_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = submitted(stage)
    imports.check(batch.pk)
    with signed_in(stage.officer):
        ledger_import.enqueue(by=stage.officer, batch_id=batch.pk, now=NOW)

    def fail(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("张测甲 420599")

    with monkeypatch.context() as broken:
        broken.setattr("yipanqi.actions.ledger_import.accepting.recount", fail)
        imports.accept(batch.pk)
    after = state_of(batch)
    assert after.state == BatchState.FAILED
    assert "没有写入任何内容" in after.sentence
    assert "张测甲" not in after.sentence
    with everywhere():
        assert (Case.objects.count(), Person.objects.count()) == (0, 0)
    with signed_in(stage.officer):
        ledger_import.enqueue(by=stage.officer, batch_id=batch.pk, now=NOW)
    imports.accept(batch.pk)
    assert cases() == 3


def test_progress_can_be_seen_from_beside(stage: Stage) -> None:
    batch = submitted(stage)
    with everywhere():
        ledger_import.note_progress(batch_id=batch.pk, done=40, total=100)
    assert (state_of(batch).progress_done, state_of(batch).progress_total) == (40, 100)
    imports.check(batch.pk)
    with everywhere():
        ledger_import.note_progress(batch_id=batch.pk, done=1, total=2)
    assert state_of(batch).progress_done == 3
