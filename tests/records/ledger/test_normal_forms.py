"""Normal forms: what ledgers write, what it becomes; whatever comes in, nothing raises and normal forms stay put."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.records.ledger.normal import dates, phones, places, sentences, text
from yipanqi.records.ledger.normal.form import strip_invisible
from yipanqi.records.ledger.normal.identity import check_digit, identity, matches_standard
from yipanqi.records.ledger.rows import FORMS
from yipanqi.records.places import COUNTIES, OFFICES, TOWNSHIPS

AS_OF = date(2026, 11, 1)
CELLS = st.one_of(
    st.none(), st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.text(alphabet="0123456789年月日./-至到~— 　０１２Xx", max_size=30),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (datetime(2025, 7, 27, 8, 30), "2025-07-27"),
        (date(2025, 7, 27), "2025-07-27"),
        (45865.0, "2025-07-27"),
        (45865, "2025-07-27"),
        (20250727.0, "2025-07-27"),
        ("20250727", "2025-07-27"),
        ("２０２５.０７.２７", "2025-07-27"),
        ("2025年7月27日 ", "2025-07-27"),
        ("2025 年 7 月 27 日", "2025-07-27"),
        ("2025-07-27 00:00:00", "2025-07-27"),
        ("2025/7/27", "2025-07-27"),
        ("2025-02-30", "date_invalid"),
        ("2025-07", "date_invalid"),
        ("45865", "date_invalid"),
        ("待定", "date_invalid"),
        (True, "date_invalid"),
        (123.0, "date_invalid"),
        ("25.7.27", "date_ambiguous"),
        ("25年7月27日", "date_ambiguous"),
        ("1989-12-31", "date_out_of_range"),
        ("1990-01-01", "1990-01-01"),
        ("2060-12-31", "2060-12-31"),
        ("2061-01-01", "date_out_of_range"),
        ("无", "None"),
        ("/", "None"),
    ],
)
def test_dates_in_every_spelling(cell: Any, wanted: str) -> None:
    form = dates.day(cell)
    assert (form.error or str(form.value)) == wanted


@pytest.mark.parametrize("mark", ["至", "-", "~", "—", "到", " 至 ", "——", "－", "～", " - "])
@pytest.mark.parametrize("shape", ["%Y%m%d", "%Y.%m.%d", "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"])
def test_a_range_in_one_cell(shape: str, mark: str) -> None:
    first, last = dates.span(date(2024, 1, 19).strftime(shape) + mark + date(2025, 1, 18).strftime(shape))
    assert (first.value, last.value) == (date(2024, 1, 19), date(2025, 1, 18))


def test_ranges_with_words_line_breaks_and_mistakes() -> None:
    assert dates.span("自2024年1月19日起至2025年1月18日止")[1].value == date(2025, 1, 18)
    assert dates.span("2024.1.19-\n2025.1.18")[1].value == date(2025, 1, 18)
    assert [n.error for n in dates.span("2024.2.30至2025.1.18")] == ["date_invalid", None]
    assert [n.error for n in dates.span("二年")] == ["date_invalid", "date_invalid"]
    assert [n.value for n in dates.span("/")] == [None, None]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("被判处有期徒刑一年零三个月，宣告缓刑一年零六个月，并处罚金人民币3000元", ("有期徒刑", 15, 18, 3000)),
        ("拘役6个月、缓刑8个月，并处罚金2万元", ("拘役", 6, 8, 20000)),
        ("有期徒刑两年,缓刑三年，并处罚金人民币一万五千元", ("有期徒刑", 24, 36, 15000)),
        (
            "犯盗窃罪判处有期徒刑十个月，犯诈骗罪判处有期徒刑八个月，决定执行有期徒刑一年二个月，缓刑二年",
            ("有期徒刑", 14, 24, None),
        ),
        ("管制一年十个月", ("管制", 22, None, None)),
        ("有期徒刑十三年", ("有期徒刑", 156, None, None)),
        ("有期徒刑一年半缓刑二年，罚金人民币1.5万元", ("有期徒刑", 18, 24, 15000)),
        ("有期徒刑１年，缓刑１年６个月，罚金10,000元", ("有期徒刑", 12, 18, 10000)),
        ("无期徒刑", ("无期徒刑", None, None, None)),
        ("缓刑考验期：见判决书", (None, None, None, None)),
        ("见判决书", (None, None, None, None)),
        ("有期徒刑若干年", (None, None, None, None)),
    ],
)
def test_sentences_taken_apart(cell: str, wanted: tuple[Any, ...]) -> None:
    form = sentences.sentence(cell)
    assert tuple(form.value.values()) == wanted
    assert ("sentence_unparsed" in form.warnings) == (wanted[0] is None)


@pytest.mark.parametrize(
    ("cell", "illegal"),
    [
        ("有期徒刑三年，缓刑五年", False),
        ("有期徒刑三年一个月，缓刑五年", True),
        ("有期徒刑二年，缓刑一年", True),
        ("有期徒刑三年，缓刑五年一个月", True),
        ("有期徒刑六个月，缓刑十一个月", True),
        ("拘役二个月，缓刑二个月", False),
        ("拘役一个月，缓刑一个月", True),
        ("拘役六个月，缓刑一年一个月", True),
        ("有期徒刑十年", False),
    ],
)
def test_a_probation_outside_the_law_is_flagged(cell: str, illegal: bool) -> None:
    assert ("sentence_illegal" in sentences.sentence(cell).warnings) == illegal


def test_term_mismatch_allows_one_day() -> None:
    assert not sentences.term_disagrees(date(2025, 1, 1), date(2025, 12, 31), 12)
    assert not sentences.term_disagrees(date(2025, 1, 1), date(2026, 1, 1), 12)
    assert sentences.term_disagrees(date(2025, 1, 1), date(2026, 1, 2), 12)
    assert not sentences.term_disagrees(date(2025, 8, 31), date(2026, 2, 27), 6)


@pytest.mark.parametrize(
    ("cell", "wanted", "warned"),
    [
        (14200000203.0, ["14200000203"], False),
        ("142-0000-0204", ["14200000204"], False),
        ("14200000211.0", ["14200000211"], False),
        ("14200000205、14200880205", ["14200000205", "14200880205"], False),
        ("14200000214 14200880214", ["14200000214", "14200880214"], False),
        ("０７１７-0000207；14200000214", ["0717-0000207", "14200000214"], False),
        ("14200000214/无号", ["14200000214"], True),
        ("12345", None, True),
        ("24200000214", None, True),
        ("无", None, False),
    ],
)
def test_phones(cell: Any, wanted: list[str] | None, warned: bool) -> None:
    form = phones.phones(cell)
    assert form.value == wanted
    assert bool(form.warnings) == warned


def test_identity_numbers() -> None:
    good = "42059919900101001" + check_digit("42059919900101001")
    assert identity(f" {good[:6]} {good[6:14]} {good[14:]}　", AS_OF).number == good
    assert identity(420599199001010000.0, AS_OF).error == "id_numeric_precision_lost"
    assert identity("42059919900230001X", AS_OF).error == "id_birth_invalid"
    assert identity("420599203001010017", AS_OF).error == "id_birth_future"
    assert identity("4205991990010100", AS_OF).error == "id_format"
    old = identity("420599900101001", AS_OF)
    assert (old.number, old.upgraded) == (good, True)


@given(st.integers(0, 10**17 - 1))
def test_our_check_digit_is_the_one_of_the_standard_library_of_numbers(body: int) -> None:
    digits = f"{body:017d}"
    assert matches_standard(digits + check_digit(digits))


@pytest.mark.parametrize("county", COUNTIES, ids=lambda county: county.name)
def test_every_county_is_known_by_its_names(county: Any) -> None:
    for spelling in (county.name, county.base_name, f"宜昌市{county.name}", f"湖北省宜昌市{county.name}"):
        assert places.county(spelling).value == (county.name, county.code)


@pytest.mark.parametrize("words", ["荆州区", "西陵县", "武汉市", "宜昌市", "某区", "3"])
def test_other_places_are_unknown_counties(words: str) -> None:
    assert places.county(words).error == "unknown_county"


def test_all_110_townships_are_accepted_and_fenxiang_keeps_its_xiang() -> None:
    assert (len(COUNTIES), len(TOWNSHIPS), len(OFFICES)) == (14, 110, 109)
    for township in TOWNSHIPS:
        for spelling in (
            township.name,
            f"{township.name}司法所",
            township.base_name,
            f"{township.county}{township.name}司法所",
        ):
            assert places.office(spelling, township.county).value == (township.office_name, township.code), spelling
    assert places.office("分乡镇", "夷陵区").value[0] == "分乡司法所"
    assert places.office("某某司法所", "夷陵区").value == ("某某司法所", None)
    assert places.office("枝城司法所", "夷陵区").value == ("枝城司法所", None)


def test_names_keep_han_middle_dots_and_latin_letters_only() -> None:
    assert text.name("向 𬭎").value == "向𬭎"
    assert text.name("阿依古丽·买买提").value == "阿依古丽·买买提"
    for wrong in ("张*", "甲\n乙", "甲(乙)", "甲1"):
        assert text.name(wrong).error == "name_invalid"
    assert text.name("甲" * 51).error == "too_long"


@given(CELLS)
def test_no_normal_form_ever_raises(cell: Any) -> None:
    for form in (*FORMS.values(), dates.span):
        form(cell)
    identity(cell, AS_OF)


@given(st.text(alphabet="示例甲乙·AaBb \u3000\u00a0", max_size=60))
def test_a_name_in_normal_form_stays_as_it_is(cell: str) -> None:
    form = text.name(cell)
    if form.value:
        assert text.name(form.value) == form


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_date_in_normal_form_stays_as_it_is(day: date) -> None:
    serial = float((day - date(1899, 12, 30)).days)
    for cell in (day, serial, f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", day.isoformat()):
        assert dates.day(cell).value == day
    assert dates.day(dates.day(serial).value.isoformat()).value == day


@given(st.dates(date(1950, 1, 1), AS_OF - timedelta(days=5000)), st.integers(0, 999))
def test_an_identity_number_in_normal_form_stays_as_it_is(born_on: date, order: int) -> None:
    body = f"420599{born_on:%Y%m%d}{order:03d}"
    first = identity(body + check_digit(body), AS_OF)
    assert first.born_on == born_on
    assert identity(first.number, AS_OF) == first
    if born_on.year < 2000:
        assert identity(f"{body[:6]}{body[8:]}", AS_OF).number == first.number


def test_invisible_characters_are_found() -> None:
    assert strip_invisible("\ufeff甲\u200b") == ("甲", True)
    assert strip_invisible("甲") == ("甲", False)
