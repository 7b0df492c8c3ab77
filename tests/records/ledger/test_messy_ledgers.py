"""Ledgers nobody has seen: random layouts, headings, spellings and mistakes, each with its known answer."""

import pytest

from tests.records.ledger.messy_ledgers import AS_OF, Maker
from yipanqi.records.ledger import check_ledger


@pytest.mark.parametrize("seed", range(1, 31))
def test_a_messy_ledger_gives_its_known_answer(seed: int) -> None:
    data, answer = Maker(seed).make()
    check = check_ledger(data, file_name="台账.xlsx", as_of=AS_OF)
    rejected = {(r.sheet, r.row): {(e.code, e.field) for e in r.errors} for r in check.rejected}
    assert rejected == answer.rejected
    assert {(r.sheet, r.row): {w.code for w in r.warnings} for r in check.accepted} == answer.warnings
    assert {(s.sheet, s.row): s.reason for s in check.skipped} == answer.skipped
    for row in check.accepted:
        wanted = answer.accepted[row.sheet, row.row]
        assert {name: row.record[name] for name in wanted} == wanted, (row.sheet, row.row)
        assert row.extra == {"剩余情况": f"无关内容{row.row - 1}"}
