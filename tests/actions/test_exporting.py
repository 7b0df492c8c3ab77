"""A list or a case leaves the system only with a reason, a watermark and a journal line; minors never."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from tests.actions.ledger_stage import Stage, id_no, imported, person_row, workbook
from tests.cast import NOW, Cast, everywhere, make_case, signed_in
from yipanqi.access.scope import NotPermitted
from yipanqi.actions import exporting
from yipanqi.actions.exporting import Export, ExportRefused
from yipanqi.actions.opening import NoSuchCase
from yipanqi.records.models import Case, JournalLine, Look


def read(made: Export, sheet: int = 0) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(made.file).worksheets[sheet].iter_rows(values_only=True))


def exported(stage: Stage, **given: Any) -> Export:
    with signed_in(stage.officer):
        cases = Case.objects.order_by("number")
        return exporting.export_cases(by=stage.officer, cases=cases, reason="季度汇报", now=NOW, **given)


def test_a_list_carries_who_when_and_why_and_masks_numbers(stage: Stage) -> None:
    imported(stage, workbook([person_row(1), person_row(2)]))
    made = exported(stage)
    first, headings, *rows = read(made)
    assert first[0].startswith("导出人：李建国（夷陵区社区矫正管理局")
    assert "事由：季度汇报" in first[0]
    assert "2026-11-24 09:30" in first[0]
    cells = dict(zip(headings, rows[0], strict=True))
    assert (made.rows, len(rows)) == (2, 2)
    assert cells["身份证号"] == f"4205**********{id_no(1)[-4:]}"
    assert cells["联系电话"] == "142****0001"
    with everywhere():
        line = JournalLine.objects.get(verb="list.exported")
        assert line.data == {"rows": 2, "left_out": 0, "identity": False}
        assert Look.objects.filter(what="导出名册", reason="季度汇报").count() == 2


def test_full_numbers_are_asked_for_on_purpose(stage: Stage) -> None:
    imported(stage, workbook([person_row(1)]))
    assert id_no(1) in read(exported(stage, with_identity=True))[2]


def test_what_looks_like_a_formula_stays_text(stage: Stage) -> None:
    imported(stage, workbook([person_row(1, 备注='=HYPERLINK("http://x","y")', 现住址="+86 号院")]))
    sheet = openpyxl.load_workbook(exported(stage).file).worksheets[0]
    cells = {cell.value: cell for cell in sheet[3]}
    for text in ('=HYPERLINK("http://x","y")', "+86 号院"):
        assert cells[text].data_type in ("s", "inlineStr")
        assert cells[text].quotePrefix


def test_minors_are_left_out_and_it_says_so(stage: Stage) -> None:
    imported(stage, workbook([person_row(1, 身份证号=id_no(1, "20090601")), person_row(2)]))
    made = exported(stage)
    assert (made.rows, made.left_out) == (1, 1)
    assert "1 件未成年人案件依法不导出" in read(made)[0][0]
    with signed_in(stage.officer):
        sealed = Case.objects.get(sealed=True)
        with pytest.raises(ExportRefused, match="封存"):
            exporting.export_case(by=stage.officer, case_id=sealed.pk, reason="汇报", now=NOW)


def test_no_reason_no_export(stage: Stage) -> None:
    imported(stage, workbook([person_row(1)]))
    with signed_in(stage.officer), pytest.raises(ExportRefused, match="导出事由"):
        exporting.export_cases(by=stage.officer, cases=Case.objects.all(), reason=" ", now=NOW)


def test_a_list_without_rows_says_so(stage: Stage) -> None:
    with pytest.raises(ExportRefused, match="没有可以导出的案件"):
        exported(stage)


def test_one_case_with_its_duties_and_their_basis(stage: Stage) -> None:
    imported(stage, workbook([person_row(1, 包保干部="某干部")]))
    with signed_in(stage.officer):
        case = Case.objects.get()
        made = exporting.export_case(by=stage.officer, case_id=case.pk, reason="移送检察院", now=NOW)
        facts, duties = read(made, 0), read(made, 1)
    assert ("包保干部", "某干部") in facts
    assert facts[0][0] == duties[0][0]
    assert any("社区矫正法" in str(row[4]) for row in duties[2:])
    with everywhere():
        assert JournalLine.objects.get(verb="case.exported").case_id == case.pk


def test_scope_is_the_officers_own_whatever_is_handed_in(cast: Cast) -> None:
    with everywhere():
        make_case(cast.county, cast.office)
        theirs = make_case(cast.other_county, cast.other_office)
        made = exporting.export_cases(by=cast.county_officer, cases=Case.objects.all(), reason="核对", now=NOW)
        assert made.rows == 1
        with pytest.raises(NoSuchCase):
            exporting.export_case(by=cast.county_officer, case_id=theirs.pk, reason="核对", now=NOW)


def test_a_prosecutor_reads_but_does_not_export(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office)
        with pytest.raises(NotPermitted):
            exporting.export_cases(by=cast.prosecutor, cases=Case.objects.all(), reason="核对", now=NOW)
        with pytest.raises(NotPermitted):
            exporting.export_case(by=cast.prosecutor, case_id=case.pk, reason="核对", now=NOW)
