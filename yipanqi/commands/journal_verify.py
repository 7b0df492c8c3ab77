"""核验工作日志链：逐行重算摘要，指出第一处被改动、删除、对调、截去或者重写的行。"""

from __future__ import annotations

import argparse
from pathlib import Path

from yipanqi.actions.anchors import verify_journal
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records import anchors
from yipanqi.records.verification import Verification


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")
    parser.add_argument(
        "--anchors", type=Path, metavar="FILE", help="签存文件（默认用数据目录中的 anchors.jsonl；应用异机保存的副本）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 and the first bad line when the chain was touched."""
    found = verify_journal(kept=_kept(arguments.anchors))
    if arguments.json:
        print_json(_document(found))
    elif found.fault is not None:
        print(f"工作日志链不完整：{found.fault.sentence}")
    else:
        print(f"工作日志链完整：{found.lines} 行逐行相符，{found.anchors} 次签存相符。")
    return 0 if found.fault is None else 1


def _kept(path: Path | None) -> list[anchors.Anchor]:
    if path is None and not anchors.default_path().exists():
        return []
    try:
        return anchors.load(path or anchors.default_path())
    except anchors.AnchorsUnreadable as fault:
        raise BadInput(str(fault)) from None


def _document(found: Verification) -> dict[str, object]:
    fault = found.fault
    return {
        "ok": fault is None,
        "lines": found.lines,
        "anchors": found.anchors,
        "first_bad": None
        if fault is None
        else {"seq": fault.seq, "kind": fault.kind.value, "sentence": fault.sentence},
    }
