"""列出法律规则：名称、条文、参数及其沿革、核对状态"""

from __future__ import annotations

import argparse

from yipanqi.commands.output import print_json
from yipanqi.law.catalogue import limit_words, listing
from yipanqi.law.duties import RULES
from yipanqi.law.regions.hubei import HUBEI


def register(parser: argparse.ArgumentParser) -> None:
    """--json."""
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 文档")


def run(arguments: argparse.Namespace) -> int:
    """Print the library; for people one line a rule."""
    if arguments.json:
        print_json(listing(HUBEI))
        return 0
    for rule in RULES.values():
        articles = "、".join(article.label for article in rule.basis)
        words = (rule.name, rule.title, rule.actor.title, limit_words(rule.limit), articles, rule.status.title)
        print("　".join(words))
    return 0
