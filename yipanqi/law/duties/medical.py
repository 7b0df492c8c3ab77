"""暂予监外执行: the monthly body report (D21) and, for 保外就医 only, the three-monthly review (D22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.law.days import month_end, period_end
from yipanqi.law.events import Event, EventKind, Organ
from yipanqi.law.facts import Category
from yipanqi.law.findings import Duty
from yipanqi.law.reading import Reading, occasion_of
from yipanqi.law.rules import NO_NUMBER, Actor, Limit, Rule, Unit
from yipanqi.law.sources import INTERP, MEASURES, Certainty, number

BODY_REPORT_MONTHS = number(
    "body_report_months", "身体情况报告间隔", "个月", 1, MEASURES("24"), certainty=Certainty.RECALLED
)
REVIEW_MONTHS = number("review_months", "病情复查间隔", "个月", 3, MEASURES("24"), certainty=Certainty.SECONDARY)

BODY_REPORT = Rule(
    name="medical.report_body",
    title="报告身体情况",
    actor=Actor.PERSON,
    clock="D21",
    basis=(MEASURES("24"),),
    limit=Limit(Unit.MONTHS, BODY_REPORT_MONTHS),
    from_what="每个日历月",
    digest="暂予监外执行的，每月报告一次身体情况。",
    assumption="每日历月一次，至当月末日止（参数）",
    if_missed="经教育仍不改正的给予警告，屡教不改的可提请收监执行",
    next_step="登记并核实",
)
REVIEW = Rule(
    name="medical.submit_review",
    title="提交病情复查情况",
    actor=Actor.PERSON,
    clock="D22",
    basis=(MEASURES("24"), MEASURES("35(4)"), MEASURES("49(5)"), INTERP("516")),
    limit=Limit(Unit.MONTHS, REVIEW_MONTHS),
    from_what="上次提交之日（首次为接收之日）",
    digest="保外就医的，在省级人民政府指定医院复查，每三个月提交一次病情复查情况。",
    if_missed="先教育；无正当理由不提交的警告；警告后拒不提交的提请收监执行",
    next_step="社区矫正机构审查是否仍符合保外就医条件",
)
TELL_EXTENSION = Rule(
    name="medical.tell_extension",
    title="通报延长报告期限",
    actor=Actor.AGENCY,
    basis=(MEASURES("24"),),
    limit=NO_NUMBER,
    from_what="批准延长之日",
    digest="批准延长病情复查、身体情况报告期限的，通报同级人民检察院。",
)

RULES: tuple[Rule, ...] = (BODY_REPORT, REVIEW, TELL_EXTENSION)
_MOST_MONTHS = 1_200  # a hundred years: no sum of extensions may leave the calendar
_EXTENSIONS = (EventKind.REVIEW_EXTENDED, EventKind.BODY_REPORT_EXTENDED)


def duties(case: Reading) -> Iterator[Duty]:
    """Nothing for the other three categories."""
    if case.facts.category is not Category.TEMPORARY:
        return
    start = case.supervised_since
    if start is None:
        return
    yield from _body_reports(case, start)
    yield from _reviews(case, start)
    for kind in _EXTENSIONS:
        for event in case.of(kind):
            yield case.duty(
                TELL_EXTENSION,
                occasion_of(event),
                event.on,
                done=case.told(event, Organ.PROCURATORATE),
                why="{start}批准延长报告期限，应当通报同级人民检察院，法律未定日数",
            )


def _body_reports(case: Reading, start: date) -> Iterator[Duty]:
    reports = {
        ((event.from_on or event.on).year, (event.from_on or event.on).month): event
        for event in reversed(case.of(EventKind.BODY_REPORTED))
    }
    last = case.last_supervised_on
    year, month = start.year, start.month
    while date(year, month, 1) <= last:
        first = max(start, date(year, month, 1))
        step = case.value(BODY_REPORT_MONTHS, first)
        report = reports.get((year, month))
        due_on = case.capped(month_end(year, month + step - 1))
        if not (case.only_open and report is not None) and not _excused(case, due_on, report):
            yield case.duty(
                BODY_REPORT,
                f"{year}-{month:02}",
                first,
                done=report,
                due_on=due_on,
                subject=f"{year}年{month}月",
                why="暂予监外执行每月报告一次身体情况，{subject}至{raw}",
                change_if="若{due}以前报告，则本月已办。",
            )
        year, month = _later(year, month, max(step, 1))


def _later(year: int, month: int, months: int) -> tuple[int, int]:
    end = month_end(year, month + months)
    return end.year, end.month


def _excused(case: Reading, due_on: date, report: Event | None) -> bool:
    """Nothing is owed in custody, nor while an approved extension still runs on the due day."""
    if report is not None:
        return False
    extended = any(
        event.on <= due_on and event.to_on is not None and due_on < event.to_on
        for event in case.of(EventKind.BODY_REPORT_EXTENDED)
    )
    return extended or case.in_custody(due_on)


def _reviews(case: Reading, start: date) -> Iterator[Duty]:
    facts = case.facts
    if facts.release_ground is None:
        yield case.duty(REVIEW, "arrival", start, why="", missing="暂予监外执行的具体情形（是否保外就医）")
        return
    if not facts.is_medical:
        return
    occasion = "arrival"
    for review in case.of(EventKind.MEDICAL_REVIEWED):
        if not case.only_open:
            yield _review(case, occasion, start, review)
        start, occasion = review.on, occasion_of(review)
    owed = _review(case, occasion, start, None)
    known = facts.known_since
    if known is not None and owed.due_on is not None and owed.due_on < known:
        yield owed
        owed = _review(case, "import", known, None)
    if not _beyond_term(case, owed):
        yield owed


def _beyond_term(case: Reading, owed: Duty) -> bool:
    """Nothing more is owed when the term ends first, nor while the person is held on the day it falls due."""
    ends_on = case.facts.term_ends_on
    return owed.due_on is not None and ((ends_on is not None and owed.due_on > ends_on) or case.in_custody(owed.due_on))


def _review(case: Reading, occasion: str, start: date, review: Event | None) -> Duty:
    months = case.value(REVIEW_MONTHS, start)
    raw_on = period_end(start, months=months)
    extra = 0
    for event in case.of(EventKind.REVIEW_EXTENDED):
        if start <= event.on and (review is None or event.on <= review.on) and event.months:
            extra += event.months
    due_on = period_end(raw_on, months=min(extra, _MOST_MONTHS))
    longer = f"，批准延长{extra}个月" if extra else ""
    return case.duty(
        REVIEW,
        occasion,
        start,
        done=review,
        due_on=due_on,
        why="保外就医，{start}起每{months}个月提交一次病情复查情况{longer}，至{raw}",
        extra={"months": months, "longer": longer},
        change_if="若{due}以前提交，则下一期自提交之日起算。",
    )
