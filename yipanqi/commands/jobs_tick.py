"""立即巡检一次：按当日和现行规则推算全部案件，记录新逾期的法定事项。"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from django.utils import timezone

from yipanqi.actions.clock import tick
from yipanqi.commands.output import print_json


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """What the background worker does every five minutes, once, now."""
    beat = tick(now=timezone.now())
    if arguments.json:
        print_json({"refreshed": asdict(beat.refreshed), "noted": beat.noted})
        return 0
    counts = beat.refreshed
    if counts.asked:
        print(f"推算 {counts.asked} 件，{counts.changed} 件有变化。")
        print(f"写入事项 {counts.written} 项，撤回 {counts.withdrawn} 项。")
    else:
        print("今日已按现行规则推算过，没有重复推算。")
    print(f"新记录逾期 {beat.noted} 项。")
    return 0
