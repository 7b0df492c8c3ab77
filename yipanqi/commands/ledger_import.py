"""导入一份 Excel 台账：核对后把正确的行一次写入，打印批次号。"""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from yipanqi.access.scope import NotPermitted
from yipanqi.actions import ledger_import
from yipanqi.actions.act import Refused
from yipanqi.actions.system import acting
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records.models import Batch, BatchState, Officer, RowOutcome


def register(parser: argparse.ArgumentParser) -> None:
    """FILE, --by, --take-changes, --as-of, --json."""
    parser.add_argument("file", metavar="FILE", help="台账文件（.xlsx、.xls、.et）")
    parser.add_argument("--by", metavar="USER", required=True, help="导入人的登录名；只导入其管辖范围内的行")
    parser.add_argument("--take-changes", action="store_true", help="与台账不同的格按台账更新（默认留待确认）")
    parser.add_argument("--as-of", metavar="DATE", help="核对基准日，如 2026-11-01；默认今天（北京时间）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Three transactions: the file is stored, checked, accepted; a crash leaves a batch that can be resumed."""
    path, by = Path(arguments.file), officer(arguments.by)
    data, as_of = _read(path), _as_of(arguments.as_of)
    try:
        batch = _import(by, path.name, data, as_of=as_of, take_changes=arguments.take_changes)
    except (Refused, NotPermitted) as refused:
        raise BadInput(str(refused)) from refused
    if batch.state == BatchState.REFUSED:
        raise BadInput(batch.sentence)
    if arguments.json:
        print_json(_document(batch))
    else:
        print("\n".join(_summary(batch)))
    return 0


def officer(username: str) -> Officer:
    """The active account with this name."""
    found = Officer.objects.select_related("agency").filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise BadInput(f"没有登录名为“{username}”的启用账号。请核对 --by。")
    return found


def _import(by: Officer, name: str, data: bytes, *, as_of: date | None, take_changes: bool) -> Batch:
    with acting(by):
        batch = ledger_import.receive(by=by, file_name=name, data=data, as_of=as_of, now=timezone.now())
    with acting(by):
        batch = ledger_import.check(by=by, batch_id=batch.pk, on_progress=_progress("核对"), now=timezone.now())
    if batch.state == BatchState.REFUSED:
        return batch
    with acting(by):
        return ledger_import.accept(
            by=by,
            batch_id=batch.pk,
            take_changes=take_changes,
            on_progress=_progress("导入"),
            now=timezone.now(),
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"找不到文件“{path}”。请核对路径。") from None
    except IsADirectoryError:
        raise BadInput(f"“{path}”是文件夹。请给出一个台账文件。") from None
    except OSError as fault:
        raise BadInput(f"文件“{path}”读不出来（{fault.strerror}）。请核对权限。") from fault


def _as_of(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise BadInput(f"--as-of 的日期“{words}”读不出来。请写成 2026-11-01 的样子。") from None


def _progress(what: str) -> Any:
    """Says how far it is, to a person at a terminal only."""
    if not sys.stderr.isatty():
        return None

    def say(done: int, total: int | None) -> None:
        end = "\n" if total is not None and done >= total else "\r"
        print(f"{what} {done} / {total if total is not None else '…'} 行", end=end, file=sys.stderr, flush=True)

    return say


def _document(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "file": batch.file_name,
        "state": batch.state,
        "as_of": batch.as_of,
        "accepted_at": batch.accepted_at,
        "totals": batch.totals,
    }


def _summary(batch: Batch) -> list[str]:
    totals = batch.totals
    lines = [f"第 {batch.pk} 批：{batch.file_name}"]
    if not any(totals[name] for name in ("new", "changed", "taken", "ask", "rejected", "outside_scope")):
        lines.append("与系统中的记录完全一致，没有任何变化。")
    lines += [f"  {o.label} {totals[o.value]} 行" for o in RowOutcome if totals[o.value]]
    lines.append(f"撤回：yipanqi ledger undo {batch.pk} --by 登录名")
    return lines
