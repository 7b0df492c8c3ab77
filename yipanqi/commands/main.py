"""The `yipanqi` script: our own commands first, everything else goes to Django.

A command is a module of this folder, or of a sibling door's own `commands` folder (the demo city keeps its commands
at home, because doors never import each other). `yipanqi ledger check F` finds `ledger_check.py`, else `ledger.py`;
no other command is imported. Its docstring's first line says what it is for (shown by `yipanqi help`), and it has

    def register(parser: argparse.ArgumentParser) -> None    adds its arguments to the parser of this command
    def run(arguments: argparse.Namespace) -> int            does the work and returns the exit status

Modules named in PURE are loaded without Django and without a database; for every other one Django is set up
before the import, so it imports models at its top as usual. Output for people is Chinese; with `--json` a command
prints one JSON document on stdout and nothing else (`output.print_json`). Raise `output.BadInput` with a sentence
that says what, where and how to mend: it goes to stderr with exit status 2. Any other exception is a fault: one
line on stderr, exit status 1 (YIPANQI_DEBUG=1 shows the traceback).
"""

import argparse
import ast
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from yipanqi.commands.output import BadInput

PACKAGE = Path(__file__).parents[1]
FOLDERS = {"yipanqi.commands": PACKAGE / "commands", "yipanqi.demo.commands": PACKAGE / "demo" / "commands"}
SETTINGS = "yipanqi.config.settings"
PURE = frozenset({"db", "decode", "law_ask", "law_duties", "law_rules", "ledger_check", "serve", "zones"})
NOT_COMMANDS = frozenset({"__init__", "archive", "main", "embedded", "output", "framework"})
# Our own commands that need every row and table, and so connect as the owner
OWNERS_OWN = frozenset({"backup", "restore"})
# Django's own commands that change the structure of the database: they too
OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations", "pgtrigger", "flush"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 2 for bad input (a sentence on stderr) or 1 for a fault."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("help", "-h", "--help"):
        print(_overview())
        return 0
    try:
        return _dispatch(words)
    except BadInput as refused:
        print(refused, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as fault:  # noqa: BLE001  the last line of defence: a sentence, not a traceback
        return _report(fault)


def names() -> list[str]:
    """The modules that are commands, in alphabetical order."""
    return sorted(_files())


def _files() -> dict[str, tuple[str, Path]]:
    """Command → the package it lies in and its file."""
    return {
        path.stem: (package, path)
        for package, folder in FOLDERS.items()
        for path in folder.glob("*.py")
        if path.stem not in NOT_COMMANDS
    }


def _dispatch(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    name, used = _find(words)
    if name is None:
        if words[0] in OWNER_COMMANDS:
            os.environ["YIPANQI_DATABASE_ROLE"] = "owner"
        return int(importlib.import_module("yipanqi.commands.framework").pass_through(words))
    if name in OWNERS_OWN:
        os.environ["YIPANQI_DATABASE_ROLE"] = "owner"
    if name not in PURE:
        importlib.import_module("yipanqi.commands.framework").set_up()
    module = importlib.import_module(f"{_files()[name][0]}.{name}")
    parser = argparse.ArgumentParser(prog="yipanqi " + " ".join(words[:used]), description=_purpose(name))
    module.register(parser)
    return int(module.run(parser.parse_args(words[used:])))


def _find(words: list[str]) -> tuple[str | None, int]:
    """The module for these words, and how many of them are its name."""
    known = set(names())
    for count in (2, 1):
        name = "_".join(words[:count]).replace("-", "_")
        if len(words) >= count and name in known:
            return name, count
    group = sorted(name for name in known if name.startswith(f"{words[0]}_"))
    if group:
        choices = "、".join(name.replace("_", " ") for name in group)
        raise BadInput(f"命令 {words[0]} 需要写明做什么：{choices}。")
    return None, 0


def _overview() -> str:
    lines = [f"  {name.replace('_', ' '):<20}{_purpose(name)}" for name in names()]
    return "\n".join(["用法：yipanqi 命令 [参数]", "", *lines, "", "其他命令（如 migrate、check）交给 Django 执行。"])


def _purpose(name: str) -> str:
    """The first line of the module's docstring, read without importing it."""
    docstring = ast.get_docstring(ast.parse(_files()[name][1].read_text(encoding="utf-8")))
    return docstring.splitlines()[0] if docstring else ""


def _report(fault: Exception) -> int:
    if os.environ.get("YIPANQI_DEBUG"):
        traceback.print_exception(fault)
    said = " ".join(line for line in str(fault).splitlines() if not line.startswith(("DETAIL:", "CONTEXT:")))
    print(f"程序故障：{type(fault).__name__}：{said}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
