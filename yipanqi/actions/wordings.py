"""Wordings of findings: each is made once a process and kept once in the database, before any row names it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db import connection

from yipanqi.law.duties import RULES
from yipanqi.law.findings import Duty as Finding
from yipanqi.law.sources import Article
from yipanqi.records.models import Wording
from yipanqi.records.models.wording import remember, wording

_IDS: dict[tuple[object, ...], int] = {}
_NAMES = [field.column for field in Wording._meta.concrete_fields]


def wording_id(finding: Finding) -> int:
    """The key of the words of this finding; everything they depend on besides the release is in what is asked here."""
    key = (
        finding.of.name,
        finding.why,
        finding.change_if,
        _cited(finding.basis) if finding.cites else _basis(finding.of.name, finding.basis_day),
        finding.raw_due_on != finding.due_on,
        finding.provisional and finding.due_on is not None,
        finding.done_on is not None,
        finding.missing != "",
        finding.amount is None and finding.due_on is None,
    )
    found = _IDS.get(key)
    if found is None:
        made = _made(finding)
        remember(made)
        found = _IDS[key] = made.pk
    return found


@lru_cache(maxsize=50_000)
def _basis(rule: str, day: date | None) -> str:
    return _cited(Finding(of=RULES[rule], occasion="", starts_on=day).basis)


@lru_cache(maxsize=1_000)
def _cited(articles: tuple[Article, ...]) -> str:
    return json.dumps([{"cite": a.cite, "label": a.label} for a in articles], ensure_ascii=False)


def _made(finding: Finding) -> Wording:
    made = Wording(
        rule=finding.rule,
        title=finding.of.title,
        actor=finding.actor.value,
        unit=finding.of.limit.unit.value,
        statutory=finding.statutory,
        certainty=finding.certainty.value,
        assumption=finding.assumption,
        basis=json.loads(_cited(finding.basis)),
        because=finding.because_words,
        change=finding.change_words,
        if_missed=finding.if_missed,
        next_step=finding.next_step,
    )
    said = json.dumps(_columns(made)[1:], ensure_ascii=False).encode()
    made.pk = int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)
    return made


def told(ids: Iterable[int]) -> list[list[Any]]:
    """These wordings as one process tells them to another (`heard`)."""
    return [_columns(wording(pk)) for pk in ids]


def heard(columns: Iterable[list[Any]]) -> None:
    """Remember what another process made."""
    remember(*(Wording(**dict(zip(_NAMES, one, strict=True))) for one in columns))


def _columns(made: Wording) -> list[Any]:
    return [getattr(made, field.attname) for field in Wording._meta.concrete_fields]


def keep(ids: Iterable[int]) -> None:
    """Have these wordings in the database, whatever becomes of the caller's transaction.

    They are written through a connection of its own that holds nothing: two acts that say something new at the same
    time would otherwise wait for each other.
    """
    wanted = set(ids)
    lacking = wanted.difference(Wording.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if not lacking:
        return
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            for pk in sorted(lacking):
                cursor.execute(_KEEP, _stored(wording(pk)))
    finally:
        beside.close()


_KEEP = (
    f"INSERT INTO records_wording ({', '.join(_NAMES)})"  # noqa: S608 -- names of the model
    f" VALUES ({', '.join(['%s'] * len(_NAMES))}) ON CONFLICT DO NOTHING"
)


def _stored(made: Wording) -> list[Any]:
    return [json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for v in _columns(made)]
