"""Two fictitious ledgers as county officers really keep them, against what a correct check yields: field by field."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from yipanqi.records.ledger import check_ledger

EXAMPLES = Path(__file__).parent / "examples"
AS_OF = date(2026, 11, 1)


@lru_cache
def checked(name: str) -> dict[str, Any]:
    data = (EXAMPLES / f"{name}.xlsx").read_bytes()
    document = check_ledger(data, file_name=f"{name}.xlsx", as_of=AS_OF).to_json()
    made: dict[str, Any] = json.loads(json.dumps(document, ensure_ascii=False))
    return made


@lru_cache
def expected(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((EXAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return made


def by_place(rows: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["sheet"], row["row"]): row for row in rows}


both = pytest.mark.parametrize("name", ["clean", "messy"])


@both
def test_every_accepted_record_is_the_expected_one_field_by_field(name: str) -> None:
    found, wanted = by_place(checked(name)["accepted"]), by_place(expected(name)["accepted"])
    assert list(found) == list(wanted)
    for place, row in wanted.items():
        assert set(found[place]["record"]) == set(row["record"]), place
        for field, value in row["record"].items():
            assert found[place]["record"][field] == value, (place, field)


@both
def test_every_warning_names_its_code_and_column(name: str) -> None:
    found = by_place(checked(name)["accepted"])
    for place, row in by_place(expected(name)["accepted"]).items():
        warnings = [(w["code"], w["column"]) for w in found[place]["warnings"]]
        assert warnings == [(w["code"], w["column"]) for w in row["warnings"]], place


@both
def test_rejected_rows_duplicates_and_skipped_rows_are_the_expected_ones(name: str) -> None:
    assert checked(name)["rejected"] == expected(name)["rejected"]
    assert checked(name)["duplicates"] == expected(name)["duplicates"]
    assert checked(name)["skipped"] == expected(name)["skipped"]
    assert checked(name)["totals"] == expected(name)["totals"]


@both
def test_sheets_header_rows_and_columns_are_found_without_being_told(name: str) -> None:
    found = checked(name)["sheets"]
    assert len(found) == len(expected(name)["sheets"])
    for sheet, wanted in zip(found, expected(name)["sheets"], strict=True):
        assert {key: sheet.get(key) for key in wanted} == wanted


def test_the_checked_in_examples_are_the_ones_that_were_handed_over() -> None:
    shared = Path(__file__).parents[4] / "shared" / "data" / "ledgers"
    if not shared.is_dir():
        pytest.skip("../shared/data/ledgers is not on this machine")
    for name in ("clean.xlsx", "clean.expected.json", "messy.xlsx", "messy.expected.json"):
        assert (EXAMPLES / name).read_bytes() == (shared / name).read_bytes()
