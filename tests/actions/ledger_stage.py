"""What the stories of the import need: the city's real tree, an officer of 夷陵区, ledgers made on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.cast import NOW, make_officer, signed_in
from yipanqi.actions import agencies, ledger_import
from yipanqi.records.models import Agency, AgencyKind, Batch, Case, Event, Officer, Person, ProhibitionOrder

EXAMPLES = Path(__file__).parents[1] / "records" / "ledger" / "examples"
AS_OF = date(2026, 11, 1)


@dataclass
class Stage:
    """The city and two county officers of different counties."""

    city: Agency
    county: Agency
    officer: Officer
    other_officer: Officer


def make_stage() -> Stage:
    """夷陵区's officer and 宜都市's."""
    city = agencies.seed_tree(by=None, now=NOW)
    county = Agency.objects.get(kind=AgencyKind.COUNTY, county_code="420506")
    other = Agency.objects.get(kind=AgencyKind.COUNTY, county_code="420581")
    return Stage(
        city=city,
        county=county,
        officer=make_officer("county_officer", county, "李建国"),
        other_officer=make_officer("county_officer", other, "谭平"),
    )


def received(
    stage: Stage, data: bytes, *, by: Officer | None = None, name: str = "台账.xlsx", now: datetime = NOW
) -> Batch:
    """Uploaded and checked."""
    by = by or stage.officer
    with signed_in(by):
        batch = ledger_import.receive(by=by, file_name=name, data=data, as_of=AS_OF, now=now)
        return ledger_import.check(by=by, batch_id=batch.pk, now=now)


def imported(
    stage: Stage,
    source: str | bytes,
    *,
    by: Officer | None = None,
    take_changes: bool = False,
    now: datetime = NOW,
) -> Batch:
    """Uploaded, checked and accepted."""
    by = by or stage.officer
    data = (EXAMPLES / source).read_bytes() if isinstance(source, str) else source
    batch = received(stage, data, by=by, name=source if isinstance(source, str) else "台账.xlsx", now=now)
    with signed_in(by):
        return ledger_import.accept(by=by, batch_id=batch.pk, take_changes=take_changes, now=now)


HEADER = (
    "姓名", "身份证号", "县市区", "司法所", "矫正类别", "矫正开始日期", "矫正结束日期", "原判刑期", "罪名", "联系电话",
    "报到日期", "管理等级", "现住址", "曾用名", "禁止令内容", "备注", "家庭成员", "包保干部",
)  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_no(serial: int, born: str = "19800101") -> str:
    """A valid identity number of the unassigned region 420599; each thousand is born a day later."""
    day = datetime.strptime(born, "%Y%m%d").replace(tzinfo=UTC) + timedelta(days=serial // 1000)
    body = f"420599{day:%Y%m%d}{serial % 1000:03d}"
    return body + "10X98765432"[sum(w * int(c) for w, c in zip(_WEIGHTS, body, strict=True)) % 11]


def person_row(serial: int, **cells: Any) -> list[Any]:
    """A good row of 夷陵区; keyword arguments replace cells by heading."""
    made: dict[str, Any] = {
        "姓名": "张测" + "甲乙丙丁戊己庚辛壬癸"[serial % 10],
        "身份证号": id_no(serial),
        "县市区": "夷陵区",
        "司法所": "小溪塔司法所",
        "矫正类别": "缓刑",
        "矫正开始日期": "2026-03-02",
        "矫正结束日期": "2028-03-01",
        "原判刑期": "有期徒刑一年，缓刑二年",
        "罪名": "盗窃罪",
        "联系电话": "14200000001",
        "报到日期": "2026-03-06",
        "管理等级": "普管",
        "现住址": "湖北省宜昌市夷陵区小溪塔街道样例小区1栋",
        "包保干部": "某干部",
    }
    made.update(cells)
    return [made.get(heading, "") for heading in HEADER]


def workbook(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """An .xlsx with one sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("在矫")
    for line, cells in enumerate([header, *rows]):
        for column, cell in enumerate(cells):
            if cell != "":
                sheet.write_string(line, column, str(cell))
    book.close()
    return target.getvalue()


# Stamps move on purpose when old values come back; everything else must be as it was.
_STAMPS = frozenset({"revision", "updated_at", "updated_by_id", "facts_digest", "refreshed_at"})


def snapshot() -> dict[str, dict[int, dict[str, Any]]]:
    """Persons, cases, orders and events, row by row, without stamps; sealed values opened."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for model in (Person, Case, ProhibitionOrder, Event):
        rows = {}
        for row in model.objects.order_by("pk"):
            values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
            values = {k: bytes(v) if isinstance(v, memoryview) else v for k, v in values.items() if k not in _STAMPS}
            if isinstance(row, Person):
                values["phones_sealed"], values["id_no_sealed"] = row.phones, row.id_no
            rows[row.pk] = values
        found[model.__name__] = rows
    return found
