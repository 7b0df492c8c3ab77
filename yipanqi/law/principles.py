"""What the law says without a date to count: who is who, what nobody may do, what the product keeps by its build."""

from __future__ import annotations

from dataclasses import dataclass

from yipanqi.law.sources import CCL, CL, CPL, INTERP, MEASURES, PSL, Article, of


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """A rule without a clock; `kept_by` says where the product keeps it."""

    name: str
    title: str
    basis: tuple[Article, ...]
    digest: str
    kept_by: str


PRINCIPLES: tuple[Principle, ...] = (
    Principle(
        name="words.measures",
        title="“以上”“内”包括本数，“以下”“超过”不包括本数",
        basis=(MEASURES("58"),),
        digest="办法中的七日、十日、三十日、一个月、三个月等界线都按此理解。",
        kept_by="各决定的边界示例",
    ),
    Principle(
        name="words.criminal_law",
        title="刑法所称以上、以下、以内包括本数",
        basis=(CL("99"),),
        digest="刑期、考验期的上下限都包括本数。",
        kept_by="期限上下限示例",
    ),
    Principle(
        name="actors.bureau",
        title="司法行政部门主管社区矫正工作",
        basis=(CCL("8"), CCL("29")),
        digest="县级以上司法行政部门主管；使用电子定位装置由县级司法行政部门负责人批准。",
        kept_by="电子定位装置的批准人；角色表",
    ),
    Principle(
        name="actors.agency",
        title="社区矫正机构负责具体实施",
        basis=(CCL("9"), MEASURES("9")),
        digest="县级社区矫正机构作出日常决定，市、省级监督指导和跨区域协调。",
        kept_by="审批层级；角色表",
    ),
    Principle(
        name="actors.office",
        title="司法所只依委托承担工作",
        basis=(CCL("9"), MEASURES("10")),
        digest="司法所没有自己的决定权，受委托的才可以批准七日以内的外出。",
        kept_by="外出层级：未委托的由县级批准",
    ),
    Principle(
        name="actors.deciding_organ",
        title="社区矫正决定机关",
        basis=(CCL("17"), CPL("265")),
        digest="人民法院、省级以上监狱管理机关、设区的市一级以上公安机关。",
        kept_by="案件事实 decided_by",
    ),
    Principle(
        name="actors.committee",
        title="社区矫正委员会统筹协调",
        basis=(CCL("8"), MEASURES("3")),
        digest="根据需要设立，负责统筹协调和指导，不办理个案。",
        kept_by="委员会成员单位不见案件",
    ),
    Principle(
        name="actors.procuratorate",
        title="人民检察院法律监督",
        basis=(CCL("8"), CCL("62"), of("PROCURATORS", "642")),
        digest="对社区矫正工作实行法律监督，提出纠正意见、检察建议。",
        kept_by="检察官只读；回复期限见 oversight",
    ),
    Principle(
        name="actors.police",
        title="公安机关的职责",
        basis=(CCL("30"), CCL("31"), CCL("47"), CCL("50")),
        digest="治安处罚、到场处置、协助查找、执行逮捕、追捕、送交执行。",
        kept_by="抄送矩阵；期限见 revocation、contact",
    ),
    Principle(
        name="actors.villages",
        title="居（村）民委员会协助",
        basis=(CCL("12"), of("RESIDENTS", "10(5)"), of("VILLAGERS", "11")),
        digest="依法协助社区矫正工作；2026年起两部组织法明文列入。",
        kept_by="矫正小组成员种类",
    ),
    Principle(
        name="investigation.advice",
        title="调查评估意见仅供参考",
        basis=(CCL("18"), MEASURES("14"), of("PROCURATORS", "277")),
        digest="决定机关根据需要委托；说明是否采纳；保守秘密；未成年人的意见不公开。",
        kept_by="调查评估期限见 investigation",
    ),
    Principle(
        name="intake.never_refuse",
        title="不得拒绝接收",
        basis=(CCL("22"), MEASURES("16"), MEASURES("17")),
        digest="文书不齐的先登记接收再通知补齐；行动不便的可以上门登记。",
        kept_by="papers.request_documents",
    ),
    Principle(
        name="supervision.contact",
        title="核实情况并保护隐私",
        basis=(CCL("26"), MEASURES("23")),
        digest="通信联络、信息化核查、实地查访；查访时保护身份信息和个人隐私。",
        kept_by="查阅记录；访问范围",
    ),
    Principle(
        name="supervision.phones",
        title="手机等不属电子定位装置",
        basis=(MEASURES("37"), CCL("26"), CCL("34")),
        digest="手机定位是信息化核查，不需要第29条情形，但不得变相限制人身自由。",
        kept_by="设备与手机分开登记",
    ),
    Principle(
        name="supervision.device_data",
        title="电子定位信息严格保密",
        basis=(CCL("29"),),
        digest="只能用于社区矫正工作。",
        kept_by="访问范围；到期自动删除",
    ),
    Principle(
        name="sanctions.evidence",
        title="先调查取证后决定，一事不二罚",
        basis=(MEASURES("40"), MEASURES("32")),
        digest="书面决定、告知本人、归档；每一处分对应不同的事实。",
        kept_by="decisions.breaches：已处分的事实不再使用",
    ),
    Principle(
        name="revocation.hearing",
        title="撤销前听取申辩和律师意见",
        basis=(CCL("48"),),
        digest="法院拟撤销的，应当听取社区矫正对象的申辩及其委托的律师的意见。",
        kept_by="撤销裁定期限见 revocation.rule",
    ),
    Principle(
        name="revocation.trial_court",
        title="新罪、漏罪由审理法院撤销",
        basis=(CCL("46"), CL("77"), CL("86"), INTERP("542")),
        digest="社区矫正机构不提出撤销建议；期内犯新罪、期满后才审判的仍应撤销。",
        kept_by="options：提请撤销列为禁止并说明",
    ),
    Principle(
        name="terms.no_suspension",
        title="考验期不中止",
        basis=(CCL("44"), CCL("45")),
        digest="社区矫正法只有解除和终止，拘留、强制措施期间考验期继续计算。",
        kept_by="期限计算不扣除；期满待定",
    ),
    Principle(
        name="terms.print_is_truth",
        title="以文书所载起止日为准",
        basis=(INTERP("202"),),
        digest="计算的日期只用于提示不符。",
        kept_by="term_check",
    ),
    Principle(
        name="terms.measures_before",
        title="判前强制措施自动解除",
        basis=(INTERP("172"),),
        digest="判处管制、宣告缓刑的，社区矫正开始后强制措施自动解除。",
        kept_by="接收登记提示",
    ),
    Principle(
        name="minors.stay",
        title="未成年人规定延续适用",
        basis=(CCL("58"), CCL("52"), of("MINORS", "53")),
        digest="矫正期间满十八周岁的继续按未成年人规定执行；与成年人分别进行。",
        kept_by="案件事实 minor 不随年龄改变",
    ),
    Principle(
        name="minors.secret",
        title="未成年人身份保密、记录封存",
        basis=(CCL("54"), CPL("286"), MEASURES("55")),
        digest="考核奖惩和宣告不公开；档案非依法不得提供；符合条件的犯罪记录封存。",
        kept_by="封存标记；查阅须写明理由",
    ),
    Principle(
        name="minors.guardian",
        title="监护人履行监护责任",
        basis=(CCL("53"), CCL("55"), CCL("57")),
        digest="怠于履行的督促教育，拒不履行的通知有关部门；保证接受义务教育；不受歧视。",
        kept_by="minors.teach_guardian",
    ),
    Principle(
        name="rights.liberty",
        title="不得变相限制人身自由",
        basis=(CCL("34"), CCL("4")),
        digest="避免对正常工作和生活造成不必要的影响；就业、就学、社会保障不受歧视。",
        kept_by="无自动处分；电子定位到期停止",
    ),
    Principle(
        name="rights.staff",
        title="工作人员的禁止行为",
        basis=(CCL("61"),),
        digest="不得索贿受贿、体罚虐待、泄露秘密、打击报复。",
        kept_by="工作日志；查阅记录",
    ),
    Principle(
        name="education.by_person",
        title="因人施教，公益活动不定时数",
        basis=(CCL("36"), CCL("42"), MEASURES("43"), MEASURES("44")),
        digest="公益活动按个人特长组织，法律没有时数要求，强迫超时属检察监督事项。",
        kept_by="不设法定时数",
    ),
    Principle(
        name="help.assistance",
        title="就业就学救助等帮扶",
        basis=(CCL("37"), CCL("43"), MEASURES("45")),
        digest="协助技能培训、完成学业、社会救助、社会保险、法律援助。",
        kept_by="帮扶记录",
    ),
    Principle(
        name="help.purchase",
        title="购买服务",
        basis=(CCL("40"),),
        digest="公开择优购买或者项目委托，执法决定权不得外包。",
        kept_by="决定权限只授予机构人员",
    ),
    Principle(
        name="penalty.sealed",
        title="治安违法记录封存",
        basis=(PSL("136"),),
        digest="2026年起不得向任何单位和个人提供，依法查询的除外。",
        kept_by="治安处罚只对办案人员显示",
    ),
    Principle(
        name="execution.escape",
        title="在逃由公安机关追捕",
        basis=(CCL("50"), MEASURES("51")),
        digest="撤销、收监文书生效后下落不明的，裁定、决定书为追捕依据。",
        kept_by="revocation.deliver",
    ),
    Principle(
        name="endings.words",
        title="解除时的宣布用语",
        basis=(CL("40"), CL("76"), CL("85"), MEASURES("53")),
        digest="管制期满解除管制；缓刑期满原判刑罚不再执行；假释期满原判刑罚执行完毕；暂予监外执行由监所释放。",
        kept_by="release.release 的说明",
    ),
)


def principle_as_json(principle: Principle) -> dict[str, object]:
    """One principle in the form of `law rules`."""
    return {
        "name": f"principle.{principle.name}",
        "title": principle.title,
        "articles": [article.cite for article in principle.basis],
        "digest": principle.digest,
        "kept_by": principle.kept_by,
    }
