"""Makes messy ledgers of random layout together with the answer a correct check must give."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from tests.records.ledger.ledger_words import CATEGORIES, HEADINGS, NAMES
from yipanqi.records.ledger.normal.identity import check_digit
from yipanqi.records.ledger.normal.sentences import add_months
from yipanqi.records.places import COUNTY_BY_NAME, TOWNSHIPS, Township

AS_OF = date(2026, 11, 1)


@dataclass
class Answer:
    """What the check must find, by (sheet, row)."""

    accepted: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    warnings: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    rejected: dict[tuple[str, int], set[tuple[str, str]]] = field(default_factory=dict)
    skipped: dict[tuple[str, int], str] = field(default_factory=dict)


class Maker:
    """One workbook."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.answer = Answer()
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.target, {"in_memory": True})
        self.day = self.book.add_format({"num_format": "yyyy/m/d"})
        self.serial = seed * 1000

    def make(self) -> tuple[bytes, Answer]:
        if self.chance.random() < 0.5:
            notes = self.book.add_worksheet("填表说明")
            notes.write(0, 0, "填表说明")
            self.answer.skipped["填表说明", 1] = "not a data sheet"
        for township in self.chance.sample(TOWNSHIPS, self.chance.randint(1, 3)):
            SheetMaker(self, township).make()
        self.book.close()
        return self.target.getvalue(), self.answer

    def identity(self) -> tuple[str, date, str]:
        self.serial += 1
        born_on = date(1958, 1, 1) + timedelta(days=self.serial * 37 % 15000)
        body = f"420599{born_on:%Y%m%d}{self.serial % 1000:03d}"
        return body + check_digit(body), born_on, "男" if int(body[16]) % 2 else "女"


class SheetMaker:
    """One sheet of a justice office or a county."""

    def __init__(self, maker: Maker, township: Township) -> None:
        self.maker, self.chance, self.answer = maker, maker.chance, maker.answer
        self.township = township
        self.county = COUNTY_BY_NAME[township.county]
        chance = self.chance
        self.by_office = chance.random() < 0.6
        self.name = township.office_name if self.by_office else f"花名册{maker.serial % 97}{township.base_name}表"
        self.sheet = maker.book.add_worksheet(self.name)
        self.line = 0
        self.two_rows = chance.random() < 0.4
        self.fields = self._fields()

    def _fields(self) -> list[str]:
        chance = self.chance
        ranged = not self.two_rows and chance.random() < 0.3
        dates = ["start_date+end_date"] if ranged else ["start_date", "end_date"]
        others = [
            f
            for f in ("sex", "birth_date", "phone", "crime", "sentence", "residence_address", "level", "remarks")
            if chance.random() < 0.7
        ]
        self.county_column = chance.random() < 0.5
        self.office_column = not self.by_office or chance.random() < 0.3
        fields = ["name", "id_no", "penalty_type", *others]
        fields += ["county"] * self.county_column + ["office"] * self.office_column
        chance.shuffle(fields)
        at = chance.randint(0, len(fields))
        return ["serial", *fields[:at], *dates, *fields[at:], "剩余情况"]

    def _skip(self, reason: str) -> None:
        self.answer.skipped[self.name, self.line + 1] = reason
        self.line += 1

    def make(self) -> None:
        self._titles()
        self._header()
        people = self.chance.randint(4, 14)
        for number in range(people):
            if self.chance.random() < 0.08:
                self._skip("blank")
            if self.chance.random() < 0.04:
                self._write_header_row()
                self._skip("repeated header")
            self._person(number)
        self._tail(people)

    def _titles(self) -> None:
        width = len(self.fields) - 1
        place = self.county.name if not self.county_column else "宜昌市"
        if not self.county_column or self.chance.random() < 0.7:
            middle, kind = (
                self.chance.choice(("", "司法局", "2026年10月")),
                self.chance.choice(("花名册", "台账", "汇总表")),
            )
            words = f"{place}{middle}社区矫正对象{kind}"
            self.sheet.merge_range(self.line, 0, self.line, width, words)
            self._skip("title")
            if self.chance.random() < 0.5:
                self.sheet.write(self.line, 0, "填报单位：示例单位      填报时间：2026年10月31日")
                self._skip("subtitle")

    def _header(self) -> None:
        self.headings = {f: "序号" if f == "serial" else self.chance.choice(HEADINGS.get(f, (f,))) for f in self.fields}
        if self.headings.get("start_date") and self.two_rows:
            at = self.fields.index("start_date")
            for column, name in enumerate(self.fields):
                if name not in ("start_date", "end_date"):
                    self.sheet.merge_range(self.line, column, self.line + 1, column, self.headings[name])
            self.sheet.merge_range(self.line, at, self.line, at + 1, self.chance.choice(("矫正期限", "矫正起止日期")))
            pair = self.chance.choice((("起", "止"), ("开始日期", "结束日期"), ("自", "至")))
            self.sheet.write(self.line + 1, at, pair[0])
            self.sheet.write(self.line + 1, at + 1, pair[1])
            self.headings |= {"start_date": pair[0], "end_date": pair[1]}
            self._skip("header")
            self._skip("header")
        else:
            self._write_header_row()
            self._skip("header")

    def _write_header_row(self) -> None:
        for column, name in enumerate(self.fields):
            self.sheet.write(self.line, column, self.headings[name])

    def _tail(self, people: int) -> None:
        if self.chance.random() < 0.4:
            self.sheet.write(self.line, 0, people + 1)
            self._skip("only serial number")
        if self.chance.random() < 0.7:
            self.sheet.write(self.line, 0, self.chance.choice(("合计", "小计", "总 计", "合计：")))
            self.sheet.write(self.line, 1, f"{people}人")
            self._skip("totals")
        if self.chance.random() < 0.5:
            self.sheet.write(
                self.line, 0, self.chance.choice(("填表人：甲   审核人：乙", "制表人：甲", "审核：甲  填表：乙"))
            )
            self._skip("signature")
        if self.chance.random() < 0.5:
            self.sheet.write(
                self.line, 0, self.chance.choice(("注：本表一式两份。", "说明：按月报送。", "备注：含暂予监外执行。"))
            )
            self._skip("note")

    def _person(self, number: int) -> None:
        chance = self.chance
        identity, born_on, sex = self.maker.identity()
        penalty = chance.choice(list(CATEGORIES))
        start = date(2023, 1, 1) + timedelta(days=chance.randrange(1200))
        months = chance.randrange(12, 61)
        end = add_months(start, months) - timedelta(days=1)
        record: dict[str, Any] = {
            "name": "".join(chance.choices(NAMES, k=chance.choice((2, 3)))),
            "id_no": identity,
            "sex": sex,
            "birth_date": born_on.isoformat(),
            "county": self.county.name,
            "county_code": self.county.code,
            "penalty_type": penalty,
            "start_date": start.isoformat(),
            "end_date": end.isoformat(),
        }
        if self.by_office or self.office_column:
            record |= {"office": self.township.office_name, "township_code": self.township.code}
        self.warn: set[str] = set()
        self.errors: set[tuple[str, str]] = set()
        self.start, self.end, self.months, self.born_on = start, end, months, born_on
        self.sheet.write(self.line, 0, number + 1)
        for column, name in enumerate(self.fields[1:], 1):
            getattr(self, f"_{name.replace('+', '_')}", self._extra)(column, record)
        place = (self.name, self.line + 1)
        if chance.random() < 0.04:
            self.sheet.set_row(self.line, None, None, {"hidden": True})
            self.warn.add("hidden_row")
        if self.errors:
            self.answer.rejected[place] = self.errors
        else:
            self.answer.accepted[place], self.answer.warnings[place] = record, self.warn
        self.line += 1

    def _put(self, column: int, cell: Any) -> None:
        if isinstance(cell, date):
            self.sheet.write_datetime(self.line, column, cell, self.maker.day)
        elif isinstance(cell, str):
            self.sheet.write_string(self.line, column, cell)
        else:
            self.sheet.write(self.line, column, cell)

    def _broken(self, column: int, name: str, faults: dict[str, Any]) -> bool:
        if self.chance.random() > 0.03:
            return False
        code = self.chance.choice(list(faults))
        self._put(column, faults[code])
        self.errors.add((code, name))
        return True

    def _extra(self, column: int, record: dict[str, Any]) -> None:
        self._put(column, f"无关内容{self.line}")

    def _name(self, column: int, record: dict[str, Any]) -> None:
        faults = {
            "missing_required": self.chance.choice(("", "　", "/", "无", "-")),
            "name_invalid": "甲\n乙",
            "too_long": "甲" * 51,
        }
        if not self._broken(column, "name", faults):
            words = record["name"]
            spaced = (words, f"{words[0]}  {words[1:]}", f"{words[0]}\u3000{words[1:]}", f" {words}\u00a0")
            self._put(column, self.chance.choice(spaced))

    def _id_no(self, column: int, record: dict[str, Any]) -> None:
        number: str = record["id_no"]
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        future = "42059920280101001"
        faults = {
            "id_format": number[:10] + "O" + number[11:],
            "id_checksum": wrong,
            "id_numeric_precision_lost": 420599199001010000,
            "id_birth_invalid": number[:10] + "0230" + number[14:],
            "id_birth_future": future + check_digit(future),
            "missing_required": "",
        }
        if self._broken(column, "id_no", faults):
            return
        full = number.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
        spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
        shape = self.chance.randrange(7)
        if shape == 6:
            self._put(column, f"{number[:6]}{number[8:17]}")
            self.warn.add("id15_upgraded")
        elif shape == 5:
            self._put(column, f"\u200b{number}")
            self.warn.add("invisible_stripped")
        else:
            self._put(column, (number, full, spaced, number.lower(), f" {number}\u3000")[shape])

    def _county(self, column: int, record: dict[str, Any]) -> None:
        if not self._broken(column, "county", {"unknown_county": "荆州区", "missing_required": " "}):
            name = self.county.name
            self._put(column, self.chance.choice((name, self.county.base_name, f"宜昌市{name}", f"湖北省宜昌市{name}")))

    def _office(self, column: int, record: dict[str, Any]) -> None:
        base, name = self.township.base_name, self.township.name
        self._put(column, self.chance.choice((f"{base}司法所", base, f"{name}司法所", f"{name}")))

    def _penalty_type(self, column: int, record: dict[str, Any]) -> None:
        if not self._broken(column, "penalty_type", {"penalty_type_unknown": "拘役", "missing_required": ""}):
            self._put(column, self.chance.choice(CATEGORIES[record["penalty_type"]]))

    def _spell(self, day: date) -> Any:
        shapes: tuple[Any, ...] = (
            day,
            (day - date(1899, 12, 30)).days,
            f"{day:%Y%m%d}",
            int(f"{day:%Y%m%d}"),
            f"{day:%Y-%m-%d}",
            f"{day:%Y.%m.%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y-%m-%d} 00:00:00",
            f"{day:%Y-%m-%d}".translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}),
            f" {day:%Y年%m月%d日}　",
        )
        return self.chance.choice(shapes)

    def _faulty_day(self, column: int, name: str) -> bool:
        faults = {
            "date_invalid": self.chance.choice(("2025-02-30", "待定", "20251301", 123)),
            "date_ambiguous": "25.3.1",
            "date_out_of_range": "1980-01-01",
            "missing_required": self.chance.choice(("", "无")),
        }
        return self._broken(column, name, faults)

    def _start_date(self, column: int, record: dict[str, Any]) -> None:
        if not self._faulty_day(column, "start_date"):
            self._put(column, self._spell(self.start))

    def _end_date(self, column: int, record: dict[str, Any]) -> None:
        if not self._faulty_day(column, "end_date"):
            self._put(column, self._spell(self.end))

    def _start_date_end_date(self, column: int, record: dict[str, Any]) -> None:
        shape = self.chance.choice(("{:%Y%m%d}", "{:%Y.%m.%d}", "{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y年%m月%d日}"))
        mark = self.chance.choice(("至", "-", "~", "—", "到", " 至 ", "－", "～", "——"))
        self._put(column, shape.format(self.start) + mark + shape.format(self.end))

    def _sex(self, column: int, record: dict[str, Any]) -> None:
        if self.chance.random() < 0.05:
            self._put(column, "男" if record["sex"] == "女" else "女")
            self.warn.add("sex_mismatch")
        else:
            self._put(column, self.chance.choice((record["sex"], f"{record['sex']} ", "")))

    def _birth_date(self, column: int, record: dict[str, Any]) -> None:
        if self.chance.random() < 0.05:
            self._put(column, self.born_on + timedelta(days=1))
            self.warn.add("birth_mismatch")
        else:
            self._put(
                column, self.chance.choice((self.born_on, f"{self.born_on:%Y%m%d}", f"{self.born_on:%Y.%m.%d}", ""))
            )

    def _phone(self, column: int, record: dict[str, Any]) -> None:
        number = f"138{self.maker.serial % 100000000:08d}"
        shape = self.chance.randrange(8)
        if shape == 7:
            self._put(column, "12345")
            self.warn.add("phone_invalid")
            record |= {"phone": None, "phones": None}
            return
        spelled = (
            number,
            int(number),
            f"{number}.0",
            f"{number[:3]}-{number[3:7]}-{number[7:]}",
            f"{number[:3]} {number[3:7]} {number[7:]}",
            f"{number}、13900000000",
            f"{number} 13900000000",
        )
        self._put(column, spelled[shape])
        record |= {"phone": number, "phones": [number, "13900000000"] if shape > 4 else [number]}

    def _crime(self, column: int, record: dict[str, Any]) -> None:
        words = self.chance.choice(("盗窃", "诈骗罪", "危险驾驶"))
        record["crime"] = words if words.endswith("罪") else f"{words}罪"
        self._put(column, words)

    def _sentence(self, column: int, record: dict[str, Any]) -> None:
        if self.chance.random() < 0.1:
            self._put(column, "见判决书")
            self.warn.add("sentence_unparsed")
            record["sentence"] = dict.fromkeys(("kind", "months", "probation_months", "fine_yuan"))
            return
        years, rest = divmod(self.months, 12)
        term = (f"{years}年" if years else "") + (f"{rest}个月" if rest else "")
        if record["penalty_type"] == "缓刑":
            self._put(column, f"判处有期徒刑一年，{self.chance.choice(('宣告', ''))}缓刑{term}，并处罚金人民币5000元")
            record["sentence"] = {"kind": "有期徒刑", "months": 12, "probation_months": self.months, "fine_yuan": 5000}
        else:
            self._put(column, "有期徒刑十一年零六个月")
            record["sentence"] = {"kind": "有期徒刑", "months": 138, "probation_months": None, "fine_yuan": None}

    def _residence_address(self, column: int, record: dict[str, Any]) -> None:
        if self.chance.random() < 0.05:
            self._put(column, "=HYPERLINK(1)")
            self.warn.add("formula_like_text")
            record["residence_address"] = "=HYPERLINK(1)"
            return
        record["residence_address"] = f"湖北省宜昌市{self.county.name}{self.township.name}示例村1组"
        self._put(column, record["residence_address"])

    def _level(self, column: int, record: dict[str, Any]) -> None:
        words, record["level"] = self.chance.choice(
            (("严管", "严管"), ("普通管理", "普管"), ("宽管类", "宽管"), ("", None))
        )
        self._put(column, words)

    def _remarks(self, column: int, record: dict[str, Any]) -> None:
        if self.chance.random() < 0.03:
            self.sheet.write_formula(self.line, column, "=1+1", None, 2)
            self.errors.add(("formula_cell", "remarks"))
            return
        self._put(column, self.chance.choice(("", "/", "在外务工")))
