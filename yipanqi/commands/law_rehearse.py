"""用新的参数或者节假日表对全部未结束案件试算，逐案列出差异：yipanqi law rehearse 变更.toml"""

import argparse
import sys
import time
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

from django.utils import timezone

from yipanqi.access.scope import system_scope
from yipanqi.actions.system import system
from yipanqi.commands.output import BadInput, print_json
from yipanqi.law.rehearsal import Change, ChangeUnreadable, change_from
from yipanqi.measures.rehearsal import InCase, rehearse
from yipanqi.records.days import day_of


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="CHANGE.toml", help="变更文件：[numbers.参数名] value、from，[holidays.年份] off、work"
    )
    parser.add_argument("--on", type=date.fromisoformat, help="按哪一天试算，默认今天")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Print the differences; nothing is changed."""
    change = _read(arguments.file)
    on = arguments.on or day_of(timezone.now())
    began = time.monotonic()
    asked = 0

    def progress(done: int, total: int) -> None:
        nonlocal asked
        asked = total
        print(f"\r已试算 {done} / {total} 件", end="", file=sys.stderr, flush=True)

    with system():
        found = list(rehearse(change, scope=system_scope(), on=on, on_progress=progress))
    print(file=sys.stderr)
    if arguments.json:
        print_json(_document(change, on, asked, found))
    else:
        _print(change, asked, found, time.monotonic() - began)
    return 0


def _read(name: str) -> Change:
    try:
        return change_from(tomllib.loads(Path(name).read_text(encoding="utf-8")))
    except OSError as fault:
        raise BadInput(f"读不到变更文件 {name}：{fault.strerror}。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"变更文件 {name} 不是正确的 TOML：{fault}。") from None
    except ChangeUnreadable as refused:
        raise BadInput(str(refused)) from None


def _counts(found: list[InCase]) -> Counter[str]:
    return Counter(difference.effect.value for case in found for difference in case.found)


def _document(change: Change, on: date, asked: int, found: list[InCase]) -> dict[str, object]:
    return {
        "title": change.title,
        "on": on.isoformat(),
        "cases": asked,
        "cases_changed": len(found),
        "effects": dict(_counts(found)),
        "differences": [
            {
                "case": case.number,
                "rule": difference.about,
                "occasion": difference.occasion,
                "title": difference.title,
                "effect": difference.effect.value,
                "old": difference.old,
                "new": difference.new,
                "old_because": difference.old_because,
                "new_because": difference.new_because,
            }
            for case in found
            for difference in case.found
        ],
    }


def _print(change: Change, asked: int, found: list[InCase], seconds: float) -> None:
    print(f"试算“{change.title}”：{asked} 件案件，{len(found)} 件有差异，用时 {seconds:.1f} 秒。没有改动任何数据。")
    for effect, count in _counts(found).most_common():
        print(f"  {effect}：{count} 项")
    for case in found[:20]:
        for difference in case.found:
            print(
                f"  {case.number}　{difference.title}　{difference.effect.value}：{difference.old} → {difference.new}"
            )
    if len(found) > 20:
        print(f"  其余 {len(found) - 20} 件用 --json 列出，或者在“法规库·试算”页面逐案查看。")
