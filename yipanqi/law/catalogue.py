"""The law library: every rule with its articles, its dated numbers and how well they are known, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from yipanqi.law import effect, terms
from yipanqi.law.decisions import absence, extension, leave, penalty, praise, reduction, sanctions
from yipanqi.law.duties import RULES
from yipanqi.law.duties.device import DEVICE_MONTHS
from yipanqi.law.duties.permits import TRAVEL_MONTHS
from yipanqi.law.parameters import PARAMETERS, Region
from yipanqi.law.rules import Limit, Rule
from yipanqi.law.sources import CCL, CL, CPL, INTERP, MEASURES, PSL, SOURCES, Article, Dated, of, weakest
from yipanqi.law.term_limits import WARNINGS


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision the law allows, as listed: `asked` is its kind in `law ask`."""

    asked: str
    title: str
    digest: str
    basis: tuple[Article, ...]
    numbers: tuple[Dated[Any], ...] = ()


DECISIONS: tuple[Decision, ...] = (
    Decision(
        "effective_on",
        "裁判生效日",
        "上诉期自收到次日起算，末日遇休息日顺延（在押的除外），届满次日生效；数人收到的以最后为准。",
        (CPL("230"), INTERP("380"), CPL("105")),
        effect.NUMBERS,
    ),
    Decision(
        "term",
        "矫正期限与禁止令期限",
        "四类对象的起止、折抵、最短最长期限；印定日期为准，推算只用于提示不符。",
        (CL("38"), CL("41"), CL("73"), CL("83"), INTERP("202(2)")),
        terms.NUMBERS,
    ),
    Decision(
        "leave",
        "外出审批层级",
        "七日以内受委托的司法所可批，三十日以内县级批，超过三十日或者两个月内累计超过三十日的市级批。",
        (CCL("27"), MEASURES("26"), MEASURES("27")),
        leave.NUMBERS,
    ),
    Decision(
        "recurring_travel",
        "经常性跨市县活动",
        "县级批准，六个月有效，不超过矫正期限。",
        (CCL("27"), MEASURES("29")),
        (TRAVEL_MONTHS,),
    ),
    Decision(
        "absence",
        "逾期报到与脱离监管",
        "十日以内训诫，超过十日警告，无正当理由超过一个月提请撤销或者收监；管制没有撤销。",
        (MEASURES("34(1)"), MEASURES("35(2)"), MEASURES("46(2)"), MEASURES("47(1)"), MEASURES("49(2)")),
        absence.NUMBERS,
    ),
    Decision(
        "device",
        "使用电子定位装置",
        "五种情形之一，经县级司法行政部门负责人批准，不超过三个月，每次延长也不超过三个月。",
        (CCL("29"), MEASURES("37")),
        (DEVICE_MONTHS,),
    ),
    Decision(
        "extension",
        "延长病情、身体情况报告期限",
        "不满一个月县级、一个月以上不满三个月市级、三个月以上省级批准，并通报同级检察院。",
        (MEASURES("24"), MEASURES("58")),
        extension.NUMBERS,
    ),
    Decision(
        "reduction",
        "减刑",
        "县级提出、市级审核报请中级人民法院；缓刑一般不减刑，重大立功除外。",
        (CL("78"), CCL("33"), MEASURES("42")),
        reduction.NUMBERS,
    ),
    Decision(
        "revocation",
        "提请撤销缓刑、假释，提请收监执行",
        "撤销由与原审法院同级的机构提请，收监一律由县级提请；犯新罪、发现漏罪的由审理法院撤销，机构不提请。",
        (CCL("46"), CCL("49"), MEASURES("46"), MEASURES("47"), MEASURES("49")),
    ),
    Decision(
        "options",
        "案件可采取的措施",
        "表扬、训诫、警告、治安处罚、电子定位、逮捕、撤销、收监、减刑、解除各需何种情形。",
        (CCL("28"), MEASURES("33"), MEASURES("34"), MEASURES("35"), MEASURES("36")),
        (*praise.NUMBERS, *sanctions.NUMBERS),
    ),
    Decision(
        "penalty",
        "治安管理处罚",
        "2026年起适用新法第72条，此前适用旧法第60条；假释不在所列；未成年人、老人等不执行拘留。",
        (PSL("72(4)"), of("PSL2012", "60(4)"), PSL("23")),
        penalty.NUMBERS,
    ),
    Decision(
        "execution_place",
        "执行地",
        "居住地为执行地；有多个居住地的以经常居住地为准；不能确定的由决定机关确定，被确定地应当接收。",
        (CCL("17"), MEASURES("12")),
    ),
)


def listing(region: Region) -> dict[str, object]:
    """Every rule, decision, parameter and source as plain data (ISO dates, Chinese words)."""
    return {
        "region": {"key": region.key, "title": region.title, "levels": list(region.levels)},
        "rules": [rule_entry(rule, region) for rule in RULES.values()],
        "decisions": [_decision_entry(decision, region) for decision in DECISIONS],
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
        "name": f"decision.{decision.asked}",
        "ask": decision.asked,
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
