"""The end of the term: personal summary (D34), appraisal, release (D35), what follows, and 期满待定 (§2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.events import EventKind, Organ
from yipanqi.law.facts import Category, Ending
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading
from yipanqi.law.rules import AT_EVENT, IMMEDIATE, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, Certainty, number, of

SUMMARY_DAYS = number("summary_days", "个人总结提前日数", "日", 30, MEASURES("53"), certainty=Certainty.RECALLED)

SUMMARY = Rule(
    name="release.submit_summary",
    title="提交个人总结",
    actor=Actor.PERSON,
    clock="D34",
    basis=(MEASURES("53"),),
    limit=Limit(Unit.DAYS, SUMMARY_DAYS, ahead=True),
    from_what="矫正期满之日",
    digest="社区矫正对象一般应当在期满三十日前作出个人总结。",
    optional=True,
    if_missed="“一般”性要求，及时补交",
    next_step="社区矫正机构作出书面鉴定，衔接安置帮教",
)
APPRAISE = Rule(
    name="release.appraise",
    title="作出书面鉴定",
    actor=Actor.AGENCY,
    clock="D34",
    basis=(MEASURES("53"),),
    limit=AT_EVENT,
    from_what="矫正期满之日",
    digest="根据个人总结和考核情况，期满前作出书面鉴定，与安置帮教工作部门衔接。",
)
RELEASE = Rule(
    name="release.release",
    title="解除社区矫正",
    actor=Actor.AGENCY,
    clock="D35",
    basis=(CCL("44"), MEASURES("53")),
    limit=AT_EVENT,
    from_what="矫正期满或者赦免之日",
    digest="期满或者被赦免的，按期解除：宣布，发给解除社区矫正证明书。",
    if_missed="超期不解除侵害本人权利，属检察监督事项（检察规则643）",
    next_step="书面通知决定机关、检察院、公安机关",
)
NOTIFY = Rule(
    name="release.notify",
    after_end=True,
    title="送达解除通知",
    actor=Actor.AGENCY,
    clock="D35",
    basis=(CCL("44"),),
    limit=IMMEDIATE,
    from_what="解除之日",
    digest="解除后书面通知决定机关，抄送所在地人民检察院、公安机关。",
    if_missed="属检察监督事项",
)
PENDING = Rule(
    name="release.await_outcome",
    title="期满待定：报告负责人并通报检察院",
    actor=Actor.AGENCY,
    basis=(MEASURES("53"), of("EXPIRY", "全文")),
    limit=IMMEDIATE,
    from_what="矫正期满之日",
    certainty=Certainty.ASSUMED,
    assumption="期满时撤销、收监或者刑事案件未决的，暂不出具解除证明，停止日常监督，待结果确定（94号文内容未见全文）",
    digest="期满时存在未决的撤销、收监或者刑事强制措施的，列为期满待定。",
    next_step="结果确定后解除或者终止",
)

HELD = "期满待定"
UNCONFIRMED = "期满待核"
RULES: tuple[Rule, ...] = (SUMMARY, APPRAISE, RELEASE, NOTIFY, PENDING)
_END_WORDS = {
    Category.CONTROL: "执行期满，解除管制",
    Category.PROBATION: "缓刑考验期满，原判刑罚不再执行",
    Category.PAROLE: "假释考验期满，原判刑罚执行完毕",
    Category.TEMPORARY: "刑期届满，由监狱或者看守所办理刑满释放",
}


def duties(case: Reading) -> Iterator[Duty]:
    """Summary, appraisal and release of a running case; notices of one that was released."""
    facts = case.facts
    if case.over_on is not None and facts.ending not in (None, Ending.EXPIRED, Ending.PARDONED):
        return
    if case.ended_on is None and case.over_on is not None:
        return
    ends_on = facts.term_ends_on
    pardon = case.first(EventKind.PARDONED)
    if pardon is not None:
        yield case.duty(
            RELEASE, "pardon", pardon.on, done=case.ended_on, due_on=pardon.on, why="{start}被赦免，应当解除"
        )
    elif ends_on is None:
        yield case.duty(RELEASE, "term", None, done=case.ended_on, why="", missing="矫正期满日期")
    else:
        yield from _expiry(case, ends_on)
    if case.ended_on is not None:
        yield case.duty(
            NOTIFY,
            "release",
            case.ended_on,
            done=case.first(EventKind.END_NOTIFIED),
            why="{start}解除社区矫正，应当书面通知决定机关、检察院、公安机关",
        )


def _expiry(case: Reading, ends_on: date) -> Iterator[Duty]:
    entered = case.entered_on
    if entered is not None:
        yield _summary(case, ends_on, entered)
        yield case.duty(
            APPRAISE,
            "term",
            ends_on,
            done=case.first(EventKind.APPRAISED),
            due_on=ends_on,
            why="{start}期满，期满前作出书面鉴定",
        )
    waiting = unsettled(case) if case.on >= ends_on and case.ended_on is None else ""
    if waiting:
        yield case.duty(
            PENDING,
            "term",
            ends_on,
            why="{start}期满，但{waiting}，待结果确定，不出具解除证明",
            extra={"waiting": waiting},
            done=case.first_told("term", Organ.PROCURATORATE),
            flag=HELD,
        )
    else:
        yield _release(case, ends_on)


def _summary(case: Reading, ends_on: date, entered: date) -> Duty:
    early, days = case.due(SUMMARY.limit, ends_on)
    return case.duty(
        SUMMARY,
        "term",
        ends_on,
        done=case.first(EventKind.SUMMARY_FILED),
        due_on=max(early.due_on, entered) if early is not None else None,
        extra={"days": days},
        why="{start}期满，一般提前{days}日，至{raw}",
        change_if="若{due}以前提交，则为按期。",
    )


def _release(case: Reading, ends_on: date) -> Duty:
    known = case.facts.known_since
    unconfirmed = known is not None and ends_on < known and case.ended_on is None
    return case.duty(
        RELEASE,
        "term",
        ends_on,
        done=case.ended_on,
        due_on=ends_on,
        flag=UNCONFIRMED if unconfirmed else "",
        why="印定期满日为{start}，当日解除，不因休息日顺延；{words}",
        opens_on=ends_on,
        extra={"words": _END_WORDS[case.facts.category]},
        used=(("矫正期满日期", ends_on), ("解除日期", case.ended_on)),
    )


_OPEN_ENDS = (
    (EventKind.REVOCATION_PROPOSED, EventKind.REVOCATION_RULED, "撤销建议尚未裁定"),
    (EventKind.RECALL_PROPOSED, EventKind.RECALL_DECIDED, "收监执行建议尚未决定"),
    (EventKind.COERCED, EventKind.RESTRAINT_ENDED, "正被采取刑事强制措施"),
    (EventKind.ARRESTED, EventKind.FREED, "正被逮捕羁押"),
    (EventKind.CRIME_SUSPECTED, EventKind.RESTRAINT_ENDED, "涉嫌新罪尚无结果"),
)


def unsettled(case: Reading) -> str:
    """What keeps the end of the term open, in words; empty where nothing does."""
    for kind, closing, words in _OPEN_ENDS:
        for event in case.of(kind):
            over = event.to_on is not None and event.to_on < case.on
            if not over and case.answer(event, closing) is None:
                return words
    return ""
