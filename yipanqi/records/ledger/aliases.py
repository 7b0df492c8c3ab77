"""Heading → field: the policy's 21 fields, the known fields beyond it, and the provincial short names."""

from __future__ import annotations

import re
from functools import lru_cache

from yipanqi.records.ledger.normal.form import INVISIBLE, half_width

REQUIRED = ("name", "id_no", "county", "penalty_type", "start_date", "end_date")
OPTIONAL = (
    "sex",
    "birth_date",
    "ethnicity",
    "phone",
    "education",
    "household_address",
    "residence_address",
    "office",
    "crime",
    "sentence",
    "decision_organ",
    "doc_no",
    "report_date",
    "level",
    "remarks",
)
POLICY = frozenset(REQUIRED + OPTIONAL)
SERIAL = "serial"
TERM = "start_date+end_date"
ORDER_TERM = "order_start_date+order_end_date"
SENTENCE_TERM = "sentence_start_date+sentence_end_date"
RANGES = {term: tuple(term.split("+")) for term in (TERM, ORDER_TERM, SENTENCE_TERM)}
MORE_DATES = frozenset(
    {
        "order_start_date",
        "order_end_date",
        "sentence_start_date",
        "sentence_end_date",
        "documents_received_on",
        "judged_on",
        "effective_on",
        "filled_in_on",
        "released_on",
    }
)

_POLICY_WORDS = {
    SERIAL: "序号 编次 行号 序 顺序号 no no. 序列号",
    "name": "姓名 名字 对象姓名 人员姓名 xm 社区矫正对象 矫正对象 社区矫正人员 矫正人员 人员 罪犯姓名",
    "id_no": (
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 公民身份证号 居民身份证号码 "
        "居民身份证号 证件号 证件号码 身份号码 身份证件号码 身份证件号 身份证编号 居民身份号码 "
        "sfzh sfzhm"
    ),
    "county": (
        "县市区 县(市、区) 县(市区) 县市(区) 县区 区县 市县区 市县 区县市 县 区 所属县市区 "
        "所属区县 所属县区 所属县 所属县(市、区) 执行地 执行地县市区 社区矫正执行地 县级 "
        "所在县市区 管辖县市区 所在区县 县(区)市 县级机构 行政区划 所属县(市区) 执行地县(市、区) "
        "所属地区 所属地"
    ),
    "penalty_type": (
        "矫正类别 矫正类型 社区矫正类别 社区矫正类型 执行类别 类别 类型 矫正种类 jzlb "
        "刑罚执行类别 执行类型 矫正对象类别 矫正对象类型 对象类别 人员类别 适用类别 社矫类别 "
        "社矫类型 刑罚种类 矫正分类"
    ),
    "start_date": (
        "矫正开始日期 矫正起始日期 入矫日期 矫正起日 开始日期 起始日期 矫正期开始日期 "
        "矫正期限开始日期 社区矫正开始日期 社区矫正起始日期 矫正期限起始日期 矫正期限起 矫正起 "
        "起日 起 入矫 sqjzksrq 矫正期起 考验期开始日期 考验期起始日期 矫正期间开始日期 考验期起 "
        "矫正开始 起算日期 矫正起算日期 社区矫正期限开始日期 矫正期起始日期 矫正期限起日 "
        "社区矫正开始 矫正期限自 自"
    ),
    "end_date": (
        "矫正结束日期 矫正终止日期 解矫日期 终止日期 结束日期 矫正止日 矫正期结束日期 "
        "矫正期限结束日期 社区矫正结束日期 社区矫正终止日期 矫正期限终止日期 矫正期限止 矫正止 "
        "止日 止 解矫 sqjzjsrq 矫正期止 考验期结束日期 考验期届满日期 期满日期 届满日期 "
        "矫正期满日期 矫正届满日期 矫正截止日期 截止日期 考验期止 矫正结束 解除矫正日期 解除日期 "
        "预计解矫日期 应解矫日期 矫正期间结束日期 社区矫正期限结束日期 矫正期终止日期 "
        "矫正期限止日 矫正期限截止日期 拟解矫日期 社区矫正期满日期 社区矫正结束 矫正期限届满日期 "
        "矫正期限至 至"
    ),
    TERM: (
        "矫正起止日期 矫正期限(起止) 矫正期限(起止日期) 起止日期 起止日 矫正期限起止 "
        "矫正期限起止日 矫正期限起止日期 矫正起止 矫正期起止 社区矫正期限 社区矫正起止日期 "
        "社区矫正期限(起止) 考验期起止 考验期起止日期 缓刑考验期起止 矫正期间 社区矫正期间 "
        "矫正起止期限 起止 矫正期限 矫正期 矫正期(起止) 矫正期限(起止日) 社区矫正期限起止日期 "
        "矫正起讫日期 起讫日期 矫正期限起讫 社区矫正起止 矫正期限(起-止) 矫正期限(起至) "
        "矫正日期(起止) 矫正日期"
    ),
    "sex": "性别 xb",
    "birth_date": "出生日期 出生日 出生年月 csrq 生日 出生",
    "ethnicity": "民族 族别 mz",
    "phone": (
        "联系电话 个人联系电话 手机号码 手机号 手机 电话 电话号码 联系方式 联系手机 移动电话 "
        "grlxdh 本人电话 个人电话 联系号码 本人联系电话 联系电话(手机) 手机电话 本人手机 "
        "本人手机号码 手机联系方式 个人手机号码 个人联系方式"
    ),
    "education": "文化程度 学历 文化 受教育程度 教育程度 whcd",
    "household_address": (
        "户籍地 户籍地址 户籍所在地 户口所在地 户籍详细地址 户籍地详细地址 户籍 身份证住址 "
        "户籍住址 户口地址 户籍所在地地址 户籍地(详细地址) 户籍所在地详细地址 户口所在地详细地址 "
        "身份证地址"
    ),
    "residence_address": (
        "居住地 现住地 现居住地 现住址 居住地址 现居住地址 住址 家庭住址 现住地址 居住地详细地址 "
        "现住地详细地址 现家庭住址 居住地(详细地址) 现居地 实际居住地 常住地址 现居住地详细地址 "
        "家庭地址 经常居住地 详细住址 居所 详细地址 住所地 现住地(详细地址) 实际居住地址 地址 "
        "住所"
    ),
    "office": (
        "司法所 所属司法所 管辖司法所 所在司法所 执行司法所 监管司法所 负责司法所 管理司法所 "
        "受委托司法所 司法所名称 矫正单位 接收司法所 司法所(乡镇) 乡镇司法所 乡镇街道 乡镇(街道) "
        "乡镇 所属乡镇 所属乡镇街道 矫正司法所 执行地司法所 委托司法所 日常管理司法所"
    ),
    "crime": "罪名 具体罪名 案由 犯罪罪名 所犯罪名 涉嫌罪名 判决罪名 jtzm 犯罪案由 原判罪名 犯何罪",
    "sentence": (
        "原判刑期 刑期 判决内容 原判刑罚 判决结果 刑罚 判处刑罚 原判刑罚及刑期 判决刑期 判刑情况 "
        "宣判刑期 刑罚及刑期 判处刑期 主刑 ypxq 原判决 判决情况 裁判结果 主文 判决主文 宣告刑 "
        "刑种刑期 原判刑种刑期 原判主刑 原判刑种及刑期 判决刑罚 判刑 量刑 刑罚内容 处刑情况"
    ),
    "decision_organ": (
        "社区矫正决定机关 决定机关 判决机关 裁定机关 决定法院 判决法院 审判机关 原判法院 "
        "矫正决定机关 作出决定机关 裁决机关 sqjzjdjg sqjzjdjgmc 决定单位 批准机关 审判法院 "
        "原判机关 法院 决定(批准)机关 裁判机关 作出机关 判决(决定)机关 判决单位"
    ),
    "doc_no": (
        "法律文书编号 判决书文号 文书编号 判决书号 文书号 法律文书号 文号 判决文号 裁判文书号 "
        "判决书编号 判决(裁定)书号 判决书字号 案号 pjsbh 法律文书文号 文书文号 裁定书号 "
        "判决(裁定、决定)书文号 裁判文书编号 判决文书号 判决书案号 判决案号 法律文书字号 "
        "决定书文号 判决书(裁定书)文号"
    ),
    "report_date": (
        "报到日期 报到日 报到 接收日期 实际报到日期 入矫报到日期 报道日期 到所报到日期 sqjzryjsrq 报到登记日期"
    ),
    "level": (
        "管理等级 管理类别 监管等级 管理级别 监管级别 矫正级别 矫正级别名称 处遇等级 处遇级别 "
        "管控等级 gllb 矫正等级 分类管理 分级管理 管理类型 监管类别 分管等级 管理等次 "
        "分类管理等级 分管类别 管教等级 分级处遇 现管理等级 管理方式"
    ),
    "remarks": "备注 说明 备考 附注 bz 备注说明 其他 其他情况 备注信息",
}

_MORE_WORDS = {
    "former_name": "曾用名 别名 cym 曾用名(别名) 绰号",
    "subject_number": (
        "对象编号 编号 社区矫正人员编号 社区矫正对象编号 矫正编号 人员编号 档案编号 档案号 "
        "sqjzrybh sqjzdxbh dxbh id 矫正对象编号 用户编号"
    ),
    "account_name": "用户名",
    "health": "健康状态 健康状况 身体状况 健康情况",
    "political_status": "原政治面貌 政治面貌 yzzmm xzzmm 现政治面貌",
    "marital_status": "婚姻状况 婚姻 婚姻情况 婚否 hyzk",
    "residence_phone": "居住地联系电话",
    "household_phone": "户籍地联系电话",
    "workplace": (
        "所在工作单位 现工作单位 工作单位 现工作单位(学校) 服务场所 所在单位 单位名称 工作单位(学校) 就业单位"
    ),
    "workplace_phone": (
        "所在工作单位联系电话 所在工作单位(学校)联系电话 单位联系电话 工作单位电话 单位电话 工作单位联系电话"
    ),
    "penalty_kind": "刑种 行种 ypxf 原判刑种 主刑种类 原判刑罚种类",
    "detention_place": "原羁押场所 羁押场所 原羁押地 yjyjs yjzfjg yjzfjgmc",
    "order_text": "禁止令内容 禁止令 禁止令情况 禁止令事项 是否禁止令 有无禁止令 是否有禁止令",
    "order_start_date": (
        "禁止期限开始日期 禁止令开始日期 禁止令起始日期 禁止令期限开始日期 禁止令起 "
        "禁止期限起始日期 禁止令期限起始日期 禁止期限起 禁止令期限起"
    ),
    "order_end_date": (
        "禁止期限结束日期 禁止令结束日期 禁止令终止日期 禁止令期限结束日期 禁止令止 "
        "禁止期限终止日期 禁止令期限终止日期 禁止期限止 禁止令期限止"
    ),
    ORDER_TERM: (
        "禁止期限起止日 禁止期限起止日期 禁止令期限 禁止令起止日期 禁止令期限(起止) 禁止期限 "
        "禁止令起止 禁止令期限起止日期 禁止期限(起止)"
    ),
    "supplementary_penalty": "附加刑 附加刑判项内容 附加刑内容 附加刑情况 fjx 附加刑判项 财产刑",
    "documents_received_on": (
        "文书收到日期 法律文书收到日期 收到文书日期 法律文书接收日期 收到法律文书日期 flwssdsj "
        "文书接收日期 法律文书送达日期 文书送达日期"
    ),
    "documents_received": "法律文书收到日期及种类 法律文书种类 文书种类 收到文书种类 flwszl",
    "arrival_kind": "报到类型 报到情况 在规定时限内报到 报到状态",
    "arrival_way": "接收方式 接收方式及报到日期 sqjzryjsfs 入矫方式",
    "main_facts": "主要犯罪事实 犯罪事实 案情 简要案情 案情简介 主要犯罪事实及情节 犯罪情节",
    "previous_offences": "本次犯罪前的违法犯罪记录 违法犯罪记录 前科 前科情况 前科劣迹 犯罪前科",
    "resume": "个人简历 简历",
    "family": ("家庭成员及主要社会关系 家庭成员 有无家庭成员及主要社会关系 家庭情况 主要社会关系 家庭主要成员"),
    "nationality": "国籍 gj",
    "native_place": "籍贯",
    "religion": "宗教信仰 宗教",
    "occupation": "职业 从业情况 现从事职业",
    "employment": "就业就学情况 就业情况 就业状况 jyjxqk",
    "crime_kind": "案件类别 犯罪类型 fzlx 犯罪类别 案件类型",
    "sentence_start_date": (
        "原判刑期开始日期 原判刑开始日期 刑期开始日期 原判刑期起 刑期起 刑期起日 ypxqksrq "
        "刑期起始日期 原判刑期起始日期 刑期起始"
    ),
    "sentence_end_date": (
        "原判刑期结束日期 原判刑结束日期 刑期结束日期 原判刑期止 刑期止 刑期止日 ypxqjsrq "
        "刑期终止日期 原判刑期终止日期 刑期届满日期 刑满日期"
    ),
    SENTENCE_TERM: ("刑期(起止) 刑期起止 刑期起止日期 原判刑期起止 原判刑期起止日期 原判刑期(起止) 刑期(起止日期)"),
    "judged_on": ("判决日期 判决日 宣判日期 pjrq 裁判日期 裁定日期 决定日期 判决(裁定)日期 判决裁定日期 作出日期"),
    "effective_on": "生效日期 判决生效日期 文书生效日期 wssxrq 裁判生效日期 法律文书生效日期 判决书生效日期",
    "term_text": ("矫正期限时长 矫正期限(月) 矫正月数 考验期 缓刑考验期 缓刑考验期限 考验期限 缓刑期限 sqjzqx"),
    "group_made": "是否建立矫正小组 确定矫正小组 矫正小组 是否成立矫正小组 sfjljzxz",
    "group_members": "矫正小组人员组成类型 矫正小组成员 小组成员",
    "surveyed": "是否调查评估 sfdcpg 调查评估",
    "release_kind": "矫正解除(终止)类型 解除终止类型 解矫类型 解除类型 矫正解除终止类型",
    "released_on": "实际解矫日期 jcjzrq",
    "status": "当前状态 状态 矫正状态 在矫状态 人员状态",
    "risk_level": "风险等级 风险级别 危险等级 风险评估等级",
    "lost_contact": "是否有脱管 是否脱管 是否有托管 脱管情况",
    "lost_contact_reason": "脱管原因",
    "lost_contact_inspection": "检查监督脱管情况",
    "lost_contact_mended": "脱管纠正情况",
    "not_received_reason": "漏管原因",
    "not_received_inspection": "检查监督漏管情况",
    "not_received_mended": "漏管纠正情况",
    "days_left": "剩余天数",
    "execution_place": "执行地地址",
    "not_received": "是否有漏管 是否漏管 漏管情况",
    "rewards_and_penalties": "奖惩情况 奖惩 考核奖惩 奖惩记录",
    "execution_changes": "刑罚变更执行情况",
    "reoffended": "是否重新犯罪 重新犯罪情况 再犯罪情况",
    "reoffence": "重新犯罪罪名",
    "four_histories": "四史情况 四史",
    "three_involvements": "三涉情况 三涉",
    "recidivist": "是否累惯犯 是否累犯 累犯",
    "filled_in_on": "填表日期",
    "reporting_unit": "单位",
    "household_kind": "户籍类型",
    "special_person": "特殊人群 特殊情况 是否未成年 未成年",
    "medical_ground": "保外就医原因 暂予监外执行原因 疾病情况 暂予监外执行情形",
    "device": "电子定位装置 是否佩戴电子手环 电子手环 定位方式 是否电子定位 定位手机",
    "leave": "外出情况 请假情况 请销假情况",
    "recurring_travel": "经常性跨市县活动 跨市县活动",
    "exit_ban": "边控 是否边控 出入境报备 出境报备情况 证件代管",
}

# Words that make a column someone else's: a relative's phone is not the person's.
_OTHERS = re.compile(
    "家属|亲属|家人|监护|保证人|担保人|小组长|工作人员|责任人|社工|志愿者|帮教|民警|网格|紧急|成员|负责人|承办人|联系人"
)
_PARENT_OTHERS = re.compile("家庭|家属|亲属|监护|保证人|担保|小组|责任人|工作人员|社工|志愿者|帮教|社会关系|简历|承办")
_PERSON = re.compile("^(?:在册|在矫)?(?:社区矫正|社区服刑|社矫|矫正|服刑)?(?:对象|人员|罪犯|本人|被告人)(?:的)?(?=.)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NOISE = re.compile(r"[\s*※:：。.、_\-]+|必填|选填|\(文本格式\)|\(文本\)")
_DAY_WORD = re.compile("(?:年月日|日期时间|时间日期|日期|时间|日子){1,3}")
_FIELD_OF: dict[str, str] = {}


def key(header: str) -> str:
    """A heading without spaces, stars, colons and width differences; 时间 and 年月日 read as 日期."""
    text = _NOISE.sub("", half_width(INVISIBLE.sub("", header))).lower()
    return _DAY_WORD.sub("日期", text.replace("（", "(").replace("）", ")"))


def _index() -> None:
    for words in (_POLICY_WORDS, _MORE_WORDS):
        for name, spellings in words.items():
            for spelling in spellings.split():
                _FIELD_OF.setdefault(key(spelling), name)


_index()

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(".*(?:身份证|公民身份|身份证件)(?:号码|号|编号)?"), "id_no"),
    (re.compile("(?:本人|个人|常用)?(?:手机|联系电话|联系方式|电话)(?:号码?)?(?:1|一)?"), "phone"),
    (re.compile("禁止令?(?:期限?)?(?:开始|起始|起算|起)(?:日期?)?"), "order_start_date"),
    (re.compile("禁止令?(?:期限?)?(?:结束|终止|届满|截止|止)(?:日期?)?"), "order_end_date"),
    (re.compile("(?:社区)?(?:矫正|入矫|缓刑|假释)(?:考验)?期?(?:限|间)?(?:开始|起始|起算|起)(?:日期?)?"), "start_date"),
    (
        re.compile("(?:社区)?(?:矫正|解矫|缓刑|假释)(?:考验)?期?(?:限|间)?(?:结束|终止|届满|期满|截止|止)(?:日期?)?"),
        "end_date",
    ),
    (re.compile("(?:社区)?(?:矫正|缓刑|假释)(?:考验)?期?(?:限|间)?(?:起止|起讫|始末)(?:日期?|期限)?"), TERM),
    (re.compile("(?:社区)?(?:矫正|社矫|服刑)(?:对象|人员)?(?:类别|类型|种类)"), "penalty_type"),
    (
        re.compile("(?:原判|判处|宣告|判决|所判)*(?:刑罚|刑期|主刑)(?:[及和、/]?(?:刑期|刑罚|内容|情况|期限))?"),
        "sentence",
    ),
    (
        re.compile(
            "(?:(?:作出|社区矫正|矫正|原判|判决|裁定|决定|批准|审判|裁判|适用)[/、及或]?)+(?:人民)?(?:机关|法院)(?:名称)?"
        ),
        "decision_organ",
    ),
    (
        re.compile(
            "(?:(?:法律|裁判|判决|裁定|决定|执行通知)[/、及或]?)+(?:文?书)?(?:的)?(?:文号|字号|编号|案号|号码|号)"
        ),
        "doc_no",
    ),
    (re.compile("(?:现|当前)?(?:分类|分级)?(?:管理|监管|矫正|处遇|管控)(?:等级|级别|层级)(?:名称)?"), "level"),
    (re.compile("(?:实际|本人|首次|到司法所|到所)?(?:报到|接收入矫|入矫报到)(?:日期)?"), "report_date"),
    (re.compile(".*罪名"), "crime"),
    (re.compile("(?:现)?(?:居住|住)(?:地|址|所)?(?:详细)?(?:地址|住址)?"), "residence_address"),
    (re.compile("(?:户籍|户口)(?:地|所在地)?(?:详细)?(?:地址|住址)?"), "household_address"),
    (re.compile("(?:所属|所在|管辖|执行地?|监管|负责)?.{0,4}司法所(?:名称)?"), "office"),
    (re.compile("(?:所属|所在|管辖|执行地)?(?:县|区|市)(?:[、/]?(?:县|区|市|旗)){0,3}(?:名称)?"), "county"),
)


@lru_cache(maxsize=4096)
def field_of(header: str, parent: str = "") -> str | None:
    """The field a heading names (under the heading above it, if any), or None for an unknown one."""
    own, above = key(header), key(parent)
    if above and _PARENT_OTHERS.search(above) and own != SERIAL:
        return None
    if above:
        joined = _look_up(above + own) or _look_up(f"{_BRACKETS.sub('', above)}{own}")
        if joined is not None:
            return joined
    return _look_up(own)


def _look_up(text: str) -> str | None:
    if not text or len(text) > 40:
        return None
    bare = _BRACKETS.sub("", text)
    for spelling in (text, bare, _PERSON.sub("", bare)):
        found = _FIELD_OF.get(spelling)
        if found:
            return found
    if _OTHERS.search(bare):
        return None
    bare = _PERSON.sub("", bare)
    return next((name for pattern, name in _PATTERNS if pattern.fullmatch(bare)), None)
