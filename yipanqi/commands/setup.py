"""首次安装：建立机构树，设立系统、安全、审计三名管理员，显示一次性密码。"""

import argparse
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from yipanqi.access.roles import APART, ROLES
from yipanqi.actions import accounts, agencies, journal, roles
from yipanqi.commands.output import BadInput, print_json
from yipanqi.records.models import Agency, RoleGrant

# sign-in name and what stands for the name until the administrator of that name takes over
FIRST = {
    "system_admin": ("sysadmin", "系统管理员"),
    "security_admin": ("secadmin", "安全管理员"),
    "audit_admin": ("auditadmin", "审计管理员"),
}


def register(parser: argparse.ArgumentParser) -> None:
    for role, (username, _) in FIRST.items():
        option = role.split("_", maxsplit=1)[0]
        parser.add_argument(
            f"--{option}", metavar="登录名:姓名", default=username, help=f"{ROLES[role].title}（默认登录名 {username}）"
        )
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """The tree is completed each time; administrators are seated once."""
    now = timezone.now()
    if Agency._meta.db_table not in connection.introspection.table_names():
        raise BadInput("数据库还没有建表：请先执行 yipanqi migrate，再执行 yipanqi setup。")
    with transaction.atomic(), journal.lines():
        city = agencies.seed_tree(by=None, now=now)
        opened = _seat(arguments, city, now)
    counts = {kind: Agency.objects.filter(kind=kind).count() for kind in ("county", "office", "partner")}
    if arguments.json:
        print_json({"agencies": counts, "administrators": opened})
    else:
        _print(counts, opened)
    return 0


def _seat(arguments: argparse.Namespace, city: Agency, now: datetime) -> list[dict[str, str]]:
    if RoleGrant.objects.filter(role__in=APART).exists():
        return []
    opened = []
    for role, (_, stand_in) in FIRST.items():
        username, _, full_name = str(getattr(arguments, role.split("_", maxsplit=1)[0])).partition(":")
        account = accounts.NewAccount(username.strip(), full_name.strip() or stand_in, city.pk, ROLES[role].title)
        try:
            made = accounts.open_account(by=None, account=account, now=now)
            roles.seat_first_administrator(officer=made.officer, role=role, now=now)
        except (accounts.AccountRefused, roles.RoleRefused) as refused:
            raise BadInput(f"{ROLES[role].title}：{refused}") from None
        opened.append({"role": role, "title": ROLES[role].title, "username": username, "password": made.password})
    return opened


def _print(counts: dict[str, int], opened: list[dict[str, str]]) -> None:
    print(f"机构树：市级 1，县级 {counts['county']}，司法所 {counts['office']}，协同单位 {counts['partner']}。")
    if not opened:
        print("三名管理员已经设立，没有改动。忘记密码由另一名系统管理员重置；都丢失时用 yipanqi account reset。")
        return
    print("三名管理员（一次性密码只显示这一次，请当面交给本人，首次登录须改密码、绑定两步验证）：")
    for one in opened:
        print(f"  {one['title']}  登录名 {one['username']}  密码 {one['password']}")
    print(
        "说明：安装时还没有人可以提出和确认角色，以上三个角色由安装程序直接设立，已记入工作日志；"
        "以后的角色一律由安全管理员提出、另一人确认。"
    )
