"""An imported case opens with a balance: what the ledger does not say is 待补录, filled in for many cases at once."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, TODAY, Cast, everywhere, make_case, signed_in
from yipanqi.actions import corrections, duties, filling, release
from yipanqi.actions.act import Refused
from yipanqi.law.facts import Category, ReleaseGround
from yipanqi.law.findings import Standing
from yipanqi.measures.standing import stands, to_fill_in
from yipanqi.records.models import Case, Duty, Event, JournalLine

IMPORTED_ON = date(2026, 11, 24)


@pytest.fixture
def imported(cast: Cast) -> list[Case]:
    with everywhere():
        cases = [
            make_case(
                cast.county,
                cast.office,
                category=Category.TEMPORARY.value,
                release_ground=ReleaseGround.MEDICAL.value,
                term_starts_on=date(2026, 8, 10),
                effective_on=None,
                arrived_on=date(2026, 8, 12),
                received_on=date(2026, 8, 12),
                known_since=IMPORTED_ON,
            )
            for _ in range(3)
        ]
        duties.refresh_many([case.pk for case in cases], now=NOW)
    return cases


def test_silence_before_the_import_is_never_overdue(cast: Cast, imported: list[Case]) -> None:
    with everywhere():
        to_fill = Duty.objects.filter(stands(Standing.BACKFILL, TODAY), rule="medical.report_body", case=imported[0])
        assert [duty.occasion for duty in to_fill.order_by("occasion")] == ["2026-08", "2026-09", "2026-10"]
        assert not Duty.objects.filter(stands(Standing.OVERDUE, TODAY)).exists()
    assert duties.note_overdue(now=NOW) == 0


def test_a_grid_of_many_cases_is_filled_in_at_once(cast: Cast, imported: list[Case]) -> None:
    with signed_in(cast.worker):
        grid = list(Duty.objects.filter(stands(Standing.BACKFILL, TODAY), rule__in=filling.FILLABLE))
        assert len(grid) > 9
        dates = {duty.pk: (duty.starts_on or IMPORTED_ON) + timedelta(days=5) for duty in grid}
        cells = filling.fill_in(by=cast.worker, dates=dates, now=NOW)
        assert [cell.sentence for cell in cells if not cell.done] == []
        bodies = Duty.objects.filter(rule="medical.report_body", occasion="2026-09")
        assert {duty.done_on for duty in bodies} == {date(2026, 9, 6)}
        left = Duty.objects.filter(stands(Standing.BACKFILL, TODAY), rule__in=filling.FILLABLE)
        assert {duty.rule for duty in left} == {"medical.submit_review"}, "the review after the one filled in"
        assert {duty.starts_on for duty in left} == {date(2026, 8, 17)}
        assert set(Event.objects.values_list("filled_in_later", flat=True)) == {True}
    with everywhere():
        lines = JournalLine.objects.filter(verb="case.filled_in")
        assert sum(line.data["count"] for line in lines) == len(grid)
        assert lines.count() == len(imported)


def test_a_report_handed_in_late_still_counts_for_its_month(cast: Cast, imported: list[Case]) -> None:
    with signed_in(cast.worker):
        owed = Duty.objects.get(case=imported[0], rule="medical.report_body", occasion="2026-09")
        filling.fill_in(by=cast.worker, dates={owed.pk: date(2026, 10, 3)}, now=NOW)
        owed.refresh_from_db()
    assert owed.done_on == date(2026, 10, 3)


def test_a_wrong_cell_refuses_itself_alone(cast: Cast, imported: list[Case]) -> None:
    with signed_in(cast.worker):
        grid = Duty.objects.filter(rule="medical.report_body", case=imported[0], backfill=True).order_by("occasion")
        first, second, third = grid
        dates = {first.pk: date(2026, 8, 20), second.pk: date(2026, 11, 25), third.pk: date(2026, 8, 1), 10**9: TODAY}
        cells = {cell.duty_id: cell for cell in filling.fill_in(by=cast.worker, dates=dates, now=NOW)}
        assert cells[first.pk].done
        assert "晚于今天" in cells[second.pk].sentence
        assert "早于矫正开始日期 2026-08-10" in cells[third.pk].sentence
        assert "没有找到该事项" in cells[10**9].sentence
        again = filling.fill_in(by=cast.worker, dates={first.pk: date(2026, 8, 21)}, now=NOW)
    assert "不是待补录事项" in again[0].sentence


def test_another_countys_grid_is_not_there(cast: Cast, imported: list[Case]) -> None:
    with everywhere():
        owed = Duty.objects.filter(case=imported[0], backfill=True).first()
    assert owed is not None
    with signed_in(cast.other_worker):
        (cell,) = filling.fill_in(by=cast.other_worker, dates={owed.pk: TODAY}, now=NOW)
    assert (cell.done, cell.case_id) == (False, None)


def test_too_many_cells_at_once_are_refused(cast: Cast) -> None:
    with signed_in(cast.worker), pytest.raises(Refused, match="最多补录 5000 格"):
        filling.fill_in(by=cast.worker, dates=dict.fromkeys(range(5001), TODAY), now=NOW)


def test_every_matter_of_the_balance_can_be_settled_somewhere(cast: Cast) -> None:
    """An expired case without a level: grid, list and release page leave nothing behind."""
    with everywhere():
        case = make_case(
            cast.county,
            cast.office,
            term_starts_on=date(2024, 6, 25),
            term_ends_on=date(2025, 6, 24),
            arrived_on=date(2024, 6, 28),
            received_on=date(2024, 6, 28),
            known_since=IMPORTED_ON,
            level="",
        )
        duties.refresh(case, now=NOW)

    def owed() -> set[str]:
        return set(Duty.objects.filter(to_fill_in(TODAY), case=case).values_list("rule", flat=True))

    with signed_in(cast.county_officer):
        assert "plan.set_level" in owed()
        corrections.register_level(by=cast.county_officer, case_id=case.pk, level="普管", now=NOW)
        assert owed() <= filling.FILLABLE
        release.release(by=cast.county_officer, case_id=case.pk, on=date(2025, 6, 24), now=NOW)
        notice = Duty.objects.get(to_fill_in(TODAY), case=case, rule="release.notify")
        too_early = filling.fill_in(by=cast.county_officer, dates={notice.pk: date(2025, 6, 23)}, now=NOW)
        assert "早于" in too_early[0].sentence
        filling.fill_in(by=cast.county_officer, dates={notice.pk: date(2025, 6, 30)}, now=NOW)
        assert "release.notify" not in owed()
