"""Change of the place of execution: application, letter, reply, decision, file, report (D13-D20)."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.law.days import Roll
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import IMMEDIATE, NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import CCL, MEASURES, Certainty, Dated, number


def _days(key: str, title: str, days: int, article: str) -> Dated[int]:
    return number(key, title, "日", days, MEASURES(article), certainty=Certainty.RECALLED)


APPLY_MONTHS = number(
    "move_apply_months", "变更执行地提前申请月数", "个月", 1, MEASURES("30"), certainty=Certainty.RECALLED
)
LETTER_DAYS = _days("move_letter_days", "发函征求意见期限", 5, "30")
REPLY_DAYS = _days("move_reply_days", "复函期限", 5, "30")
REFUSAL_DAYS = _days("move_refusal_days", "告知不准变更期限", 5, "30")
FILE_DAYS = _days("move_file_days", "移交档案期限", 5, "31")
RECEIPT_DAYS = _days("move_receipt_days", "档案回执期限", 5, "31")
REPORT_DAYS = _days("move_report_days", "到新执行地报到期限", 7, "31")
ARCHIVE_DAYS = _days("archive_notify_days", "通知收到罪犯档案期限", 5, "31")
_ROLL = Roll.NEXT_WORKDAY

APPLY = Rule(
    name="move.apply_ahead",
    title="提前申请变更执行地",
    actor=Actor.PERSON,
    clock="D13",
    optional=True,
    basis=(MEASURES("30"),),
    limit=Limit(Unit.MONTHS, APPLY_MONTHS, ahead=True),
    from_what="拟迁居之日",
    digest="因迁居等原因变更执行地的，一般提前一个月申请，由司法所签署意见后报批。",
)
LETTER = Rule(
    name="move.send_letter",
    title="发函征求拟迁入地意见",
    actor=Actor.AGENCY,
    clock="D14",
    basis=(MEASURES("30"),),
    limit=Limit(Unit.DAYS, LETTER_DAYS, _ROLL),
    from_what="收到申请之日",
    digest="收到变更执行地申请后五日内，书面征求拟迁入地县级社区矫正机构意见。",
    if_missed="属检察监督事项",
    next_step="拟迁入地五日内核实并复函",
)
REPLY = Rule(
    name="move.reply",
    title="核实并复函",
    actor=Actor.NEW_AGENCY,
    clock="D15",
    basis=(MEASURES("30"),),
    limit=Limit(Unit.DAYS, REPLY_DAYS, _ROLL),
    from_what="收到征求意见函之日",
    digest="拟迁入地接到征求意见函后五日内核实并书面回复。",
    if_missed="催办；争议报共同上一级协调",
    next_step="原执行地作出决定",
)
DECIDE = Rule(
    name="move.decide",
    title="决定是否变更执行地",
    actor=Actor.AGENCY,
    basis=(CCL("27"), MEASURES("30")),
    limit=NO_NUMBER,
    from_what="收到复函之日",
    digest="原执行地县级社区矫正机构根据复函作出决定；对拟迁入地意见有异议的报上一级协调。",
)
REFUSAL = Rule(
    name="move.tell_refusal",
    title="告知不准变更执行地",
    actor=Actor.AGENCY,
    clock="D16",
    basis=(MEASURES("30"),),
    limit=Limit(Unit.DAYS, REFUSAL_DAYS, _ROLL),
    from_what="决定不准变更之日",
    digest="不准变更执行地的，五日内告知本人。",
)
FILE = Rule(
    name="move.send_file",
    after_end=True,
    title="移交法律文书和档案",
    actor=Actor.AGENCY,
    clock="D17",
    basis=(MEASURES("31"),),
    limit=Limit(Unit.DAYS, FILE_DAYS, _ROLL),
    from_what="决定变更之日",
    digest="决定变更后五日内将法律文书和档案材料移交新执行地，并抄送决定机关和原执行地检察院、公安机关。",
    if_missed="易致漏管，属检察监督事项",
    next_step="新执行地五日内送达回执",
)
NOTIFY = Rule(
    name="move.notify",
    after_end=True,
    title="通知变更执行地",
    actor=Actor.AGENCY,
    basis=(CCL("27"), MEASURES("31")),
    limit=NO_NUMBER,
    from_what="决定变更之日",
    digest="变更执行地的，通知社区矫正决定机关，抄送原执行地人民检察院、公安机关。",
)
RECEIPT = Rule(
    name="move.receipt_file",
    after_end=True,
    title="档案回执并转送文书",
    actor=Actor.NEW_AGENCY,
    clock="D18",
    basis=(CCL("27"), MEASURES("31")),
    limit=Limit(Unit.DAYS, RECEIPT_DAYS, _ROLL),
    from_what="收到档案之日",
    digest="新执行地收到档案后五日内送达回执，并将文书转送所在地检察院、公安机关。",
)
REPORT = Rule(
    name="move.report_in",
    after_end=True,
    title="到新执行地报到",
    actor=Actor.PERSON,
    clock="D19",
    basis=(MEASURES("31"),),
    limit=Limit(Unit.DAYS, REPORT_DAYS, _ROLL),
    from_what="收到变更决定之日",
    digest="自收到变更执行地决定之日起七日内到新执行地报到。",
    if_missed="原执行地组织查找；按逾期长短处理",
    next_step="新执行地通报原执行地",
)
SEARCH = Rule(
    name="move.search_absent",
    after_end=True,
    title="查找变更后未报到人员",
    actor=Actor.OLD_AGENCY,
    clock="D19",
    basis=(CCL("30"), MEASURES("31")),
    limit=IMMEDIATE,
    from_what="报到期限届满",
    digest="变更执行地后未按期报到的，新执行地立即通报，由原执行地组织查找。",
)
ARCHIVE = Rule(
    name="move.notify_archive",
    after_end=True,
    title="通知收到罪犯档案",
    actor=Actor.PRISON,
    clock="D20",
    basis=(MEASURES("31"),),
    limit=Limit(Unit.DAYS, ARCHIVE_DAYS, _ROLL),
    from_what="收到罪犯档案之日",
    digest="暂予监外执行变更执行地后，接收罪犯档案的看守所、监狱五日内通知新执行地社区矫正机构。",
)

RULES: tuple[Rule, ...] = (APPLY, LETTER, REPLY, DECIDE, REFUSAL, FILE, NOTIFY, RECEIPT, REPORT, SEARCH, ARCHIVE)

# opener, rule, closing events, sentence
_STEPS = (
    (EventKind.MOVE_APPLIED, LETTER, (EventKind.MOVE_LETTER_SENT,), "{start}收到变更申请"),
    (EventKind.MOVE_LETTER_RECEIVED, REPLY, (EventKind.MOVE_REPLIED,), "{start}收到征求意见函"),
    (EventKind.MOVE_REPLIED, DECIDE, (EventKind.MOVE_DECIDED, EventKind.MOVE_REFUSED), "{start}收到复函"),
    (EventKind.MOVE_REFUSED, REFUSAL, (EventKind.MOVE_REFUSAL_TOLD,), "{start}决定不准变更"),
    (EventKind.MOVE_DECIDED, FILE, (EventKind.MOVE_FILE_SENT,), "{start}决定变更执行地"),
    (EventKind.MOVE_FILE_RECEIVED, RECEIPT, (EventKind.MOVE_FILE_RECEIPTED,), "{start}收到档案"),
    (EventKind.MOVE_DECISION_RECEIVED, REPORT, (EventKind.MOVE_REPORTED,), "{start}收到变更决定"),
    (EventKind.ARCHIVE_RECEIVED, ARCHIVE, (EventKind.ARCHIVE_NOTIFIED,), "{start}收到罪犯档案"),
)


def duties(case: Reading) -> Iterator[Duty]:
    """The chain of a move, each link from the event that opens it."""
    for opener, rule, closers, words in _STEPS:
        for event in case.of(opener):
            done = case.first_answer(event, *closers)
            tail = "，次日起算{n}日，至{raw}" if rule.limit.number is not None else "，法律未定日数"
            duty = case.duty(rule, occasion_of(event), event.on, done=done, why=words + tail)
            yield duty
            if rule is REPORT:
                yield from _search(case, event, duty)
    for event in case.of(EventKind.MOVE_APPLIED):
        if event.from_on is not None:
            yield case.duty(
                APPLY, occasion_of(event), event.from_on, done=event, why="拟{start}迁居，一般提前{n}个月申请，至{raw}"
            )
    for event in case.of(EventKind.MOVE_DECIDED):
        yield from _decided(case, event)
    for event in case.of(EventKind.MOVE_LETTER_SENT):
        if case.first_answer(event, EventKind.MOVE_LETTER_RECEIVED, EventKind.MOVE_REPLIED) is None:
            yield case.duty(REPLY, occasion_of(event), None, why="", missing="拟迁入地收到征求意见函的日期")


def _search(case: Reading, event: Event, report: Duty) -> Iterator[Duty]:
    if report.due_on is not None and report.done_on is None and case.on > report.due_on:
        yield case.duty(
            SEARCH,
            occasion_of(event),
            report.due_on,
            done=case.answer(event, EventKind.SEARCHED),
            why="到新执行地报到期限{start}届满仍未报到",
        )


def _decided(case: Reading, event: Event) -> Iterator[Duty]:
    yield case.duty(
        NOTIFY,
        occasion_of(event),
        event.on,
        done=case.told(event, Organ.DECIDING_ORGAN, Organ.PROCURATORATE, Organ.POLICE),
        why="{start}决定变更执行地，应当通知决定机关、检察院、公安机关，法律未定日数",
    )
    reported = case.first_answer(event, EventKind.MOVE_DECISION_RECEIVED, EventKind.MOVE_REPORTED)
    if reported is None:
        yield case.duty(REPORT, occasion_of(event), None, why="", missing="本人收到变更执行地决定的日期")
