"""内置数据库：start 启动、stop 停止、status 状态、psql 打开命令行；sql 输出外部数据库的准备语句。"""

import argparse
import os
from pathlib import Path

from yipanqi.commands import embedded
from yipanqi.commands.output import BadInput

ROLES = {"app": embedded.APP, "owner": embedded.OWNER, "superuser": embedded.SUPERUSER}


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("start", "stop", "status", "psql", "sql"), help="做什么")
    parser.add_argument("--role", choices=tuple(ROLES), default="app", help="psql 使用的角色（默认 app）")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="交给 psql 的其他参数")


def run(arguments: argparse.Namespace) -> int:
    """Exit status of `status`: 0 running, 1 not."""
    if arguments.act == "sql":
        print(embedded.PREPARATION, end="")
        return 0
    if os.environ.get("DATABASE_URL"):
        raise BadInput("已设置 DATABASE_URL，数据库由外部服务器提供：请用 psql 直接连接该地址。")
    server = embedded.server(embedded.data_dir(os.environ))
    if arguments.act == "stop":
        print("内置数据库已停止。" if server.stop() else "内置数据库没有在运行。")
        return 0
    if arguments.act == "status":
        return _status(server)
    server.ensure_running()
    if arguments.act == "psql":
        command = [*server.psql_command(ROLES[arguments.role]), *arguments.rest]
        os.execv(command[0], command)  # noqa: S606  psql takes our place, no shell between
    print(f"内置数据库已启动：{_where(server.socket_dir)}")
    return 0


def _status(server: embedded.Server) -> int:
    running = server.is_running()
    state = "正在运行" if running else "没有运行"
    print(f"内置数据库{state}：{_where(server.socket_dir)}，数据目录 {server.data_dir}")
    return 0 if running else 1


def _where(socket_dir: Path) -> str:
    return f"套接字目录 {socket_dir}，端口 {embedded.PORT}"
