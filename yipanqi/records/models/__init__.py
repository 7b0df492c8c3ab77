"""The models, one file per idea, in the order data flows."""

from yipanqi.records.models.agency import Agency, AgencyKind
from yipanqi.records.models.batch import Batch, BatchFile, BatchRow, BatchState, RowOutcome
from yipanqi.records.models.case import Case, EndKind, ProhibitionOrder
from yipanqi.records.models.duty import Duty
from yipanqi.records.models.event import Event
from yipanqi.records.models.journal import JournalHead, JournalLine, Look
from yipanqi.records.models.officer import Officer, RoleGrant, SavedView
from yipanqi.records.models.person import Person, Sex
from yipanqi.records.models.rehearsal import Rehearsal, RehearsalDifference, RehearsalState
from yipanqi.records.models.round import Round
from yipanqi.records.models.setting import Holiday, HolidayNotice, Parameter
from yipanqi.records.models.wording import Wording

__all__ = [
    "Agency",
    "AgencyKind",
    "Batch",
    "BatchFile",
    "BatchRow",
    "BatchState",
    "Case",
    "Duty",
    "EndKind",
    "Event",
    "Holiday",
    "HolidayNotice",
    "JournalHead",
    "JournalLine",
    "Look",
    "Officer",
    "Parameter",
    "Person",
    "ProhibitionOrder",
    "Rehearsal",
    "RehearsalDifference",
    "RehearsalState",
    "RoleGrant",
    "Round",
    "RowOutcome",
    "SavedView",
    "Sex",
    "Wording",
]
