"""A small fictitious city for the stories of the pages: all four categories, every way a duty can stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.cast import Cast, everywhere, make_case, make_cast, signed_in
from yipanqi.actions import duties, supervision
from yipanqi.law.events import Member
from yipanqi.law.facts import Category, ReleaseGround
from yipanqi.records import ciphers, names
from yipanqi.records.days import SHANGHAI
from yipanqi.records.models import Agency, Case, Officer, ProhibitionOrder


@dataclass
class SmallCity:
    """The cast and its cases by the name of the person."""

    cast: Cast
    today: date
    cases: dict[str, Case] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Case:
        return self.cases[name]

    @property
    def now(self) -> datetime:
        """This morning at half past eight."""
        return datetime.combine(self.today, time(8, 30), SHANGHAI)

    def ago(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)


def make_small_city(today: date) -> SmallCity:
    """Cases of two counties, told relative to `today`, their duties asked of the law."""
    city = SmallCity(make_cast(), today)
    with everywhere():
        for make in (_probation, _others, _special):
            make(city)
        ids = [case.pk for case in city.cases.values()]
        duties.refresh_many(ids, now=city.now)
    _work(city)
    for case in city.cases.values():
        with everywhere():
            case.refresh_from_db()
    return city


def add(city: SmallCity, name: str, county: Agency, office: Agency | None, **facts: Any) -> Case:
    """One case; the search key and the document number are as an import would make them."""
    person = {
        "name": name,
        "name_key": names.pinyin_key(name),
        "phones_sealed": ciphers.seal("person.phones", "13812346620"),
        "residence_address": "西陵街道东山社区二组",
        **facts.pop("person", {}),
    }
    case = make_case(county, office, person=person, **facts)
    case.search_key = names.search_key(name=name, number=case.number, doc_no=case.doc_no)
    case.save(update_fields=["search_key"])
    city.cases[name] = case
    return case


def _probation(city: SmallCity) -> None:
    cast, ago = city.cast, city.ago
    running: dict[str, Any] = {
        "crime": "非法采矿罪",
        "sentence_text": "有期徒刑一年，缓刑二年",
        "decision_organ": "夷陵区人民法院",
        "doc_no": "（2025）鄂0506刑初204号",
        "level": "普管",
        "responsible": cast.worker,
    }
    # did not report in: the ten days have run out
    add(
        city, "谭远帆", cast.county, cast.office, effective_on=ago(14), term_starts_on=ago(14),
        term_ends_on=ago(-716), received_on=ago(12), crime="盗窃罪", decision_organ="西陵区人民法院",
    )  # fmt: skip
    # still has days left to report in
    add(
        city, "许敬安", cast.county, cast.office, effective_on=ago(7), term_starts_on=ago(7),
        term_ends_on=ago(-723), received_on=ago(5), crime="危险驾驶罪",
    )  # fmt: skip
    # arrived, everything of intake still to do
    add(
        city, "望学军", cast.county, cast.office, effective_on=ago(9), term_starts_on=ago(9), arrived_on=ago(2),
        term_ends_on=ago(-721), received_on=ago(2), level="严管", crime="诈骗罪",
    )  # fmt: skip
    # in order; the term ends within weeks
    add(
        city, "黎家旺", cast.county, cast.office, effective_on=ago(700), term_starts_on=ago(700),
        arrived_on=ago(695), term_ends_on=ago(-33), received_on=ago(695), **running,
    )  # fmt: skip
    # the term ran out, nobody confirmed the release
    add(
        city, "向德林", cast.county, cast.office, effective_on=ago(740), term_starts_on=ago(740),
        arrived_on=ago(735), term_ends_on=ago(10), received_on=ago(735), known_since=ago(3), **running,
    )  # fmt: skip
    # imported three days ago: silence from before is to be filled in
    add(
        city, "邓秋实", cast.county, cast.second_office, effective_on=ago(400), term_starts_on=ago(400),
        arrived_on=ago(396), term_ends_on=ago(-330), received_on=ago(396), known_since=ago(3),
        **{**running, "responsible": None},
    )  # fmt: skip
    add(
        city, "秦绍宽", cast.other_county, cast.other_office, effective_on=ago(14), term_starts_on=ago(14),
        term_ends_on=ago(-716), received_on=ago(12),
    )  # fmt: skip


def _others(city: SmallCity) -> None:
    cast, ago = city.cast, city.ago
    add(
        city, "覃玉梅", cast.county, cast.office, category=Category.TEMPORARY.value, level="严管",
        release_ground=ReleaseGround.MEDICAL.value, decided_on=ago(200), effective_on=ago(200),
        term_starts_on=ago(196), term_ends_on=ago(-500), arrived_on=ago(196), received_on=ago(196),
        person={"sex": "女", "born_on": date(1978, 4, 2)}, responsible=cast.worker, crime="贩卖毒品罪",
    )  # fmt: skip
    add(
        city, "郑小满", cast.county, cast.office, category=Category.PAROLE.value, decided_on=ago(100),
        effective_on=ago(95), term_starts_on=ago(95), term_ends_on=ago(-300), arrived_on=ago(90),
        received_on=ago(90), responsible=cast.worker, crime="抢劫罪",
    )  # fmt: skip
    add(
        city, "简春兰", cast.county, None, category=Category.CONTROL.value, decided_on=ago(60), effective_on=ago(50),
        term_starts_on=ago(50), term_ends_on=ago(-310), arrived_on=ago(46), received_on=ago(46),
        person={"sex": "女"}, crime="聚众斗殴罪",
    )  # fmt: skip


def _special(city: SmallCity) -> None:
    cast, ago = city.cast, city.ago
    minor = add(
        city, "柴小宁", cast.county, cast.office, sealed=True, effective_on=ago(40), term_starts_on=ago(40),
        term_ends_on=ago(-325), arrived_on=ago(36), received_on=ago(36), crime="故意伤害罪",
        person={"sealed": True, "born_on": ago(17 * 365)},
    )  # fmt: skip
    ProhibitionOrder.objects.create(case=minor, text="禁止进入网吧、酒吧等场所", starts_on=ago(40))


def _work(city: SmallCity) -> None:
    """What the office has recorded so far."""
    by, ago, now = city.cast.worker, city.ago, city.now
    with signed_in(by):
        for name, since in (("黎家旺", 695), ("覃玉梅", 196), ("郑小满", 90)):
            case = city[name]
            members = [Member.OFFICE, Member.COMMITTEE, Member.WOMAN, Member.FAMILY]
            supervision.record_declaration(by=by, case_id=case.pk, on=ago(since - 3), now=now)
            supervision.record_group(by=by, case_id=case.pk, on=ago(since - 3), members=members, now=now)
            supervision.record_plan(by=by, case_id=case.pk, on=ago(since - 5), now=now)
        supervision.record_report(by=by, case_id=city["黎家旺"].pk, on=ago(4), note="情绪平稳，按时上工", now=now)
        for days in (188, 97):
            supervision.record_medical_review(by=by, case_id=city["覃玉梅"].pk, on=ago(days), now=now)


def office_pair(city: SmallCity) -> tuple[Officer, Officer]:
    """The office worker and a stranger from another county."""
    return city.cast.worker, city.cast.other_worker
