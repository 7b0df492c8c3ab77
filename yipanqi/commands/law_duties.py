"""推出一个案件依法要办的事：yipanqi law duties [文件|-] --as-of 日期"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yipanqi.commands.output import BadInput, print_json
from yipanqi.law.days import published_calendar
from yipanqi.law.duties import duties_for
from yipanqi.law.facts_json import FactsUnreadable, date_from, facts_from_json
from yipanqi.law.findings import Duty
from yipanqi.law.regions.hubei import HUBEI


def register(parser: argparse.ArgumentParser) -> None:
    """One optional file; `-` or nothing reads standard input."""
    parser.add_argument(
        "file", nargs="?", default="-", help="案件事实的 JSON 文件（一个对象，或者对象列表），- 为标准输入"
    )
    parser.add_argument("--as-of", metavar="DATE", help="截至哪一天，如 2026-11-24；默认今天（北京时间）")
    parser.add_argument("--open", action="store_true", help="只列尚未办理的")
    parser.add_argument("--text", action="store_true", help="输出便于阅读的文字，不写则输出 JSON")
    parser.add_argument("--json", action="store_true", help="输出本来就是 JSON，可写可不写")


def run(arguments: argparse.Namespace) -> int:
    """Print the duties of one case, or of each case of a list in its order."""
    on = _as_of(arguments.as_of)
    raw = _read(arguments.file)
    cases = raw if isinstance(raw, list) else [raw]
    found = [_duties(case, index, on, arguments.open) for index, case in enumerate(cases)]
    if arguments.text:
        for duties in found:
            _print_text(duties, on)
        return 0
    documents = [[duty.as_json(on) for duty in duties] for duties in found]
    print_json(documents if isinstance(raw, list) else documents[0])
    return 0


def _duties(case: object, index: int, on: date, only_open: bool) -> tuple[Duty, ...]:
    try:
        facts = facts_from_json(case)
    except FactsUnreadable as refused:
        raise BadInput(f"第 {index + 1} 个案件：{refused}") from refused
    return duties_for(facts, on=on, calendar=published_calendar(), region=HUBEI, only_open=only_open)


def _print_text(duties: tuple[Duty, ...], on: date) -> None:
    for duty in duties:
        due = duty.due_at or duty.due_on or ("立即" if duty.immediate else "未定期限")
        articles = "、".join(article.label for article in duty.basis)
        print(f"[{duty.standing(on).value}] {duty.title}　{duty.actor.title}　{due}　{articles}")
        print(f"    {duty.because}{duty.change}")


def _as_of(text: str | None) -> date:
    if text is None:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        return date_from(text, "--as-of")
    except FactsUnreadable as refused:
        raise BadInput(str(refused)) from refused


def _read(name: str) -> object:
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        raise BadInput(f"读不出文件 {name}：{fault.strerror}。请核对路径。") from fault
    try:
        return json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise BadInput(f"文件不是 UTF-8 编码（第 {fault.start + 1} 字节）。请另存为 UTF-8。") from fault
    except json.JSONDecodeError as fault:
        raise BadInput(f"不是有效的 JSON（第 {fault.lineno} 行第 {fault.colno} 列）。请改正后再试。") from fault
    except RecursionError as fault:
        raise BadInput("不是有效的 JSON（嵌套过深）。请改正后再试。") from fault
