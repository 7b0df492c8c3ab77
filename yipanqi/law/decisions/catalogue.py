"""The decisions as the law library shows them: title, articles, numbers, our own words; the numbers in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yipanqi.law import effect, terms
from yipanqi.law.decisions import (
    absence,
    extension,
    leave,
    penalty,
    praise,
    prohibition,
    reduction,
    revoking,
    sanctions,
)
from yipanqi.law.duties.device import DEVICE_MONTHS
from yipanqi.law.duties.permits import TRAVEL_MONTHS
from yipanqi.law.sources import (
    CCL,
    CL,
    CPL,
    INTERP,
    MEASURES,
    PRISON,
    PSL,
    PSL2012,
    Article,
    Dated,
    of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of the law; `ask` is the kind of question that asks for it ("options" for grounds on a case)."""

    name: str
    title: str
    ask: str
    basis: tuple[Article, ...]
    digest: str
    numbers: tuple[Dated[Any], ...] = ()


DECISIONS: tuple[Decision, ...] = (
    Decision(
        name="effective_on",
        title="裁判生效日",
        ask="effective_on",
        numbers=effect.NUMBERS,
        basis=(CPL("230"), CPL("105"), INTERP("380"), INTERP("386"), INTERP("413")),
        digest="上诉期自收到次日起算，判决十日、裁定五日；末日为休息日的顺延，在押的不顺延；期满次日生效。",
    ),
    Decision(
        name="term",
        title="期限与折抵",
        ask="term",
        numbers=terms.NUMBERS,
        basis=(CL("38"), CL("41"), CL("73"), CL("83"), CPL("76"), CPL("268"), INTERP("202")),
        digest="四类对象的起算、折抵、止日和上下限；禁止令期限；文书所载为准，计算只作核对。",
    ),
    Decision(
        name="leave",
        title="外出",
        ask="leave",
        numbers=leave.NUMBERS,
        basis=(CCL("27"), MEASURES("26"), MEASURES("27"), MEASURES("58")),
        digest="七日以内受委托的司法所可批，三十日以内县级批，超过或者两个月内累计超过三十日的市级批。",
    ),
    Decision(
        name="exit",
        title="出境",
        ask="leave",
        basis=(of("EXIT", "12(2)"),),
        digest="刑罚尚未执行完毕不准出境，任何一级都不得批准。",
    ),
    Decision(
        name="recurring_travel",
        title="经常性跨市县活动",
        ask="recurring_travel",
        numbers=(TRAVEL_MONTHS,),
        basis=(CCL("27"), MEASURES("29")),
        digest="县级批准，每次六个月，不超过矫正期，每次出行报告。",
    ),
    Decision(
        name="execution_place",
        title="执行地与变更执行地",
        ask="execution_place",
        basis=(CCL("17"), CCL("27"), MEASURES("12"), MEASURES("30"), MEASURES("31")),
        digest="执行地为居住地，多处居住的可为经常居住地，不明或者不适宜的由决定机关确定；变更由县级决定。",
    ),
    Decision(
        name="contact",
        title="接触特定人员",
        ask="options",
        basis=(MEASURES("25"),),
        digest="接触被害人、控告人、举报人、同案犯等须经县级批准。",
    ),
    Decision(
        name="area",
        title="进入特定区域",
        ask="options",
        basis=(MEASURES("39"),),
        digest="禁止令规定须经批准才能进入的，由县级批准，告知原审法院和县级检察院。",
    ),
    Decision(
        name="extension",
        title="延长病情报告",
        ask="extension",
        numbers=extension.NUMBERS,
        basis=(MEASURES("24"), MEASURES("58")),
        digest="不满一个月县级，一个月以上不满三个月市级，三个月以上省级。",
    ),
    Decision(
        name="absence",
        title="逾期报到与脱离监管",
        ask="absence",
        numbers=absence.NUMBERS,
        basis=(MEASURES("34(1)"), MEASURES("35(2)"), MEASURES("46(2)"), MEASURES("47(1)"), MEASURES("49(2)")),
        digest="不超过十日训诫，超过十日警告，超过一个月且无正当理由的提请撤销、收监（管制：警告并提请治安处罚）。",
    ),
    Decision(
        name="praise",
        title="表扬",
        ask="options",
        numbers=praise.NUMBERS,
        basis=(CCL("28"), MEASURES("33")),
        digest="满六个月且符合四项条件的可以表扬；见义勇为等不受六个月限制；表现突出的应当表扬。",
    ),
    Decision(
        name="admonition",
        title="训诫",
        ask="options",
        basis=(CCL("28"), MEASURES("34")),
        digest="逾期报到或者脱离监管不超过十日等四种情节轻微的情形。",
    ),
    Decision(
        name="warning",
        title="警告",
        ask="options",
        numbers=sanctions.NUMBERS,
        basis=(CCL("28"), MEASURES("35")),
        digest="超过十日、违反禁止令情节轻微、两次训诫仍不改正等六种情形。",
    ),
    Decision(
        name="penalty",
        title="提请治安管理处罚",
        ask="penalty",
        numbers=penalty.NUMBERS,
        basis=(CCL("59"), MEASURES("36"), PSL("72(4)"), PSL2012("60(4)"), PSL("23")),
        digest="适用行为时的法律；假释没有列入；未成年人、老年人、孕妇、哺乳期妇女依法不执行拘留。",
    ),
    Decision(
        name="device",
        title="电子定位装置",
        ask="device",
        numbers=(DEVICE_MONTHS,),
        basis=(CCL("29"), MEASURES("37")),
        digest="五项情形之一，县级司法行政部门负责人批准，每次不超过三个月且不超过矫正期。",
    ),
    Decision(
        name="arrest",
        title="提请逮捕",
        ask="options",
        basis=(CCL("47"), MEASURES("48"), INTERP("544")),
        digest="只能与撤销缓刑、假释建议同时提出，须有可能逃跑或者社会危险。",
    ),
    Decision(
        name="prohibition",
        title="违反禁止令情节严重",
        ask="options",
        numbers=prohibition.NUMBERS,
        basis=(of("PROHIBITION", "12"), MEASURES("46(1)")),
        digest="三次以上违反、因违反受治安处罚后再次违反、造成严重危害后果等。",
    ),
    Decision(
        name="revocation",
        title="提请撤销缓刑、假释",
        ask="revocation",
        numbers=revoking.NUMBERS,
        basis=(CCL("46"), MEASURES("46"), MEASURES("47"), CL("77"), CL("86"), INTERP("543")),
        digest="与原审法院同级的机构提出；犯新罪或者有漏罪的由审理法院撤销；管制没有撤销。",
    ),
    Decision(
        name="recall",
        title="提请收监执行",
        ask="revocation",
        basis=(CCL("49"), MEASURES("49"), CPL("268"), INTERP("516"), PRISON("48")),
        digest="八种情形，一律由县级向执行地决定机关提出，原决定机关在本省的可以向其提出。",
    ),
    Decision(
        name="reduction",
        title="减刑",
        ask="reduction",
        numbers=reduction.NUMBERS,
        basis=(CCL("33"), CL("78"), CL("79"), of("REDUCTION", "16"), of("REDUCTION", "18"), MEASURES("42")),
        digest="县级提出、市级审核报中级法院；实际执行不少于一半；缓刑只有重大立功，考验期有下限。",
    ),
    Decision(
        name="release",
        title="解除",
        ask="options",
        basis=(CCL("44"), MEASURES("53")),
        digest="期满或者赦免当日解除；撤销、收监或者刑事案件未决的列为期满待定。",
    ),
    Decision(
        name="termination",
        title="终止",
        ask="options",
        basis=(CCL("45"), CCL("51")),
        digest="裁定撤销、决定收监、死亡三种；变更执行地不是终止。",
    ),
)
NUMBERS: dict[str, Dated[Any]] = {dated.key: dated for decision in DECISIONS for dated in decision.numbers}
