"""The case page: what runs and why, what happened, who changed and who looked; nothing else is written by looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.cast import everywhere, make_officer
from tests.pages.small_city import SmallCity
from yipanqi.records.models import Case, Duty, Event, JournalLine, Look, Officer

AsOfficer = Callable[[Officer], Client]
TABS = ("", "duties/", "facts/", "events/", "changes/", "looks/")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def counts() -> dict[str, int]:
    with everywhere():
        return {model.__name__: model.objects.count() for model in (Case, Duty, Event, JournalLine, Look)}


def test_the_overview_shows_clocks_with_basis_and_working(city: SmallCity, as_officer: AsOfficer) -> None:
    text = page(as_officer(city.cast.worker), f"/cases/{city['覃玉梅'].pk}/")
    assert "已超" in text
    assert "办法 第24条" in text
    assert "办法层待核对官方文本" in text
    assert "推算过程" in text
    assert "矫正期第 197 天" in text
    assert "女性成员" in text
    assert "现在不可以的" in text


@pytest.mark.parametrize("tab", TABS)
def test_a_look_writes_one_line_in_the_access_log_and_nothing_else(
    city: SmallCity, as_officer: AsOfficer, tab: str
) -> None:
    client = as_officer(city.cast.worker)
    before = counts()
    page(client, f"/cases/{city['谭远帆'].pk}/{tab}")
    after = counts()
    assert after.pop("Look") == before.pop("Look") + 1
    assert after == before


@pytest.mark.parametrize("tab", TABS)
def test_to_an_officer_of_another_agency_the_case_does_not_exist(
    city: SmallCity, as_officer: AsOfficer, tab: str
) -> None:
    for stranger in (city.cast.other_worker, city.cast.other_county_officer):
        client = as_officer(stranger)
        assert client.get(f"/cases/{city['谭远帆'].pk}/{tab}").status_code == 404


def test_county_officer_sees_the_county_and_the_inspector_the_city(city: SmallCity, as_officer: AsOfficer) -> None:
    county = as_officer(city.cast.county_officer)
    assert "邓秋实" in page(county, f"/cases/{city['邓秋实'].pk}/")
    assert county.get(f"/cases/{city['秦绍宽'].pk}/").status_code == 404
    inspector = as_officer(city.cast.inspector)
    assert "秦绍宽" in page(inspector, f"/cases/{city['秦绍宽'].pk}/")


def test_a_fact_is_corrected_with_a_reason_and_the_old_value_stays(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    case = city["谭远帆"]
    form = page(client, f"/cases/{case.pk}/facts/effective_on/")
    assert 'type="date"' in form
    given = {"value": city.ago(6).isoformat(), "reason": "与判决书核对，登记时录错", "revision": case.revision}
    assert client.post(f"/cases/{case.pk}/facts/effective_on/", given).status_code == 302
    changes = page(client, f"/cases/{case.pk}/changes/")
    assert "与判决书核对，登记时录错" in changes
    assert "李建国" in changes
    assert "<del" in changes
    with everywhere():
        duty = Duty.objects.get(case=case, rule="intake.report_in_person")
        assert duty.starts_on == city.ago(6)  # the clock moved, the row stayed


def test_two_officers_at_once_see_both_values(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    case = city["黎家旺"]
    address = f"/cases/{case.pk}/facts/level/"
    seen = {"reason": "评议后确定", "revision": case.revision}
    assert client.post(address, {**seen, "value": "宽管"}).status_code == 302
    answer = client.post(address, {**seen, "value": "严管"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "对比两份" in text
    assert "宽管" in text
    assert "严管" in text
    with everywhere():
        case.refresh_from_db()
    assert case.level == "宽管"


def test_a_correction_without_reason_is_refused(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    case = city["黎家旺"]
    answer = client.post(f"/cases/{case.pk}/facts/level/", {"value": "宽管", "reason": " ", "revision": case.revision})
    assert answer.status_code == 422
    assert "请填写更正" in answer.content.decode()


def test_an_office_worker_may_not_correct(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    assert "更正<span" not in page(client, f"/cases/{city['黎家旺'].pk}/facts/")
    assert client.get(f"/cases/{city['黎家旺'].pk}/facts/level/").status_code == 403


def test_a_record_is_withdrawn_with_its_reason_and_stays_visible(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    case = city["黎家旺"]
    with everywhere():
        event = Event.objects.get(case=case, kind="reported")
    assert "撤回" in page(client, f"/cases/{case.pk}/events/")
    given = {"case": case.pk, "event_id": event.pk, "reason": "记到了别人名下", "back": f"/cases/{case.pk}/events/"}
    assert client.post("/acts/withdraw_event/", given).status_code == 302
    text = page(client, f"/cases/{case.pk}/events/")
    assert "记到了别人名下" in text
    assert "已撤回" in text


def test_the_full_number_is_shown_by_a_post_with_a_reason(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    case = city["覃玉梅"]
    with everywhere():
        full = case.person.id_no
    assert full not in page(client, f"/cases/{case.pk}/")
    client.post(f"/cases/{case.pk}/identity", {"reason": "看"})
    assert full not in page(client, f"/cases/{case.pk}/")
    client.post(f"/cases/{case.pk}/identity", {"reason": "核对判决书身份信息"})
    assert full in page(client, f"/cases/{case.pk}/")
    assert "核对判决书身份信息" in page(client, f"/cases/{case.pk}/looks/")
    assert client.get(f"/cases/{case.pk}/identity").status_code == 405
    with everywhere():
        assert JournalLine.objects.filter(verb="identity.shown", case_id=case.pk).count() == 1


def test_a_minors_case_is_sealed_until_opened_with_a_reason(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    case = city["柴小宁"]
    address = f"/cases/{case.pk}/"
    for tab in TABS:
        text = page(client, f"{address}{tab}")
        assert "柴小宁" not in text
        assert "故意伤害" not in text
    assert "未成年人（封存）" in page(client, "/cases/")
    assert client.post(f"{address}open", {"reason": ""}).status_code == 422
    assert client.post(f"{address}open", {"reason": "办理入矫宣告"}).status_code == 302
    assert "柴小宁" in page(client, address)
    assert "办理入矫宣告" in page(client, f"{address}looks/")
    with everywhere():
        assert JournalLine.objects.filter(verb="sealed.opened", case_id=case.pk).count() == 1
        assert Look.objects.filter(case_id=case.pk, what="打开未成年人案件").count() == 1


def test_a_sealed_case_shuts_again_by_itself(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    case = city["柴小宁"]
    client.post(f"/cases/{case.pk}/open", {"reason": "办理入矫宣告"})
    session = client.session
    session["opened_cases"] = {str(case.pk): city.now.replace(year=2020).isoformat()}
    session.save()
    assert "柴小宁" not in page(client, f"/cases/{case.pk}/")


def test_a_sealed_case_is_not_found_by_name_without_the_permission(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    assert client.get("/search/?q=柴小宁").status_code == 302  # one hit, and its page is shut
    bureau = as_officer(_bureau_head(city))
    assert "没有找到" in page(bureau, "/search/?q=柴小宁")
    assert "您的角色不包含" in page(bureau, f"/cases/{city['柴小宁'].pk}/")


def _bureau_head(city: SmallCity) -> Officer:
    return make_officer("bureau_head", city.cast.county, "赵局")


def test_printed_dates_are_checked_by_law_and_by_the_ledgers_own_rule(city: SmallCity, as_officer: AsOfficer) -> None:
    case = city["邓秋实"]
    with everywhere():
        case.probation_years, case.term_ends_on = 2, case.term_starts_on.replace(year=case.term_starts_on.year + 3)
        case.save(update_fields=["probation_years", "term_ends_on"])
    text = page(as_officer(city.cast.county_officer), f"/cases/{case.pk}/")
    assert "按刑诉法解释 第202条核对" in text
    assert "请向决定机关核实" in text
    assert "导入时已提示起止日与考验期相差一日以上" in text


def test_the_last_day_of_a_term_says_so(city: SmallCity, as_officer: AsOfficer, today: date) -> None:
    case = next(iter(city.cases.values()))
    with everywhere():
        Case.objects.filter(pk=case.pk).update(term_ends_on=today, ended_on=None, sealed=False)
    shown = page(as_officer(city.cast.county_officer), f"/cases/{case.pk}/")
    assert "今天期满" in shown
    assert "天已满" not in shown


def test_who_may_not_fill_in_is_not_sent_there(city: SmallCity, as_officer: AsOfficer) -> None:
    reader = as_officer(city.cast.prosecutor)
    for address in ("/cases/", "/queue/"):
        assert "/cases/fill-in/" not in page(reader, address)
    assert "/cases/fill-in/" in page(as_officer(city.cast.worker), "/cases/")
