"""Addresses typed by hand and by machines: no parameter breaks a page, and no answer is without its policy."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client, override_settings

from tests.everything import PATTERNS, Everything, make_everything
from yipanqi.records.days import SHANGHAI

NAMES = (
    "after", "agency", "back", "before", "by", "case", "category", "certainty", "county", "duty", "effect", "event_id",
    "family", "kind", "level", "month", "next", "number", "office", "on", "page", "parent", "print", "q", "responsible",
    "rule", "segment", "selected", "sort", "state", "tab", "within",
)  # fmt: skip
HOSTILE = ("²", "\x00", "-1", "9" * 30, "%' OR 1=1 --", "{}", "١", "9999-12", "<script>", "\ud7ff", "0001-01", "-.9")


@pytest.fixture
def things(db: None) -> Everything:
    return make_everything(datetime.now(SHANGHAI).date())


@pytest.mark.parametrize("who", ["county_officer", "city_officer", "system_admin", "audit_admin"])
def test_no_parameter_breaks_a_page(things: Everything, client: Client, who: str) -> None:
    client.force_login(things.officers[who])
    client.raise_request_exception = False
    broken: list[tuple[str, str, int]] = []
    for name in sorted(set(PATTERNS) - {"account_logout"}):
        if client.get(things.address(name)).status_code not in (200, 302):
            continue
        for value in HOSTILE:
            broken += _broken(client, things.address(name), dict.fromkeys(NAMES, value))
    assert broken == []


def _broken(client: Client, address: str, asked: dict[str, str]) -> list[tuple[str, str, int]]:
    """What breaks the page; what refuses everything at once (404) is asked one parameter at a time."""
    answer = client.get(address, asked)
    if answer.status_code == 404 and len(asked) > 1:
        return [fault for name, value in asked.items() for fault in _broken(client, address, {name: value})]
    bad = answer.status_code >= 500 or "<script>" in _text(answer)
    return [(address, str(asked)[:60], answer.status_code)] if bad else []


def _text(answer: object) -> str:
    if getattr(answer, "streaming", False) or not answer.headers["Content-Type"].startswith("text/html"):  # type: ignore[attr-defined]
        return ""
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_every_answer_carries_the_policy(things: Everything, client: Client) -> None:
    """Pages, fragments, redirects, downloads, refusals, faults, files: all of them."""
    enforcing = Client(enforce_csrf_checks=True)
    enforcing.force_login(things.officers["county_officer"])
    stranger, client.raise_request_exception = Client(), False
    client.force_login(things.officers["county_officer"])
    answers = [
        stranger.get("/"),
        stranger.get("/nowhere/"),
        stranger.get("/queue/", headers={"host": "evil.example"}),
        enforcing.post("/cases/views/", {"name": "x"}),
        client.get("/journal/"),
        client.get(things.address("case_open")),
        client.get("/queue/", headers={"HX-Request": "true"}),
        client.get(things.address("import_template")),
        client.get(things.address("import_rejected")),
        client.post("/cases/export/", {"reason": "核对名册"}),
        client.get("/static/css/app.css"),
        *(client.get(things.address(name)) for name in sorted(set(PATTERNS) - {"account_logout"})),
    ]
    with override_settings(KEYS=None):
        answers.append(client.get(things.address("case")))
    assert answers[-1].status_code == 500
    assert "KEYS" not in _text(answers[-1])
    for answer in answers:
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy, answer
        assert "unsafe" not in policy, answer
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        answer.close()


def test_what_an_officer_saw_stays_in_no_cache(things: Everything, client: Client) -> None:
    client.force_login(things.officers["county_officer"])
    for name in ("case", "queue", "cases", "import_batch", "search"):
        assert "no-store" in client.get(things.address(name)).headers["Cache-Control"]


def test_sentences_for_the_next_page_are_kept_from_the_browser(things: Everything, client: Client) -> None:
    client.force_login(things.officers["county_officer"])
    answer = client.post("/cases/views/", {"name": "谭远帆的", "query": "within=30"})
    assert answer.status_code == 302
    assert set(answer.cookies) <= {"yipanqi_session", "csrftoken"}


def test_nobody_is_sent_to_another_site(things: Everything, client: Client) -> None:
    client.force_login(things.officers["county_officer"])
    case = things.city["许敬安"].pk
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        text = client.get(f"/acts/register_arrival/?case={case}&back={elsewhere}").content.decode()
        assert "evil.example" not in text
        assert "javascript:" not in text
        answer = client.get(f"/accounts/login/?next={elsewhere}")
        assert "evil.example" not in answer.headers.get("Location", "")


def test_a_foreign_origin_posts_nothing(things: Everything) -> None:
    enforcing = Client(enforce_csrf_checks=True)
    enforcing.force_login(things.officers["county_officer"])
    for name in sorted(PATTERNS):
        answer = enforcing.post(things.address(name))
        assert answer.status_code in (302, 403, 405), name
        assert answer.status_code != 302 or "login" in answer.headers["Location"], name
