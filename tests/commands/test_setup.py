"""The operator installs: the tree and three administrators, once; and helps the last one back in."""

from __future__ import annotations

import argparse
import json
from collections import Counter

import pytest

from tests.cast import everywhere
from yipanqi.access.permissions import Permission
from yipanqi.access.scope import permissions_of
from yipanqi.commands import account_reset, setup
from yipanqi.commands.output import BadInput
from yipanqi.records.models import Agency, JournalLine, Officer, RoleGrant

pytestmark = pytest.mark.django_db


def _run(module: object, *words: str) -> int:
    parser = argparse.ArgumentParser()
    module.register(parser)  # type: ignore[attr-defined]
    return int(module.run(parser.parse_args(words)))  # type: ignore[attr-defined]


def _lines() -> list[JournalLine]:
    with everywhere():
        return list(JournalLine.objects.order_by("seq"))


def test_setup_makes_the_tree_and_three_administrators(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(setup, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["agencies"] == {"county": 14, "office": 109, "partner": 19}
    for one in said["administrators"]:
        officer = Officer.objects.get(username=one["username"])
        assert officer.check_password(one["password"])
        assert officer.must_change_password
        assert Permission.SEE_AGENCIES in permissions_of(officer)
        assert Permission.SEE_CASES not in permissions_of(officer)
    assert {g.role for g in RoleGrant.objects.all()} == {"system_admin", "security_admin", "audit_admin"}


def test_the_exception_at_installation_is_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    _run(setup)
    assert "由安装程序直接设立，已记入工作日志" in capsys.readouterr().out
    seated = [line for line in _lines() if line.verb == "role.confirmed"]
    assert [(line.officer_id, line.data["first"]) for line in seated] == [(None, True)] * 3


def test_a_second_setup_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _run(setup)
    before = (Agency.objects.count(), Officer.objects.count(), len(_lines()))
    capsys.readouterr()
    assert _run(setup) == 0
    said = capsys.readouterr().out
    assert "已经设立，没有改动" in said
    assert "密码" not in said.split("\n", maxsplit=1)[0]
    assert (Agency.objects.count(), Officer.objects.count(), len(_lines())) == before


def test_names_are_given_at_installation() -> None:
    _run(setup, "--system", "shilx:石立新", "--security", "yuemh:岳明辉", "--audit", "wenry:温如玉")
    names = dict(Officer.objects.values_list("username", "full_name"))
    assert names == {"shilx": "石立新", "yuemh": "岳明辉", "wenry": "温如玉"}


def test_a_bad_name_stops_everything_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="安全管理员：登录名“A B”不合要求"):
        _run(setup, "--security", "A B")
    assert Officer.objects.count() == 0
    assert Agency.objects.count() == 0


def test_the_operator_lets_the_last_administrator_back_in(capsys: pytest.CaptureFixture[str]) -> None:
    _run(setup)
    capsys.readouterr()
    assert _run(account_reset, "sysadmin", "--factors", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert Officer.objects.get(username="sysadmin").check_password(said["password"])
    assert Counter(line.verb for line in _lines() if line.officer_id is None)["account.factor_reset"] == 1
    with pytest.raises(BadInput, match="没有登录名为"):
        _run(account_reset, "nobody")
