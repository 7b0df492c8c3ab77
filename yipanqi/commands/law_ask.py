"""回答关于法律的问题：yipanqi law ask [文件|-]，一个 JSON 问题或问题列表"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from yipanqi.commands.output import BadInput, print_json
from yipanqi.law.days import published_calendar
from yipanqi.law.questions import answer, answer_all
from yipanqi.law.questions.asked import CHINA
from yipanqi.law.regions.hubei import HUBEI


def register(parser: argparse.ArgumentParser) -> None:
    """One optional file; `-` or nothing reads standard input."""
    parser.add_argument("file", nargs="?", default="-", help="JSON 文件，- 或不写则读标准输入")
    parser.add_argument("--json", action="store_true", help="输出本来就是 JSON，可写可不写")


def run(arguments: argparse.Namespace) -> int:
    """Print the answer, or the answers in the order of the questions."""
    asked = _read(arguments.file)
    today, calendar = datetime.now(CHINA).date(), published_calendar()
    if isinstance(asked, list):
        print_json(answer_all(asked, today=today, calendar=calendar, region=HUBEI))
    else:
        print_json(answer(asked, today=today, calendar=calendar, region=HUBEI))
    return 0


def _read(name: str) -> object:
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        raise BadInput(f"读不出文件 {name}：{fault.strerror}。请核对路径。") from fault
    try:
        return json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise BadInput(f"问题不是 UTF-8 编码（第 {fault.start + 1} 字节）。请另存为 UTF-8。") from fault
    except (json.JSONDecodeError, RecursionError) as fault:
        where = f"第 {fault.lineno} 行第 {fault.colno} 列" if isinstance(fault, json.JSONDecodeError) else "嵌套过深"
        raise BadInput(f"问题不是有效的 JSON（{where}）。请改正后再问。") from fault
