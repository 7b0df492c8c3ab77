"""The law library: every rule with its articles, its dated numbers and how well they are known, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from yipanqi.law.decisions.catalogue import DECISIONS, Decision
from yipanqi.law.duties import RULES
from yipanqi.law.parameters import PARAMETERS, Region
from yipanqi.law.principles import PRINCIPLES, principle_as_json
from yipanqi.law.rules import Limit, Rule
from yipanqi.law.sources import SOURCES, Article, Dated, weakest
from yipanqi.law.term_limits import WARNINGS


def listing(region: Region) -> dict[str, object]:
    """Every rule, decision, parameter and source as plain data (ISO dates, Chinese words)."""
    return {
        "region": {"key": region.key, "title": region.title, "levels": list(region.levels)},
        "rules": [rule_entry(rule, region) for rule in RULES.values()],
        "decisions": [_decision_entry(decision, region) for decision in DECISIONS],
        "principles": [principle_as_json(principle) for principle in PRINCIPLES],
        "parameters": [number_entry(number, region) for number in PARAMETERS.values()],
        "warnings": dict(WARNINGS),
        "sources": [_source_entry(key) for key in SOURCES],
    }


def rule_entry(rule: Rule, region: Region) -> dict[str, object]:
    """One duty's rule as plain data."""
    return {
        "name": rule.name,
        "title": rule.title,
        "actor": rule.actor.title,
        "clock": rule.clock,
        "from": rule.from_what,
        "digest": rule.digest,
        "articles": [article.cite for article in rule.basis],
        "labels": [article.label for article in rule.basis],
        "limit": limit_words(rule.limit),
        "variants": {name: limit_words(limit) for name, limit in rule.variants.items()},
        "roll": rule.limit.roll.value,
        "parameters": [number_entry(number, region) for number in rule.numbers],
        "if_missed": rule.if_missed,
        "next_step": rule.next_step,
        "statutory": rule.statutory,
        "optional": rule.optional,
        "status": rule.status.value,
        "status_title": rule.status.title,
        "assumption": rule.assumption,
    }


def limit_words(limit: Limit) -> str:
    """A limit as it is read out: the unit, and whether it is counted ahead."""
    if limit.number is None:
        return limit.unit.value
    return f"{limit.number.title}（{'提前' if limit.ahead else ''}{limit.unit.value}）"


def number_entry(number: Dated[Any], region: Region) -> dict[str, object]:
    """A dated number with its history as it holds in the region."""
    held: Dated[Any] = region.values.get(number.key, number)
    return {
        "key": held.key,
        "title": held.title,
        "unit": held.unit,
        "history": [
            {
                "from_on": version.from_on.isoformat() if version.from_on else None,
                "value": version.value,
                "article": version.article.cite,
                "certainty": version.certainty.value,
                "note": version.note,
            }
            for version in held.history
        ],
    }


def numbers() -> dict[str, Dated[Any]]:
    """Every dated number of the law by its key: what a rehearsal may amend."""
    return {number.key: number for number in _all_numbers()}


def _all_numbers() -> Iterator[Dated[Any]]:
    for rule in RULES.values():
        yield from rule.numbers
    for decision in DECISIONS:
        yield from decision.numbers
    yield from PARAMETERS.values()


def _decision_entry(decision: Decision, region: Region) -> dict[str, object]:
    status = weakest(*_known(decision.basis, decision.numbers))
    return {
        "name": f"decision.{decision.name}",
        "ask": decision.ask,
        "title": decision.title,
        "digest": decision.digest,
        "articles": [article.cite for article in decision.basis],
        "labels": [article.label for article in decision.basis],
        "parameters": [number_entry(number, region) for number in decision.numbers],
        "status": status.value,
        "status_title": status.title,
    }


def _known(basis: Iterable[Article], used: Iterable[Dated[Any]]) -> Iterator[Any]:
    yield from (article.source.certainty for article in basis)
    yield from (version.certainty for number in used for version in number.history)


def _source_entry(key: str) -> dict[str, object]:
    source = SOURCES[key]
    return {
        "key": key,
        "short": source.short,
        "title": source.title,
        "from_on": source.from_on.isoformat() if source.from_on else None,
        "to_on": source.to_on.isoformat() if source.to_on else None,
        "read": source.read,
        "status": source.certainty.value,
        "status_title": source.certainty.title,
    }
