"""One act over several cases, looks, and saved views."""

from datetime import date

import pytest
from django.db import connection

from tests.cast import NOW, Cast, everywhere, make_case, signed_in
from yipanqi.actions import saved_views, several, supervision
from yipanqi.actions.act import Refused
from yipanqi.actions.looks import note_look, note_looks
from yipanqi.records.models import Event, JournalLine, Look, SavedView

DAY = date(2026, 11, 20)


def test_one_refusal_does_not_stop_the_others(cast: Cast) -> None:
    with everywhere():
        cases = [make_case(cast.county, cast.office) for _ in range(3)]
        abroad = make_case(cast.other_county, cast.other_office)
    with signed_in(cast.worker):
        supervision.record_report(by=cast.worker, case_id=cases[1].pk, on=DAY, now=NOW)
        outcomes = several.for_several(
            supervision.record_report,
            by=cast.worker,
            case_ids=[cases[2].pk, abroad.pk, cases[1].pk, cases[0].pk],
            on=DAY,
            now=NOW,
        )
    assert [(o.case_id, o.done) for o in outcomes] == [
        (cases[2].pk, True),
        (abroad.pk, False),
        (cases[1].pk, False),
        (cases[0].pk, True),
    ]
    assert "没有找到" in outcomes[1].sentence
    assert "一天只记一次" in outcomes[2].sentence
    with everywhere():
        assert Event.objects.count() == 3
        assert JournalLine.objects.filter(verb="case.reported").count() == 3, "a refused act leaves no line"


def test_too_many_at_once(cast: Cast) -> None:
    with signed_in(cast.worker), pytest.raises(Refused, match="最多办理 500 件"):
        several.for_several(supervision.record_plan, by=cast.worker, case_ids=range(501), on=DAY, now=NOW)


def test_looks_are_written_and_seen_by_those_concerned(cast: Cast) -> None:
    with everywhere():
        case = make_case(cast.county, cast.office)
    with signed_in(cast.worker):
        note_look(by=cast.worker, case=case, what="case", now=NOW)
        note_looks(by=cast.worker, cases=[case], what="identity", reason="核对照片", now=NOW)
        note_looks(by=cast.worker, cases=[], what="list", now=NOW)
        rows = Look.objects.order_by("id").values_list("what", "reason", "county_id", "agency_id")
        assert list(rows) == [
            ("case", "", cast.county.pk, cast.office.pk),
            ("identity", "核对照片", cast.county.pk, cast.office.pk),
        ]
    with signed_in(cast.other_worker):
        assert not Look.objects.exists()


def test_looks_cannot_be_undone(cast: Cast) -> None:
    with everywhere(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('records_look', 'DELETE'), has_table_privilege('records_look', 'UPDATE')"
        )
        assert cursor.fetchone() == (False, False)


def test_saved_views_are_ones_own(cast: Cast) -> None:
    with signed_in(cast.worker):
        view = saved_views.save_view(by=cast.worker, name=" 待报到 ", query="standing=arrival", now=NOW)
        same = saved_views.save_view(by=cast.worker, name="待报到", query="standing=arrival&office=1", now=NOW)
        assert (view.pk, same.query) == (same.pk, "standing=arrival&office=1")
        for name, query in (("", "x"), ("长" * 31, "x"), ("多", "x" * 501)):
            with pytest.raises(Refused):
                saved_views.save_view(by=cast.worker, name=name, query=query, now=NOW)
        for number in range(19):
            saved_views.save_view(by=cast.worker, name=f"筛选{number}", query="x", now=NOW)
        with pytest.raises(Refused, match="最多保存 20 个"):
            saved_views.save_view(by=cast.worker, name="再一个", query="x", now=NOW)
    with signed_in(cast.other_worker):
        assert not SavedView.objects.exists()
        with pytest.raises(Refused, match="没有这个常用筛选"):
            saved_views.delete_view(by=cast.other_worker, view_id=view.pk, now=NOW)
    with signed_in(cast.worker):
        saved_views.delete_view(by=cast.worker, view_id=view.pk, now=NOW)
        assert SavedView.objects.count() == 19
