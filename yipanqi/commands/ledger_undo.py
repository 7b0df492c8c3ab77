"""撤回一批导入：去掉新建的案件，恢复更新前的值。"""

import argparse

from django.utils import timezone

from yipanqi.access.scope import NotPermitted
from yipanqi.actions import ledger_import
from yipanqi.actions.act import Refused
from yipanqi.actions.system import acting
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records.models import Officer


def register(parser: argparse.ArgumentParser) -> None:
    """BATCH, --by, --reason, --json."""
    parser.add_argument("batch", metavar="BATCH", type=int, help="批次号（导入时打印）")
    parser.add_argument("--by", metavar="USER", required=True, help="导入人的登录名")
    parser.add_argument("--reason", default="命令行撤回", help="撤回原因（默认“命令行撤回”）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """All or nothing; what was built on the batch is named."""
    by = Officer.objects.select_related("agency").filter(username__iexact=arguments.by, is_active=True).first()
    if by is None:
        raise BadInput(f"没有登录名为“{arguments.by}”的启用账号。请核对 --by。")
    try:
        with acting(by):
            batch = ledger_import.undo(by=by, batch_id=arguments.batch, reason=arguments.reason, now=timezone.now())
    except (Refused, NotPermitted) as refused:
        raise BadInput(str(refused)) from refused
    if arguments.json:
        print_json({"batch": batch.pk, "state": batch.state, "undone_at": batch.undone_at, "totals": batch.totals})
    else:
        print(f"第 {batch.pk} 批已撤回：新建的案件已去掉，更新过的格已恢复原值。")
    return 0
