"""列出演示城市的用户、密码和各自能看什么。"""

import argparse
import json

from django.conf import settings

from yipanqi.access.roles import ROLES
from yipanqi.demo.users import PASSWORD, USERS
from yipanqi.records.models import Officer


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Prints only in a demo that was loaded; nothing otherwise."""
    if not settings.DEMO or not Officer.objects.filter(username=USERS[0].username).exists():
        return 0
    if arguments.json:
        users = [{"username": u.username, "password": PASSWORD, "name": u.full_name, "role": u.role} for u in USERS]
        print(json.dumps(users, ensure_ascii=False, indent=2))
        return 0
    print(f"演示用户（密码都是 {PASSWORD}）：")
    for user in USERS:
        role = ROLES[user.role]
        place = user.office or user.partner or user.county or "市局"
        print(f"  {user.username:<12}{user.full_name}\t{role.title}（{place}）：{role.purpose}")
    return 0
