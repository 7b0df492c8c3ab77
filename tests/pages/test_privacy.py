"""What a screen gives away of a person: looks that are written down, numbers that stay hidden, doors that shut."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.cast import everywhere
from tests.pages.small_city import SmallCity
from yipanqi.records.models import Duty, Look, Officer

AsOfficer = Callable[[Officer], Client]


def looks_at(city: SmallCity, name: str) -> list[str]:
    with everywhere():
        return list(Look.objects.filter(case_id=city[name].pk).order_by("pk").values_list("what", flat=True))


def test_the_side_panel_of_one_duty_is_a_look(city: SmallCity, as_officer: AsOfficer) -> None:
    with everywhere():
        duty = Duty.objects.filter(case=city["谭远帆"], done_on=None)[0]
    client = as_officer(city.cast.worker)
    assert client.get(f"/queue/duties/{duty.pk}/why", headers={"HX-Request": "true"}).status_code == 200
    assert looks_at(city, "谭远帆") == ["时限的依据"]


def test_the_form_to_correct_a_fact_is_a_look(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    assert "谭远帆" in client.get(f"/cases/{city['谭远帆'].pk}/facts/name/").content.decode()
    assert looks_at(city, "谭远帆") == ["更正“姓名”"]


def test_finding_a_minor_by_name_is_written_down(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.county_officer)
    assert client.get("/search/?q=柴小宁").status_code == 302
    assert client.get("/search/?q=谭远帆").status_code == 302
    assert looks_at(city, "柴小宁") == ["检索到未成年人案件"]
    assert looks_at(city, "谭远帆") == []


def test_an_open_minors_case_shuts_with_the_permission(city: SmallCity, as_officer: AsOfficer) -> None:
    client = as_officer(city.cast.worker)
    address = f"/cases/{city['柴小宁'].pk}/"
    client.post(f"{address}open", {"reason": "办理入矫宣告"})
    assert "柴小宁" in client.get(address).content.decode()
    city.cast.worker.grants.update(role="bureau_head", agency=city.cast.county)
    assert "柴小宁" not in client.get(address).content.decode()


def test_numbers_in_what_the_ledger_said_besides_stay_hidden(city: SmallCity, as_officer: AsOfficer) -> None:
    case = city["谭远帆"]
    with everywhere():
        case.extra = {"监护人身份证号": "420599198001010019", "家属电话13912345678": "13812346620"}
        case.remarks = "担保人身份证42059919800101001X，电话 13812346620"
        case.save(update_fields=["extra", "remarks"])
    text = as_officer(city.cast.county_officer).get(f"/cases/{case.pk}/facts/").content.decode()
    assert "监护人身份证号" in text
    for number in ("420599198001010019", "42059919800101001X", "13812346620", "13912345678"):
        assert number not in text


def test_metrics_are_not_told_through_a_proxy(db: None, client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
