"""/healthz: do pages and database answer; /metrics: how much is waiting, told to allowed networks only."""

import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.http import require_GET


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and `ok` while the database answers (else 500); says nothing else to strangers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: sizes of the job queue by state and of the database; no record is counted here."""
    # through a proxy of this machine everybody would be this machine: what was forwarded came from elsewhere
    if "HTTP_X_FORWARDED_FOR" in request.META or not _may_read(request.META.get("REMOTE_ADDR", "")):
        return HttpResponseForbidden("本机或许可名单以外的地址不能读取运行指标。")
    return HttpResponse("\n".join([*_jobs(), *_database(), ""]), content_type="text/plain; version=0.0.4")


def _may_read(address: str) -> bool:
    try:
        reader = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(reader in network for network in settings.METRICS_FROM)


def _jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY 1")
        rows = cursor.fetchall()
    samples = [f'yipanqi_jobs{{status="{status}"}} {count}' for status, count in rows]
    return ["# HELP yipanqi_jobs Jobs in the queue by state.", "# TYPE yipanqi_jobs gauge", *samples]


def _database() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), "
            "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
        )
        size, connections = cursor.fetchone() or (0, 0)
    return [
        "# HELP yipanqi_database_bytes Size of the database.",
        "# TYPE yipanqi_database_bytes gauge",
        f"yipanqi_database_bytes {size}",
        "# HELP yipanqi_database_connections Open connections to the database.",
        "# TYPE yipanqi_database_connections gauge",
        f"yipanqi_database_connections {connections}",
    ]
