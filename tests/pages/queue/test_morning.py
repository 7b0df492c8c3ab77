"""An office worker's morning: the queue says what the law requires, and the first acts are done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.cast import everywhere
from tests.pages.small_city import SmallCity
from yipanqi.records.models import Duty, Event, JournalLine, Officer

AsOfficer = Callable[[Officer], Client]
HTMX = {"HX-Request": "true"}


def duty_of(city: SmallCity, name: str, rule: str) -> Duty:
    with everywhere():
        return (
            Duty.objects.filter(case=city[name], rule=rule, done_on=None).order_by("due_on").select_related("case")[0]
        )


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_queue_says_what_is_due_of_whom_until_when_and_why(city: SmallCity, as_officer: AsOfficer) -> None:
    text = page(as_officer(city.cast.worker), "/queue/")
    assert "今天依法要办的事" in text
    assert "本人报到" in text
    assert "谭远帆" in text
    assert "已超 4 天" in text
    assert "社区矫正法 第21条" in text
    assert "怎样会不同" in text


def test_nothing_of_another_agency_appears(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    assert "秦绍宽" not in page(client, "/queue/")
    assert "秦绍宽" not in page(client, "/cases/?state=all")


def test_a_stranger_sees_an_empty_queue_of_ours(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.other_worker)
    assert "谭远帆" not in page(client, "/queue/")
    duty = duty_of(city, "谭远帆", "intake.report_in_person")
    assert client.get(f"/queue/duties/{duty.pk}/why").status_code == 404
    assert client.get(f"/acts/register_arrival/?case={duty.case_id}").status_code == 404


def test_each_segment_holds_what_its_number_says(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    for key in ("over", "today", "soon", "waiting", "later", "undated", "done"):
        answer = client.get(f"/queue/?segment={key}")
        counts, beside = answer.context["counts"], answer.context["beside"]
        number = getattr(counts, key, None)
        number = getattr(beside, key, None) if number is None else number
        shown = sum(len(group["duties"]) for group in answer.context["groups"])
        assert shown == min(number or 0, 50), key


def test_arrival_is_registered_in_the_row_and_the_clock_closes(
    city: SmallCity, as_officer: AsOfficer, today: date
) -> None:
    client = as_officer(city.cast.worker)
    duty = duty_of(city, "许敬安", "intake.report_in_person")
    asked = {"case": duty.case_id, "duty": duty.pk}
    form = client.get("/acts/register_arrival/", asked, headers=HTMX).content.decode()
    assert "报到日期" in form
    assert "<html" not in form
    answer = client.post("/acts/register_arrival/", {**asked, "on": today.isoformat()}, headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == f"#duty-{duty.pk}"
    assert "已办结，按期" in answer.content.decode()
    with everywhere():
        duty.refresh_from_db()
        assert duty.done_on == today
        assert JournalLine.objects.filter(verb="case.arrived", case_id=duty.case_id).count() == 1


def test_the_same_works_without_scripts(city: SmallCity, as_officer: AsOfficer, today: date) -> None:
    client = as_officer(city.cast.worker)
    case = city["许敬安"]
    form = page(client, f"/acts/register_arrival/?case={case.pk}&back=/queue/")
    assert "<html" in form
    answer = client.post("/acts/register_arrival/", {"case": case.pk, "on": today.isoformat(), "back": "/queue/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/queue/"


def test_a_refusal_keeps_what_was_typed_and_says_why(city: SmallCity, as_officer: AsOfficer, today: date) -> None:
    client = as_officer(city.cast.worker)
    tomorrow = (today + timedelta(days=1)).isoformat()
    given = {"case": city["许敬安"].pk, "on": tomorrow, "note": "本人来所"}
    answer = client.post("/acts/register_arrival/", given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "晚于今天" in text
    assert "本人来所" in text
    assert tomorrow in text
    assert "<title>错误：" in text


def test_a_date_that_is_none_is_refused_in_words(city: SmallCity, as_officer: AsOfficer) -> None:
    answer = as_officer(city.cast.worker).post("/acts/register_arrival/", {"case": city["许敬安"].pk, "on": "昨天"})
    assert answer.status_code == 422
    assert "日期写作 2026-11-24" in answer.content.decode()


def test_several_cases_at_once_give_a_result_each(city: SmallCity, as_officer: AsOfficer, today: date) -> None:
    client = as_officer(city.cast.worker)
    cases = [city["许敬安"].pk, city["谭远帆"].pk, city["望学军"].pk]  # the last has arrived before
    text = client.post("/acts/register_arrival/", {"case": cases, "on": today.isoformat()}).content.decode()
    assert "2 件已办，1 件没有办" in text
    assert "报到" in text


def test_ticked_rows_lead_to_one_form_per_act(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    arrival = duty_of(city, "许敬安", "intake.report_in_person")
    review = duty_of(city, "覃玉梅", "medical.submit_review")
    text = page(client, f"/acts/?duty={arrival.pk}&duty={review.pk}")
    assert "登记报到" in text
    assert "记录病情复查" in text
    single = client.get(f"/acts/?duty={arrival.pk}")
    assert single.status_code == 302
    assert f"case={arrival.case_id}" in single["Location"]


def test_a_body_report_late_by_months_counts_for_its_month(city: SmallCity, as_officer: AsOfficer, today: date) -> None:
    client = as_officer(city.cast.worker)
    duty = duty_of(city, "覃玉梅", "medical.report_body")
    given = {"case": duty.case_id, "duty": duty.pk, "on": today.isoformat()}
    client.post("/acts/record_body_report/", given, headers=HTMX)
    with everywhere():
        duty.refresh_from_db()
        assert duty.done_on == today
        event = Event.objects.get(case_id=duty.case_id, kind="body_reported")
        assert event.data["from_on"] == duty.starts_on.isoformat()  # type: ignore[union-attr]


def test_a_prosecutor_reads_and_finds_no_button(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.prosecutor)
    text = page(client, "/queue/")
    assert "谭远帆" in text
    assert "data-act" not in text
    assert 'name="duty"' not in text
    assert "办理事项" not in page(client, f"/cases/{city['谭远帆'].pk}/")
    assert client.get(f"/acts/register_arrival/?case={city['谭远帆'].pk}").status_code == 403
    assert client.post("/acts/register_arrival/", {"case": city["谭远帆"].pk}).status_code == 403


def test_someone_without_cases_is_told_what_he_lacks(city: SmallCity, as_officer: AsOfficer) -> None:
    answer = as_officer(city.cast.administrator).get("/queue/")
    assert answer.status_code == 403
    assert "查阅案件" in answer.content.decode()


@pytest.mark.parametrize("by", ["person", "rule", "office", "responsible"])
def test_rows_can_be_grouped(city: SmallCity, as_officer: AsOfficer, by: str) -> None:
    answer = as_officer(city.cast.county_officer).get(f"/queue/?group={by}")
    titles = [group["title"] for group in answer.context["groups"]]
    assert titles
    assert len(titles) == len(set(titles)) or by == "rule"


def test_filters_narrow_the_rows_and_the_numbers(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    answer = client.get(f"/queue/?rule=intake.report_in_person&office={city.cast.office.pk}")
    rows = [duty for group in answer.context["groups"] for duty in group["duties"]]
    assert {duty.rule for duty in rows} == {"intake.report_in_person"}
    assert answer.context["counts"].all == len(rows)
    nonsense = client.get("/queue/?office=abc&rule=%27&segment=zzz&after=xx.yy&county=999999")
    assert nonsense.status_code == 200


def test_the_days_list_prints_without_paging(city: SmallCity, as_officer: AsOfficer) -> None:
    text = page(as_officer(city.cast.worker), "/queue/?print=1")
    assert "data-print" in text
    assert "下一页" not in text
