"""Looks at a file before anything parses it: what it is, how large it would become, formulas and hidden rows."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, fromstring

from yipanqi.records.ledger.compound import SIGNATURE
from yipanqi.records.ledger.oldscan import inspect_old
from yipanqi.records.ledger.result import LedgerRefused
from yipanqi.records.ledger.sheetscan import SheetFacts, SheetScanner

MIB = 1024 * 1024
MAX_FILE = 64 * MIB
MAX_UNPACKED = 600 * MIB
MAX_ENTRIES = 5000
_CHUNK = 1 << 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


@dataclass(slots=True)
class BookFacts:
    """What the scan knows and the reader does not tell: per sheet name its formulas, hidden rows, size."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)

    def of(self, sheet: str) -> SheetFacts:
        return self.sheets.get(sheet) or SheetFacts()


def inspect(data: bytes, file_name: str) -> BookFacts:
    """The facts of a workbook that is safe to parse; LedgerRefused with a sentence otherwise."""
    if not data:
        raise LedgerRefused(f"文件“{file_name}”是空的（0 字节）。请重新导出或复制后再上传。")
    if len(data) > MAX_FILE:
        raise LedgerRefused(
            f"文件“{file_name}”有 {len(data) // MIB} MB，超过 {MAX_FILE // MIB} MB 的上限。"
            "请按司法所或年份拆分后分别导入。"
        )
    if data.startswith(SIGNATURE):
        return BookFacts(inspect_old(data, file_name))
    if data.startswith(b"PK"):
        return _inspect_zip(data, file_name)
    raise LedgerRefused(_foreign(data, file_name))


def _foreign(data: bytes, file_name: str) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    kind = "文件"
    if head.startswith(b"%pdf"):
        kind = "PDF 文件"
    elif head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<div")):
        kind = "网页（HTML）文件，只是扩展名像表格"
    elif head.startswith((b"<?xml", b"<workbook")):
        kind = "XML 文件"
    elif head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8")):
        kind = "图片"
    elif head.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        kind = "压缩包"
    elif head.startswith(b"{\\rtf"):
        kind = "RTF 文档"
    elif b"\x00" not in head:
        kind = "文本文件（如 .csv、.txt），没有单元格格式，身份证号和日期容易变形"
    return (
        f"“{file_name}”不是 Excel 工作簿，而是{kind}。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入。"
    )


def _broken(file_name: str) -> LedgerRefused:
    return LedgerRefused(
        f"文件“{file_name}”已损坏或没有传完，无法打开。"
        "请用 Excel 或 WPS 打开原文件，另存为“Excel 工作簿（*.xlsx）”后再导入。"
    )


def _inspect_zip(data: bytes, file_name: str) -> BookFacts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _inspect_book(book, file_name)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError) as fault:
        raise _broken(file_name) from fault
    except RuntimeError as fault:  # zipfile's word for an encrypted entry
        raise LedgerRefused(_locked(file_name)) from fault
    except ParseError as fault:
        raise _broken(file_name) from fault


def _locked(file_name: str) -> str:
    return (
        f"文件“{file_name}”设有打开密码，系统不能读取。请在 Excel 或 WPS 中打开，"
        "在“文件—信息—保护工作簿—用密码进行加密”里清空密码，保存后再导入。"
    )


def _inspect_book(book: zipfile.ZipFile, file_name: str) -> BookFacts:
    entries = book.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_ENTRIES or len(names) != len(entries):
        raise _broken(file_name)
    workbook = _workbook_path(book, names, file_name)
    if workbook is None or workbook.endswith(".bin"):
        raise LedgerRefused(_other_zip(names, file_name))
    declared = sum(entry.file_size for entry in entries)
    if declared > MAX_UNPACKED:
        raise LedgerRefused(_too_large(file_name, declared))
    paths = _sheet_paths(book, workbook, names, file_name)
    scanners = {path: SheetScanner(name) for name, path in paths.items()}
    budget = MAX_UNPACKED
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        scanner = scanners.get(entry.filename)
        for block in _blocks(book, entry, file_name):
            budget -= len(block)
            if budget < 0:
                raise LedgerRefused(_too_large(file_name, MAX_UNPACKED - budget))
            if scanner is not None:
                scanner.feed(block)
    return BookFacts({name: scanners[path].close() for name, path in paths.items()})


def _blocks(book: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str) -> Iterator[bytes]:
    """The unpacked entry piece by piece; entity definitions and odd encodings are refused."""
    with book.open(entry) as source:
        first = True
        tail = b""
        while block := source.read(_CHUNK):
            if first and (block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in block[:8]):
                raise _broken(file_name)
            first = False
            joined = tail + block[:64]
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block or b"<!DOCTYPE" in joined or b"<!ENTITY" in joined:
                raise LedgerRefused(_entities(file_name))
            tail = block[-16:]
            yield block


def _entities(file_name: str) -> str:
    return f"文件“{file_name}”内含实体定义（DTD），正常的 Excel 文件不会有。请核实文件来源，另存为新的工作簿后再导入。"


def _too_large(file_name: str, size: int) -> str:
    return (
        f"文件“{file_name}”解压后超过 {MAX_UNPACKED // MIB} MB（已见 {size // MIB} MB），不像正常的台账。"
        "请把数据复制到新工作簿，删去多余的工作表和空白格式后再导入。"
    )


def _other_zip(names: set[str], file_name: str) -> str:
    if "word/document.xml" in names:
        kind = "Word 文档"
    elif "ppt/presentation.xml" in names:
        kind = "演示文稿"
    elif any(name.endswith("workbook.bin") for name in names):
        kind = "二进制工作簿（.xlsb）"
    elif "content.xml" in names and "mimetype" in names:
        kind = "开放文档表格（.ods）"
    else:
        kind = "压缩包，里面没有工作簿"
    return f"“{file_name}”是{kind}，不能直接导入。请用 Excel 或 WPS 打开表格，另存为“Excel 工作簿（*.xlsx）”后再导入。"


def _small(book: zipfile.ZipFile, path: str, file_name: str) -> Element:
    """A small XML part, parsed; entity definitions are refused before the parser sees them."""
    with book.open(path) as source:
        content = source.read(8 * MIB)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:8]:
        raise LedgerRefused(_entities(file_name))
    return fromstring(content)  # noqa: S314 - no DTD, so nothing to expand


def _workbook_path(book: zipfile.ZipFile, names: set[str], file_name: str) -> str | None:
    if "_rels/.rels" in names:
        for relation in _small(book, "_rels/.rels", file_name):
            if relation.get("Type", "").endswith("/officeDocument"):
                path = relation.get("Target", "").lstrip("/")
                if path in names and "workbook" in path.lower():
                    return path
    return next((n for n in names if n.lower() in ("xl/workbook.xml", "xl/workbook.bin")), None)


def _sheet_paths(book: zipfile.ZipFile, workbook: str, names: set[str], file_name: str) -> dict[str, str]:
    """Sheet name → path of its XML."""
    folder = posixpath.dirname(workbook)
    relations = posixpath.join(folder, "_rels", posixpath.basename(workbook) + ".rels")
    if relations not in names:
        raise ValueError("no relations")
    targets = {r.get("Id"): r.get("Target", "") for r in _small(book, relations, file_name)}
    paths: dict[str, str] = {}
    tree = _small(book, workbook, file_name)
    for sheet in (*tree.iter(f"{_MAIN}sheet"), *tree.iter(f"{_STRICT}sheet")):
        target = targets.get(next((sheet.get(name) for name in _RELATION if sheet.get(name)), None), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if path in names:
            paths[sheet.get("name", "")] = path
    return paths
