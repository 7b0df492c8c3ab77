"""Makes a fictitious ledger of N rows and 25 columns, the same bytes of data for the same N: input of the benches."""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from yipanqi.records.ledger.normal.identity import check_digit
from yipanqi.records.ledger.normal.sentences import add_months
from yipanqi.records.places import COUNTY_BY_NAME, TOWNSHIPS

HEADINGS = (
    "序号",
    "姓名",
    "性别",
    "民族",
    "公民身份号码",
    "出生日期",
    "文化程度",
    "户籍地",
    "居住地",
    "联系电话",
    "县市区",
    "司法所",
    "罪名",
    "矫正类别",
    "原判刑期",
    "社区矫正决定机关",
    "法律文书编号",
    "矫正开始日期",
    "矫正结束日期",
    "报到日期",
    "管理等级",
    "备注",
    "曾用名",
    "文书收到时间",
    "附加刑",
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
    "陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
)
_GIVEN = "示例样本虚拟假设测试演模构造想编造仿甲乙丙丁戊己庚辛金木水火土日月山川江河湖海春夏秋冬"
_CRIMES = (
    "盗窃罪",
    "诈骗罪",
    "危险驾驶罪",
    "故意伤害罪",
    "交通肇事罪",
    "开设赌场罪",
    "寻衅滋事罪",
    "失火罪",
    "滥伐林木罪",
)
_ORDINALS = "零一二三四五六七八九"


def identity_number(chance: random.Random, serial: int) -> tuple[str, date]:
    """A valid number of the unassigned region 420599, unique per serial."""
    born_on = date(1955, 1, 1) + timedelta(days=serial * 7919 % 18000)
    body = f"420599{born_on:%Y%m%d}{serial // 18000 * 29 % 999 + chance.randrange(1):03d}"
    return body + check_digit(body), born_on


def row(chance: random.Random, serial: int) -> list[Any]:
    """One good row."""
    number, born_on = identity_number(chance, serial)
    township = TOWNSHIPS[serial % len(TOWNSHIPS)]
    county = COUNTY_BY_NAME[township.county]
    start = date(2023, 1, 1) + timedelta(days=chance.randrange(1300))
    years = chance.choice((1, 2, 3))
    end = add_months(start, years * 12) - timedelta(days=1)
    address = (
        f"湖北省宜昌市{township.county}{township.name}示例村{chance.randrange(1, 10)}组{chance.randrange(1, 99)}号"
    )
    return [
        serial + 1,
        chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2)))),
        "男" if int(number[16]) % 2 else "女",
        chance.choice(("汉", "汉族", "土家族")),
        number,
        born_on,
        chance.choice(("小学", "初中", "高中", "大专")),
        address,
        address,
        f"142{serial:08d}",
        county.name,
        township.office_name,
        chance.choice(_CRIMES),
        "缓刑",
        f"有期徒刑{_ORDINALS[min(years, 2)]}年，缓刑{_ORDINALS[years]}年，并处罚金人民币{chance.randrange(2, 20)}000元",
        f"宜昌市{county.name}人民法院",
        f"（{start.year}）鄂{county.code[2:] if county.code else '05'}刑初{serial}号",
        start if serial % 2 else f"{start:%Y.%m.%d}",
        end if serial % 3 else f"{end:%Y年%m月%d日}",
        f"{start + timedelta(days=serial % 9):%Y-%m-%d}",
        chance.choice(("严管", "普管", "宽管")),
        chance.choice(("", "", "无", "在外务工")),
        "",
        f"{start - timedelta(days=3):%Y-%m-%d}",
        "罚金",
    ]


def make(path: Path, rows: int, seed: int = 20261101) -> None:
    """Writes the ledger."""
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("社区矫正对象花名册")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for serial in range(rows):
        for column, cell in enumerate(row(chance, serial)):
            if isinstance(cell, date):
                sheet.write_datetime(serial + 1, column, cell, day)
            else:
                sheet.write(serial + 1, column, cell)
    book.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=50_000)
    arguments = parser.parse_args()
    make(arguments.path, arguments.rows)


if __name__ == "__main__":
    main()
