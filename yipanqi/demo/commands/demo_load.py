"""载入虚构的演示城市（不能与真实数据混用）。"""

import argparse
import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.conf import settings
from django.utils import timezone

from yipanqi.demo import city
from yipanqi.demo.commands import demo_users
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Agency


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=date.fromisoformat, help="按这一天布置（默认今天；测试和截图用）")
    parser.add_argument("--if-empty", action="store_true", help="库里已有机构时什么也不做")
    parser.add_argument("--users", action="store_true", help="随后列出演示用户（一次启动做完，更快）")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 with a line that says what was loaded; 2 when the database is not empty or this is no demo."""
    status = _load(arguments)
    if status == 0 and arguments.users:
        return demo_users.run(argparse.Namespace(json=False))
    return status


def _load(arguments: argparse.Namespace) -> int:
    if Agency.objects.exists():
        return _not_empty(quiet=arguments.if_empty)
    if not settings.DEMO:
        print("演示城市只能载入演示环境：请设环境变量 YIPANQI_DEMO=1 并使用单独的数据库。", file=sys.stderr)
        return 2
    now = timezone.now()
    if arguments.today is not None:
        now = datetime.combine(arguments.today, clock(8, 42), SHANGHAI)
    began = time.monotonic()
    loaded = city.load(now=now, report=lambda text: print(f"  {text}", flush=True))
    seconds = timedelta(seconds=round(time.monotonic() - began, 1)).total_seconds()
    print(
        f"演示城市已载入：{loaded.cases} 件案件（未结束 {loaded.open_cases} 件），"
        f"{loaded.events} 条经过，{loaded.duties} 件法定事项，用时 {seconds} 秒。"
    )
    return 0


def _not_empty(*, quiet: bool) -> int:
    if quiet:
        return 0
    print("库里已有机构，没有载入演示城市：演示数据不与已有数据混用，请换一个空库。", file=sys.stderr)
    return 2
