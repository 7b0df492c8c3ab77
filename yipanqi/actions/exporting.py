"""Exports to Excel: the cases of a list, or one case whole; who, when and why stand in the file itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, require
from yipanqi.actions import journal, looks
from yipanqi.actions.act import Refused, act
from yipanqi.actions.opening import NoSuchCase
from yipanqi.measures.standing import standing
from yipanqi.records.days import SHANGHAI, day_of
from yipanqi.records.ledger.codes import field_name
from yipanqi.records.models import Case, Duty, Event, Officer
from yipanqi.records.names import masked_numbers

MOST_ROWS = 100_000
_CHUNK = 1_000
# A text that begins like a formula is written as text and marked as quoted, so that it stays text when edited.
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")


class ExportRefused(Refused):
    """Nothing was exported; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Export:
    """A finished workbook (open at its beginning, removed when closed), its rows, and the minors left out."""

    file: IO[bytes]
    name: str
    rows: int
    left_out: int


_COLUMNS: tuple[tuple[str, int], ...] = (
    ("编号", 14),
    ("姓名", 10),
    ("身份证号", 20),
    ("性别", 6),
    ("出生日期", 12),
    ("民族", 8),
    ("联系电话", 14),
    ("户籍地", 30),
    ("居住地", 30),
    ("矫正类别", 12),
    ("罪名", 16),
    ("原判刑罚", 30),
    ("决定机关", 22),
    ("法律文书号", 24),
    ("矫正开始日期", 13),
    ("矫正结束日期", 13),
    ("报到日期", 12),
    ("执行地机构", 14),
    ("司法所", 14),
    ("责任人", 10),
    ("管理等级", 10),
    ("结束日期", 12),
    ("结束情形", 12),
    ("备注", 30),
)


@act
def export_cases(
    *, by: Officer, cases: QuerySet[Case], reason: str, with_identity: bool = False, now: datetime
) -> Export:
    """导出名册: the officer's own part of `cases`, in their order; sealed minors are left out and counted.

    Raises:
        NotPermitted: EXPORT is missing, or SEE_IDENTITY when full numbers are asked for.
        ExportRefused: no reason, nothing to export, or more than 100,000 rows.
    """
    _allow(by, reason, with_identity)
    mine = cases.filter(pk__in=cases_for(by, Permission.EXPORT).values("pk"))
    left_out, rows = mine.filter(sealed=True).count(), mine.filter(sealed=False).count()
    if not rows:
        minors = f"（{left_out} 件未成年人案件不导出）" if left_out else ""
        raise ExportRefused(f"这个范围内没有可以导出的案件{minors}。请调整筛选条件后再导出。")
    if rows > MOST_ROWS:
        raise ExportRefused(f"这个范围有 {rows} 件案件，一次最多导出 {MOST_ROWS} 件。请缩小筛选范围后分次导出。")
    book = _Book(_watermark(by, reason, now, rows, left_out))
    sheet = book.sheet("名册", _COLUMNS)
    shown = mine.filter(sealed=False).select_related("person", "county", "office", "responsible")
    for part in _parts(shown.iterator(chunk_size=_CHUNK)):
        for case in part:
            sheet.row(_list_row(case, with_identity))
        looks.note_looks(by=by, cases=part, what=_what("导出名册", with_identity), reason=reason.strip(), now=now)
    journal.write("list.exported", by=by, at=now, rows=rows, left_out=left_out, identity=with_identity)
    return Export(book.finished(), f"社区矫正对象名册-{day_of(now)}.xlsx", rows, left_out)


@act
def export_case(*, by: Officer, case_id: int, reason: str, with_identity: bool = False, now: datetime) -> Export:
    """导出案件: facts, duties with their basis, and events of one case.

    Raises:
        NoSuchCase: outside the officer's scope.
        ExportRefused: no reason, or a sealed minor's case.
    """
    case = cases_for(by, Permission.SEE_CASES).select_related("person", "county", "office", "responsible")
    found = case.filter(pk=case_id).first()
    if found is None:
        raise NoSuchCase("没有找到该案件：可能不在您的管辖范围内，请核对编号。")
    require(by, Permission.EXPORT, found)
    _allow(by, reason, with_identity)
    if found.sealed:
        raise ExportRefused("未成年人案件已经封存，不能导出（社区矫正法 第54条）。需要查看的请在案件页说明事由打开。")
    book = _Book(_watermark(by, reason, now, 1, 0))
    facts = book.sheet("基本情况", (("项目", 20), ("内容", 80)))
    for (title, _), value in zip(_COLUMNS, _list_row(found, with_identity), strict=True):
        facts.row((title, value))
    for name, value in {**found.person.more, **found.more, **found.extra}.items():
        facts.row((_told(field_name(name), with_identity), _told(str(value), with_identity)))
    _duties(book, found, day_of(now))
    _events(book, found, with_identity)
    looks.note_look(by=by, case=found, what=_what("导出案件", with_identity), reason=reason.strip(), now=now)
    journal.write("case.exported", by=by, at=now, case=found, identity=with_identity)
    return Export(book.finished(), f"案件-{found.number}-{day_of(now)}.xlsx", 1, 0)


def _allow(by: Officer, reason: str, with_identity: bool) -> None:
    require(by, Permission.EXPORT)
    if with_identity:
        require(by, Permission.SEE_IDENTITY)
    if not reason.strip():
        raise ExportRefused("请填写导出事由：写明用于什么工作。")


def _what(what: str, with_identity: bool) -> str:
    return f"{what}（含完整证件号）" if with_identity else what


def _watermark(by: Officer, reason: str, now: datetime, rows: int, left_out: int) -> str:
    at = now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    minors = f"；另有 {left_out} 件未成年人案件依法不导出" if left_out else ""
    return (
        f"导出人：{by.full_name}（{by.agency.name}，{by.username}）；时间：{at}；事由：{reason.strip()}；"
        f"共 {rows} 件{minors}。内部资料，不得外传。"
    )


def _parts(cases: Iterator[Case]) -> Iterator[list[Case]]:
    while part := list(islice(cases, _CHUNK)):
        yield part


def _list_row(case: Case, with_identity: bool) -> tuple[Any, ...]:
    person = case.person
    return (
        case.number,
        person.name,
        person.id_no if with_identity else person.masked_id_no,
        person.sex,
        person.born_on if with_identity else f"{person.born_on.year} 年",
        person.ethnicity,
        "、".join(person.phones) if with_identity else person.masked_phone,
        person.household_address,
        person.residence_address,
        case.category,
        case.crime,
        case.sentence_text,
        case.decision_organ,
        case.doc_no,
        case.term_starts_on,
        case.term_ends_on,
        case.arrived_on,
        case.county.short_name,
        case.office.name if case.office else case.office_text,
        case.responsible.full_name if case.responsible else "",
        case.level,
        case.ended_on,
        case.get_ended_kind_display() if case.ended_kind else "",
        _told(case.remarks, with_identity),
    )


def _told(text: str, with_identity: bool) -> str:
    """Free text; numbers of identity cards and phones in it leave only with those of the person."""
    return text if with_identity else masked_numbers(text)


def _duties(book: _Book, case: Case, today: date) -> None:
    columns = (("事项", 30), ("状态", 10), ("截止日期", 12), ("办结日期", 12), ("依据", 40), ("推算", 60))
    sheet = book.sheet("法定事项", columns)
    for duty in Duty.objects.filter(case=case, withdrawn_at=None).order_by("due_on", "pk"):
        cites = "；".join(article["cite"] for article in duty.basis)
        sheet.row((duty.title, standing(duty, today).value, duty.due_on, duty.done_on, cites, duty.because))


def _events(book: _Book, case: Case, with_identity: bool) -> None:
    sheet = book.sheet("经过", (("日期", 12), ("事项", 24), ("记事", 60), ("补录", 8)))
    for event in Event.objects.filter(case=case, withdrawn_at=None).order_by("on", "pk"):
        sheet.row((event.on, event.title, _told(event.note, with_identity), "补录" if event.filled_in_later else ""))


# --- The workbook -------------------------------------------------------------------------------------------


class _Book:
    """A workbook written from top to bottom; every sheet begins with the watermark line."""

    def __init__(self, watermark: str) -> None:
        self.target = tempfile.TemporaryFile()  # noqa: SIM115 -- handed out open, removed when closed
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.target, options)
        self.watermark = watermark
        self.mark = self.book.add_format({"italic": True, "font_color": "#7A1F1F"})
        self.head = self.book.add_format({"bold": True, "bg_color": "#DCE8F5", "border": 1})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.text = self.book.add_format({"num_format": "@"})
        self.quoted = self.book.add_format({"num_format": "@"})
        self.quoted.set_quote_prefix()

    def sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> _Sheet:
        """A new sheet under its watermark and headings."""
        made = _Sheet(self, self.book.add_worksheet(name))
        made.paper.freeze_panes(2, 0)
        made.paper.set_footer(f"&L{self.watermark[:200].replace('&', '＆')}&R第 &P / &N 页")
        for column, (_, width) in enumerate(columns):
            made.paper.set_column(column, column, width)
        made.row((self.watermark,), self.mark)
        made.row([title for title, _ in columns], self.head)
        return made

    def finished(self) -> IO[bytes]:
        """The closed workbook, to be read from its beginning."""
        self.book.close()
        self.target.seek(0)
        return self.target


class _Sheet:
    def __init__(self, book: _Book, paper: Any) -> None:
        self.book, self.paper, self.line = book, paper, 0

    def row(self, cells: Iterable[Any], form: Any = None) -> None:
        """One row: dates as dates, everything else as text, whatever it looks like."""
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                self.paper.write_datetime(self.line, column, cell, self.book.day)
            elif cell not in (None, ""):
                text = str(cell)
                plain = self.book.quoted if text.startswith(_FORMULA_LIKE) else self.book.text
                self.paper.write_string(self.line, column, text, form or plain)
        self.line += 1
