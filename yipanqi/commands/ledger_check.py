"""检查一份 Excel 台账：只读文件，不读数据库，不写任何东西。"""

import argparse
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yipanqi.commands.output import BadInput, print_json
from yipanqi.records.ledger import LedgerCheck, LedgerRefused, check_ledger
from yipanqi.records.ledger.codes import SKIP_REASONS, WARNINGS, sentence_of

_SHOWN_ROWS = 50


def register(parser: argparse.ArgumentParser) -> None:
    """FILE, --json, --as-of."""
    parser.add_argument("file", metavar="FILE", help="台账文件（.xlsx、.xls、.et）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")
    parser.add_argument("--as-of", metavar="DATE", help="基准日，如 2026-11-01；默认今天（北京时间）")


def run(arguments: argparse.Namespace) -> int:
    """Prints the result; rejected rows are a result, not a fault."""
    path = Path(arguments.file)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"找不到文件“{path}”。请核对路径。") from None
    except IsADirectoryError:
        raise BadInput(f"“{path}”是文件夹。请给出一个台账文件。") from None
    except OSError as fault:
        raise BadInput(f"文件“{path}”读不出来（{fault.strerror}）。请核对权限。") from fault
    try:
        check = check_ledger(data, file_name=path.name, as_of=_as_of(arguments.as_of))
    except LedgerRefused as refused:
        raise BadInput(refused.sentence) from refused
    if arguments.json:
        print_json(check.to_json())
    else:
        print("\n".join(summary(check)))
    return 0


def _as_of(words: str | None) -> date:
    if words is None:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(f"--as-of 的日期“{words}”读不出来。请写成 2026-11-01 的样子。") from None


def summary(check: LedgerCheck) -> list[str]:
    """The check in Chinese, for a terminal."""
    totals = check.totals
    lines = [
        f"台账 {check.file_name}，基准日 {check.as_of.isoformat()}",
        (
            f"可导入 {totals.accepted} 行（{totals.persons} 人），退回 {totals.rejected} 行，"
            f"重复 {totals.duplicates} 行，跳过 {totals.skipped_rows} 行。"
        ),
    ]
    for sheet in check.sheets:
        rows = f"，表头在第 {'、'.join(map(str, sheet.header_rows))} 行" if sheet.header_rows else "，未读取"
        lines.append(f"工作表“{sheet.name}”{rows}。{''.join(sheet.notes)}")
    if check.rejected:
        lines += ["", "退回的行："]
    for row in check.rejected[:_SHOWN_ROWS]:
        lines += [f"  {row.sheet} 第 {row.row} 行：{sentence_of(error)}" for error in row.errors]
    if len(check.rejected) > _SHOWN_ROWS:
        lines.append(f"  …… 另有 {len(check.rejected) - _SHOWN_ROWS} 行，加 --json 可见全部。")
    lines += _counted("提示", Counter(WARNINGS[w.code].title for r in check.accepted for w in r.warnings))
    lines += _counted("跳过", Counter(SKIP_REASONS.get(s.reason, s.reason) for s in check.skipped))
    return lines


def _counted(title: str, counts: Counter[str]) -> list[str]:
    if not counts:
        return []
    return ["", f"{title}：" + "，".join(f"{name} {count} 行" for name, count in counts.most_common()) + "。"]
