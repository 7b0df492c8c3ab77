"""列出演示城市的用户、密码和各自能看什么。"""

import argparse
import json

from django.conf import settings

from yipanqi.access.roles import ROLES
from yipanqi.demo.users import PASSWORD, USERS, DemoUser
from yipanqi.records.models import Officer


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Prints only in a demo that was loaded, and lets the sign-in page list the same users; nothing otherwise."""
    if not settings.DEMO or not Officer.objects.filter(username=USERS[0].username).exists():
        return 0
    _tell_sign_in()
    if arguments.json:
        users = [{"username": u.username, "password": PASSWORD, "name": u.full_name, "role": u.role} for u in USERS]
        print(json.dumps(users, ensure_ascii=False, indent=2))
        return 0
    print(f"演示用户（密码都是 {PASSWORD}）：")
    for user in USERS:
        role = ROLES[user.role]
        print(f"  {user.username:<12}{user.full_name}\t{role.title}（{_place(user)}）：{role.purpose}")
    return 0


def _place(user: DemoUser) -> str:
    return user.office or user.partner or user.county or "市局"


def _tell_sign_in() -> None:
    users = [
        {
            "username": user.username,
            "password": PASSWORD,
            "title": f"{user.full_name} {_place(user)}",
            "role": ROLES[user.role].title,
        }
        for user in USERS
    ]
    path = settings.DATA_DIR / "demo_users.json"
    path.write_text(json.dumps(users, ensure_ascii=False, indent=2), encoding="utf-8")
