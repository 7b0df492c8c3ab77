"""A stranger learns that it is alive and nothing else; the monitoring of this machine learns how busy it is."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_anyone_may_ask_whether_it_is_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_this_machine_reads_metrics(client: Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    samples = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert any(line.startswith("yipanqi_database_bytes ") for line in samples)
    assert all(float(line.rsplit(" ", 1)[1]) >= 0 for line in samples)


@pytest.mark.parametrize("address", ["10.1.2.3", "", "unknown"])
def test_a_stranger_reads_no_metrics(client: Client, address: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 403


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_probes_are_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_strict_policy_for_content_is_sent(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
