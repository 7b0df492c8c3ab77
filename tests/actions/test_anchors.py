"""Somebody with the owner's password touches the journal: each way of doing so is found and named."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.cast import NOW, Cast, everywhere, make_cast
from tests.conftest import as_owner
from yipanqi.actions import journal
from yipanqi.actions.anchors import anchor_journal, verify_journal
from yipanqi.commands import journal_verify
from yipanqi.commands.main import main
from yipanqi.records import anchors
from yipanqi.records.chain import GENESIS, canonical, link
from yipanqi.records.models import JournalHead, JournalLine
from yipanqi.records.verification import Verification


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path) -> Path:
    """Twenty lines, an anchor after the tenth and one after the twenty-first (the first anchor's own line counts)."""
    with everywhere():
        cast = make_cast()
    kept = tmp_path / "anchors.jsonl"
    for _ in range(2):
        with everywhere():
            write_lines(cast, 10)
        anchor_journal(now=NOW, path=kept)
    return kept


def write_lines(cast: Cast, number: int) -> None:
    for case_id in range(number):
        journal.write("case.reported", by=cast.worker, at=NOW, case_id=case_id, event=case_id)


@contextmanager
def tampering() -> Iterator[None]:
    """As the owner of the table, with its guard switched off."""
    with as_owner():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_journalline DISABLE TRIGGER journal_append_only")
            yield
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_journalline ENABLE TRIGGER journal_append_only")


def run(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type]


def verify(kept: Path | None = None) -> Verification:
    return verify_journal(kept=anchors.load(kept) if kept else [])


def found(kept: Path | None = None) -> tuple[int, str]:
    fault = verify(kept).fault
    assert fault is not None
    return fault.seq, fault.kind.value


def test_an_untouched_chain_holds(stage: Path) -> None:
    whole = verify(stage)
    assert (whole.lines, whole.anchors, whole.fault) == (22, 2, None)


def test_an_empty_journal_holds(transactional_db: None) -> None:
    assert verify().fault is None


def test_the_journal_is_append_only_even_for_its_owner(stage: Path) -> None:
    with as_owner(), pytest.raises(Exception, match="只能追加"):
        run("UPDATE records_journalline SET case_id = 7 WHERE seq = 3")
    with as_owner(), pytest.raises(Exception, match="只能追加"):
        run("DELETE FROM records_journalline WHERE seq = 3")


@pytest.mark.parametrize(
    "change",
    [
        "case_id = 99",
        "verb = 'case.released'",
        "data = '{\"event\": 3}'",
        "at = at + interval '1 second'",
        "officer_id = NULL",
        "hash = set_byte(hash, 0, get_byte(hash, 0) # 1)",
    ],
)
def test_a_changed_byte(stage: Path, change: str) -> None:
    with tampering():
        run(f"UPDATE records_journalline SET {change} WHERE seq = 5")
    assert found() == (5, "changed")


def test_a_changed_link(stage: Path) -> None:
    with tampering():
        run("UPDATE records_journalline SET previous_hash = set_byte(previous_hash, 3, 0) WHERE seq = 5")
    assert found()[0] == 5


def test_a_deleted_line(stage: Path) -> None:
    with tampering():
        run("DELETE FROM records_journalline WHERE seq = 7")
    assert found() == (7, "missing")


@pytest.mark.parametrize("columns", ["seq", "case_id, data, verb, at, officer_id, agency_id"])
def test_a_swapped_pair(stage: Path, columns: str) -> None:
    """Whole rows exchanged, or only what they say."""
    with tampering():
        if columns == "seq":
            for old, new in ((8, -8), (9, 8), (-8, 9)):
                run("UPDATE records_journalline SET seq = %s WHERE seq = %s", new, old)
        else:
            run(
                f"UPDATE records_journalline a SET ({columns}) = (SELECT {columns} FROM records_journalline b"
                " WHERE b.seq = 17 - a.seq) WHERE a.seq IN (8, 9)"
            )
    assert found() == (8, "swapped")


def test_a_cut_tail(stage: Path) -> None:
    with tampering():
        run("DELETE FROM records_journalline WHERE seq > 20")
    assert found() == (21, "cut")


def test_a_cut_tail_with_the_head_set_back_is_known_by_the_anchors(stage: Path) -> None:
    with tampering():
        run("DELETE FROM records_journalline WHERE seq > 15")
        run("UPDATE records_journalhead SET count = 15, hash = (SELECT hash FROM records_journalline WHERE seq = 15)")
    assert verify().fault is None, "without anchors a shorter chain looks whole"
    assert found(stage) == (16, "cut")


def test_a_chain_recomputed_from_the_middle_is_known_by_the_anchors(stage: Path) -> None:
    with tampering():
        recompute(12, verb="case.plan_made")
    assert verify().fault is None, "without anchors a recomputed chain looks whole"
    fault = verify(stage).fault
    assert fault is not None
    assert (fault.seq, fault.kind.value) == (11, "rewritten")
    assert "第 11 至 21 行之间被重写" in fault.sentence


def recompute(first: int, *, verb: str) -> None:
    """What an attacker with the program at hand would do: change a line and chain everything after it anew."""
    previous = GENESIS
    for line in JournalLine.objects.order_by("seq"):
        line.verb = verb if line.seq == first else line.verb
        body = canonical(
            seq=line.seq,
            at=line.at,
            verb=line.verb,
            officer_id=line.officer_id,
            agency_id=line.agency_id,
            case_id=line.case_id,
            data=line.data,
        )
        line.previous_hash, line.hash = previous, link(previous, body)
        previous = line.hash
        line.save()
    JournalHead.objects.update(hash=previous)


def test_a_head_that_does_not_fit(stage: Path) -> None:
    with as_owner():
        run("UPDATE records_journalhead SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)")
    assert found() == (22, "head")


def test_an_anchor_that_nobody_signed(stage: Path) -> None:
    first, second = anchors.load(stage)
    stage.unlink()
    anchors.append(stage, replace(first, hash="00" * 32))
    anchors.append(stage, second)
    assert found(stage) == (10, "anchor")


def test_the_command_says_so(stage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--anchors", str(stage)]) == 0
    assert "日志链完整：22 行逐行相符，2 次签存相符" in capsys.readouterr().out
    with tampering():
        run("UPDATE records_journalline SET case_id = 99 WHERE seq = 5")
    assert main(["journal", "verify", "--json", "--anchors", str(stage)]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["lines"]) == (False, 4)
    assert document["first_bad"] == {
        "seq": 5,
        "kind": "changed",
        "sentence": "第 5 行被改动：内容与摘要不符。",
    }
    assert main(["journal", "verify"]) == 1


@pytest.mark.parametrize("text", ["nonsense", '{"count": "many"}', "[1]"])
def test_anchors_that_cannot_be_read(
    transactional_db: None, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "anchors.jsonl"
    kept.write_text(text)
    assert main(["journal", "verify", "--anchors", str(kept)]) == 2
    assert "第 1 行不是签存记录" in capsys.readouterr().err
    assert main(["journal", "verify", "--anchors", str(tmp_path / "none")]) == 2
    assert journal_verify.__doc__
