"""Every permission of the product, with the sentence that describes it on the 机构与权限 page."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Permission(Enum):
    """What an officer may do; the value is stable and appears in tests and logs."""

    title: str
    description: str

    def __new__(cls, value: str, title: str, description: str) -> Self:
        """Attach the Chinese title and description to each member."""
        member = object.__new__(cls)
        member._value_ = value
        member.title = title
        member.description = description
        return member

    SEE_CASES = "see_cases", "查阅案件", "查看范围内的待办、案件名册和案件详情，每次查看都留查阅记录"
    SEE_SEALED = "see_sealed", "查阅未成年人案件", "说明事由后打开未成年人（封存）案件"
    SEE_IDENTITY = "see_identity", "显示完整证件号", "说明事由后显示完整身份证号和电话"
    SEE_BOARD = "see_board", "查看全局看板", "查看范围内各机构的按期率、超期、待补录等指标及其明细行"
    REGISTER_ARRIVAL = "register_arrival", "登记报到", "登记社区矫正对象报到"
    RECORD_WORK = "record_work", "记录日常工作", "记录入矫宣告、矫正小组、矫正方案、报告、身体情况、病情复查、个人总结"
    FILL_IN = "fill_in", "补录历史事项", "把导入前已办而台账未载的事项成批补录"
    RELEASE_CASE = "release_case", "办理解除", "核对期满案件并办理解除社区矫正"
    CORRECT_FACT = "correct_fact", "更正案件事实", "更正登记错误的事实，原值保留在变更记录中"
    ASSIGN_CASE = "assign_case", "指定责任人和司法所", "指定责任人，指定或者变更受委托的司法所"
    IMPORT_LEDGER = "import_ledger", "导入台账", "上传、核对、导入台账，撤回本人导入的批次"
    EXPORT = "export", "导出", "说明事由后导出名册或者案件，文件带水印行"
    SEE_LAW = "see_law", "查阅法规库", "查看每条规则的依据、参数、时间和核对状态"
    EDIT_HOLIDAYS = "edit_holidays", "维护节假日表", "录入节假日通知，录入后重新推算暂定期限"
    PROPOSE_PARAMETER = "propose_parameter", "提出参数变更", "提出参数变更并对全部在矫案件试算"
    SIGN_PARAMETER = "sign_parameter", "签发参数变更", "核对试算差异后签发参数变更"
    SEE_AGENCIES = "see_agencies", "查看机构与权限", "查看机构、账号和角色"
    MANAGE_AGENCIES = "manage_agencies", "管理机构", "设立、变更、撤销机构"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账号", "开立、调动、停用账号，重置密码和两步验证"
    PROPOSE_ROLE = "propose_role", "授予角色", "提出授予角色（须由另一人确认），收回角色"
    CONFIRM_ROLE = "confirm_role", "确认角色", "确认他人提出的角色授予"
    READ_JOURNAL = "read_journal", "查阅工作日志", "查阅工作日志和查阅记录，验证日志链"
