"""Which database to speak to, and as whom: an address from the environment, else the embedded server.

DATABASE_URL names the application role, DATABASE_OWNER_URL the owner (migrations only). Without them the
embedded server under the data folder is used; it starts when the first connection is opened.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from yipanqi.commands import embedded

Role = Literal["app", "owner"]

_VARIABLES: Mapping[Role, str] = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}


class BadDatabaseUrl(ValueError):
    """The address of the database cannot be used; the sentence says why."""


def configuration(environ: Mapping[str, str], data_dir: Path, role: Role) -> dict[str, Any]:
    """Django's DATABASES["default"] for this role."""
    if any(environ.get(variable) for variable in _VARIABLES.values()):
        connection = _from_url(environ, role)
    else:
        connection = _from_embedded(data_dir, role)
    return {
        **connection,
        # one transaction per request is opened by pages.request, which also tells the database the scope
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _from_embedded(data_dir: Path, role: Role) -> dict[str, Any]:
    return {
        "ENGINE": "yipanqi.config.embedded",
        "NAME": embedded.DATABASE,
        "USER": embedded.OWNER if role == "owner" else embedded.APP,
        "HOST": str(embedded.server(data_dir).socket_dir),
        "PORT": str(embedded.PORT),
        "OPTIONS": {"sslmode": "disable"},
    }


def _from_url(environ: Mapping[str, str], role: Role) -> dict[str, Any]:
    variable = _VARIABLES[role]
    url = environ.get(variable, "")
    if not url:
        raise BadDatabaseUrl(f"未设置环境变量 {variable}：请按 postgresql://用户:口令@主机:端口/库名 填写。")
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadDatabaseUrl(f"环境变量 {variable} 不是 PostgreSQL 地址：应为 postgresql://用户:口令@主机:端口/库名。")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
