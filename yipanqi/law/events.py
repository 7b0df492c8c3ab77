"""What can happen in a case, each kind with the word the statute uses for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Self


class EventKind(Enum):
    """The kinds of event a rule may know; the value is the English name, `title` the Chinese one."""

    title: str
    __hash__ = object.__hash__  # identity: these are dictionary keys in the hottest loop

    def __new__(cls, name: str, title: str) -> Self:
        member = object.__new__(cls)
        member._value_ = name
        member.title = title
        return member

    # before intake
    INVESTIGATION_COMMISSIONED = "investigation_commissioned", "收到调查评估委托"
    INVESTIGATION_EXTENDED = "investigation_extended", "商定延长调查评估期限"
    INVESTIGATION_REPORTED = "investigation_reported", "提交调查评估意见"
    DECISION_NOTIFIED = "decision_notified", "决定机关通知执行地"
    DOCUMENTS_RECEIVED = "documents_received", "收到法律文书"
    DOCUMENTS_RECEIPTED = "documents_receipted", "送达文书回执"
    DOCUMENTS_REQUESTED = "documents_requested", "通知补齐法律文书"
    DOCUMENTS_COMPLETED = "documents_completed", "法律文书补齐"
    DOCUMENTS_FORWARDED = "documents_forwarded", "文书转送检察院公安机关"
    # intake and plan
    DECLARED = "declared", "入矫宣告"
    GROUP_FORMED = "group_formed", "确定矫正小组"
    PLAN_MADE = "plan_made", "制定矫正方案"
    PLAN_CHANGED = "plan_changed", "调整矫正方案"
    LEVEL_SET = "level_set", "确定或调整管理等级"
    # daily supervision
    REPORTED = "reported", "定期报告"
    CHANGE_REPORTED = "change_reported", "报告居所工作等变化"
    CHANGE_HAPPENED = "change_happened", "居所工作等发生变化"
    BODY_REPORTED = "body_reported", "报告身体情况"
    MEDICAL_REVIEWED = "medical_reviewed", "提交病情复查情况"
    REVIEW_EXTENDED = "review_extended", "批准延长病情报告期限"
    BODY_REPORT_EXTENDED = "body_report_extended", "批准延长身体情况报告期限"
    SUMMARY_FILED = "summary_filed", "提交个人总结"
    APPRAISED = "appraised", "作出书面鉴定"
    VISITED = "visited", "实地查访"
    TALKED = "talked", "谈话"
    STUDIED = "studied", "教育学习"
    SERVED = "served", "公益活动"
    # leave and travel
    LEAVE_APPLIED = "leave_applied", "申请外出"
    LEAVE_PERMITTED = "leave_permitted", "批准外出"
    LEAVE_REFUSED = "leave_refused", "不准外出"
    LEAVE_RETURNED = "leave_returned", "返回销假"
    TRAVEL_PERMITTED = "travel_permitted", "批准经常性跨市县活动"
    TRIP_MADE = "trip_made", "跨市县出行"
    TRIP_REPORTED = "trip_reported", "报告跨市县行程"
    CONTACT_PERMITTED = "contact_permitted", "批准接触特定人员"
    AREA_PERMITTED = "area_permitted", "批准进入特定区域"
    # praise, breach, sanction
    COMMENDED = "commended", "表扬"
    ABSENT = "absent", "脱离监管"
    BREACHED = "breached", "违反监督管理规定"
    PROHIBITION_BREACHED = "prohibition_breached", "违反禁止令"
    ADMONISHED = "admonished", "训诫"
    WARNED = "warned", "警告"
    PENALTY_PROPOSED = "penalty_proposed", "提请治安管理处罚"
    PENALISED = "penalised", "治安管理处罚"
    BREACH_UNDERWAY = "breach_underway", "发现正在实施违规行为"
    BREACH_STOPPED = "breach_stopped", "制止违规行为"
    POLICE_CALLED = "police_called", "通知公安机关到场处置"
    OBJECTED = "objected", "对决定提出异议"
    OBJECTION_ANSWERED = "objection_answered", "答复异议"
    MERIT_SHOWN = "merit_shown", "见义勇为、立功等突出表现"
    # device
    DEVICE_ORDERED = "device_ordered", "决定使用电子定位装置"
    DEVICE_EXTENDED = "device_extended", "延长使用电子定位装置"
    DEVICE_REMOVED = "device_removed", "解除电子定位装置"
    # liberty restricted
    DETAINED = "detained", "行政或司法拘留"
    REHABILITATED = "rehabilitated", "强制隔离戒毒"
    COERCED = "coerced", "采取刑事强制措施"
    RESTRAINT_NOTIFIED = "restraint_notified", "通知限制人身自由情况"
    RESTRAINT_ENDED = "restraint_ended", "限制人身自由结束"
    # revocation, arrest, recall, reduction
    REVOCATION_PROPOSED = "revocation_proposed", "提请撤销缓刑或假释"
    REVOCATION_RECEIVED = "revocation_received", "法院收到撤销建议书"
    REVOCATION_RULED = "revocation_ruled", "法院裁定是否撤销"
    ARREST_PROPOSED = "arrest_proposed", "提请逮捕"
    ARREST_DECIDED = "arrest_decided", "法院决定是否逮捕"
    ARRESTED = "arrested", "执行逮捕"
    FREED = "freed", "释放"
    RECALL_PROPOSED = "recall_proposed", "提请收监执行"
    RECALL_RECEIVED = "recall_received", "决定机关收到收监建议书"
    RECALL_DECIDED = "recall_decided", "决定是否收监执行"
    DELIVERED = "delivered", "送交监狱或看守所"
    GROUND_CEASED = "ground_ceased", "暂予监外执行情形消失"
    GUARANTOR_LOST = "guarantor_lost", "保证人丧失条件"
    GUARANTOR_FOUND = "guarantor_found", "提出新保证人"
    UNFIT_FOUND = "unfit_found", "发现不符合暂予监外执行条件"
    REDUCTION_PROPOSED = "reduction_proposed", "提出减刑建议"
    REDUCTION_RECEIVED = "reduction_received", "法院收到减刑建议书"
    REDUCTION_RULED = "reduction_ruled", "减刑裁定"
    REDUCTION_SERVED = "reduction_served", "送达减刑裁定"
    REDUCTION_CONTESTED = "reduction_contested", "检察院对减刑裁定提出纠正意见"
    # crime, death, lost contact, emergencies
    CRIME_SUSPECTED = "crime_suspected", "涉嫌再犯新罪"
    EARLIER_CRIME_FOUND = "earlier_crime_found", "发现漏罪"
    DIED = "died", "死亡"
    LOST = "lost", "失去联系"
    SEARCHED = "searched", "组织查找"
    POLICE_ASKED = "police_asked", "请公安机关协助查找"
    FOUND = "found", "查找到本人"
    EMERGENCY = "emergency", "发生突发事件"
    # change of the place of execution
    MOVE_APPLIED = "move_applied", "申请变更执行地"
    MOVE_LETTER_SENT = "move_letter_sent", "向拟迁入地发征求意见函"
    MOVE_LETTER_RECEIVED = "move_letter_received", "拟迁入地收到征求意见函"
    MOVE_REPLIED = "move_replied", "拟迁入地复函"
    MOVE_REFUSED = "move_refused", "决定不准变更执行地"
    MOVE_REFUSAL_TOLD = "move_refusal_told", "告知不准变更"
    MOVE_DECIDED = "move_decided", "决定变更执行地"
    MOVE_DECISION_RECEIVED = "move_decision_received", "本人收到变更决定"
    MOVE_FILE_SENT = "move_file_sent", "移交档案"
    MOVE_FILE_RECEIVED = "move_file_received", "新执行地收到档案"
    MOVE_FILE_RECEIPTED = "move_file_receipted", "新执行地送达回执"
    MOVE_REPORTED = "move_reported", "到新执行地报到"
    ARCHIVE_RECEIVED = "archive_received", "看守所监狱收到罪犯档案"
    ARCHIVE_NOTIFIED = "archive_notified", "通知新执行地接收档案情况"
    # supervision of legality, police
    TOLD = "told", "告知或抄送"
    EXECUTION_NOTIFIED = "execution_notified", "检察院接到暂予监外执行决定"
    EXECUTION_OBJECTED = "execution_objected", "检察院对暂予监外执行提出意见"
    EXECUTION_RECHECKED = "execution_rechecked", "重新核查暂予监外执行"
    ADVICE_RECEIVED = "advice_received", "收到检察建议"
    CORRECTION_RECEIVED = "correction_received", "收到纠正违法通知"
    PROCURATORATE_ANSWERED = "procuratorate_answered", "书面回复检察院"
    POLICE_CASE_ACCEPTED = "police_case_accepted", "公安机关受理治安案件"
    POLICE_CASE_EXTENDED = "police_case_extended", "治安案件延长办案期限"
    POLICE_CASE_CLOSED = "police_case_closed", "治安案件办结"
    COMPLAINED = "complained", "申诉控告检举"
    COMPLAINT_ANSWERED = "complaint_answered", "告知处理结果"
    # minors
    SCHOOL_NOTIFIED = "school_notified", "通知教育部门"
    GUARDIAN_FAILED = "guardian_failed", "监护人怠于履行监护职责"
    GUARDIAN_TAUGHT = "guardian_taught", "督促教育监护人"
    # end
    PARDONED = "pardoned", "赦免"
    END_NOTIFIED = "end_notified", "解除或终止通知送达"


class Organ(Enum):
    """Whom a paper goes to or comes from."""

    title: str

    def __new__(cls, name: str, title: str) -> Self:
        member = object.__new__(cls)
        member._value_ = name
        member.title = title
        return member

    PERSON = "person", "本人"
    OFFICE = "office", "司法所"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    DECIDING_ORGAN = "deciding_organ", "决定机关"
    COURT = "court", "法院"
    PROCURATORATE = "procuratorate", "检察院"
    POLICE = "police", "公安"
    PRISON = "prison", "监狱"
    GUARDIAN = "guardian", "监护人"
    SCHOOL_AUTHORITY = "school_authority", "教育部门"
    PUBLIC = "public", "公示"
    RESETTLEMENT = "resettlement", "安置帮教"


class Member(Enum):
    """Who sits in a 矫正小组, as far as the law asks."""

    title: str

    def __new__(cls, name: str, title: str) -> Self:
        member = object.__new__(cls)
        member._value_ = name
        member.title = title
        return member

    OFFICE = "office", "司法所人员"
    COMMITTEE = "committee", "居（村）委会人员"
    WOMAN = "woman", "女性成员"
    MINORS_SPECIALIST = "minors_specialist", "熟悉未成年人身心特点的人员"
    GUARDIAN = "guardian", "监护人"
    FAMILY = "family", "家庭成员"
    EMPLOYER = "employer", "所在单位或学校人员"
    SOCIAL_WORKER = "social_worker", "社会工作者"
    VOLUNTEER = "volunteer", "志愿者"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened on a day; `refers_to` names the events it answers or rests on.

    `granted` says how a ruling went: True = as proposed, False = refused, None = not a ruling or not known.
    """

    kind: EventKind
    on: date
    id: str = ""
    at: datetime | None = None
    from_on: date | None = None
    to_on: date | None = None
    months: int | None = None
    hours: int | None = None
    ground: int | None = None
    level: str | None = None
    place: str | None = None
    reason: str | None = None
    good_reason: bool | None = None
    grave: bool | None = None
    granted: bool | None = None
    expedited: bool = False
    supervision: bool | None = None
    to: frozenset[Organ] = frozenset()
    members: frozenset[Member] = frozenset()
    refers_to: tuple[str, ...] = ()
    note: str | None = None
