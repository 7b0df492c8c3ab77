"""Opening what is closed by default: a minor's case, a full identity number; each with a reason that stays."""

from __future__ import annotations

from datetime import datetime

from yipanqi.access.permissions import Permission
from yipanqi.access.scope import cases_for, require
from yipanqi.actions import journal, looks
from yipanqi.actions.act import Refused, act
from yipanqi.actions.opening import NoSuchCase
from yipanqi.records.models import Case, Officer

SHORTEST_REASON = 4


@act
def open_sealed(*, by: Officer, case_id: int, reason: str, now: datetime) -> Case:
    """打开未成年人案件 (社区矫正法 54): stated in the journal, the reason in the access log.

    Raises:
        NoSuchCase, NotPermitted, Refused: the sentence says why.
    """
    case = _seen(by, Permission.SEE_SEALED, case_id, reason)
    journal.write("sealed.opened", case=case, by=by, at=now)
    looks.note_look(by=by, case=case, what="打开未成年人案件", reason=reason.strip(), now=now)
    return case


@act
def show_identity(*, by: Officer, case_id: int, reason: str, now: datetime) -> Case:
    """显示完整证件号和电话: stated in the journal, the reason in the access log.

    Raises:
        NoSuchCase, NotPermitted, Refused: the sentence says why.
    """
    case = _seen(by, Permission.SEE_IDENTITY, case_id, reason)
    journal.write("identity.shown", case=case, by=by, at=now)
    looks.note_look(by=by, case=case, what="显示完整证件号和电话", reason=reason.strip(), now=now)
    return case


def _seen(by: Officer, permission: Permission, case_id: int, reason: str) -> Case:
    case = cases_for(by, Permission.SEE_CASES).filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase("没有找到该案件：可能不在您的管辖范围内，请核对编号。")
    require(by, permission, case)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"请写明查看的事由，不少于 {SHORTEST_REASON} 个字，例如“核对判决书身份信息”。")
    return case
