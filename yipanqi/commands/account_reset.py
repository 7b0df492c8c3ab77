"""在服务器上重置一个账号的密码和两步验证：最后一名系统管理员丢失密码或验证器时使用。"""

import argparse

from django.db import transaction
from django.utils import timezone

from yipanqi.actions import accounts, journal
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records.models import Officer


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="登录名")
    parser.add_argument("--factors", action="store_true", help="同时清除两步验证，24 小时内须重新绑定")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Journalled without an officer: the operator of the machine acted."""
    now = timezone.now()
    officer = Officer.objects.filter(username__iexact=arguments.username).first()
    if officer is None:
        raise BadInput(f"没有登录名为“{arguments.username}”的账号，请核对后重试。")
    try:
        with transaction.atomic(), journal.lines():
            if arguments.factors:
                accounts.reset_factors(by=None, officer_id=officer.pk, reason="lost", now=now)
            opened = accounts.reset_password(by=None, officer_id=officer.pk, reason="forgotten", now=now)
    except accounts.AccountRefused as refused:
        raise BadInput(str(refused)) from None
    if arguments.json:
        print_json({"username": officer.username, "password": opened.password, "factors_reset": arguments.factors})
        return 0
    print(f"{officer.full_name}（{officer.username}）的一次性密码：{opened.password}（只显示这一次，登录后须修改）")
    if arguments.factors:
        print("两步验证已清除：请在 24 小时内登录并重新绑定，逾期账号不能登录。")
    return 0
