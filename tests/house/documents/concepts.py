"""The words for things that have no table of their own in the code: one entry a thing, written by hand."""

# ruff: noqa: E501 - tables, a thing a line
from typing import NamedTuple


class Concept(NamedTuple):
    """A thing, what each language calls it, its name in the code, and what it means."""

    zh: str
    en: str
    code: str
    meaning: str
    meaning_zh: str


LEDGER = (
    Concept("账本", "ledger", "ledger", "All facts of one site, in the order of recording.", "一个站点的全部事实，按入账顺序排列。"),
    Concept("事实", "fact", "Fact", "One thing that happened, recorded once and never changed.", "发生过的一件事，只记一次，永不修改。"),
    Concept("种类", "kind", "kind", "The form of a fact: its fields, clause and permissions.", "事实的形式：字段、条款和权限。"),
    Concept("标识", "identity", "ref", "What tells two facts of a kind apart: `ref`, or the natural key.", "区分同类事实的依据：`ref` 或自然键。"),
    Concept("自然键", "natural key", "natural_key", "The fields that identify a fact without a `ref`.", "没有 `ref` 时用来识别事实的字段。"),
    Concept("更正", "correction", "supersedes", "A later fact that replaces an earlier one. Both stay.", "后来的事实取代先前的事实，两条都保留。"),
    Concept("作废", "void", "void", "A fact that takes another one out of the figures. Both stay.", "使另一条事实不再计入的事实，两条都保留。"),
    Concept("重复", "duplicate", "duplicate", "A fact that is already recorded with the same content. Nothing is stored.", "同一标识且内容相同的事实，不再存储。"),
    Concept("冲突", "conflict", "conflict", "A fact that is already recorded with other content. It is refused.", "同一标识但内容不同的事实，拒收。"),
    Concept("被拒", "refused", "refused", "Not recorded, with a code and a sentence that says why.", "未入账，并附代码和原因。"),
    Concept("隔离区", "quarantine", "quarantine", "Refused lines of imports. Correct, retry or dismiss each line.", "导入时被拒的行，可改正、重试或忽略。"),
    Concept("主密钥", "master key", "master_key", "The key that seals names and texts. Keep it apart from the store.", "加密姓名和文字的密钥，须与存储分开保管。"),
    Concept("个人信息删除", "erasure", "erasure", "Destroys the key of a person's names and texts. Figures stay.", "销毁某人姓名和文字的密钥，数字保留。"),
    Concept("重放", "replay", "replay", "Compute a report again from the recorded facts.", "根据已入账的事实重新计算报表。"),
)  # fmt: skip

COORDINATES = (
    Concept("坐标", "coordinates", "Coordinates", "Period, ledger position and rule set. Together they fix a report.", "周期、账本位置和规则集，三者确定一份报表。"),
    Concept("周期", "period", "period", "A month such as `2026-10`.", "一个月份，如 `2026-10`。"),
    Concept("账本位置", "ledger position", "position", "The number of a fact in the order of recording.", "事实在账本中的序号。"),
    Concept("规则集", "rule set", "rules", "The values of all rule parameters. `manual` has the manual's.", "全部规则参数的取值；`manual` 为手册的取值。"),
    Concept("截至", "as of", "as_of", "The ledger position or time up to which facts count.", "计入事实的截止位置或时间。"),
    Concept("关账", "closing", "close", "Freezes the reports of a period as they are paid.", "把一个周期的报表按发薪时的样子冻结。"),
    Concept("调整", "adjustment", "adjustment", "The difference that a late fact makes to a closed period, paid in the next one.", "关账后入账的事实造成的差额，在下一周期发放。"),
)  # fmt: skip

FIGURES = (
    Concept("报表", "report", "report", "A table that follows from the three coordinates.", "由三个坐标推算的表。"),
    Concept("解释", "explanation", "explanation", "How a figure follows: clauses, parameters, rows used and facts.", "数字的由来：条款、参数、所用的行和事实。"),
    Concept("影响", "impact (in the code: ripple)", "ripple", "The figures that a fact changes in every period.", "一条事实在各周期改变的数字。"),
    Concept("比较", "comparison", "compare", "Two versions of a report side by side, with the cause of each difference.", "同一报表的两个版本对照，并说明差异原因。"),
    Concept("试算", "what-if", "what_if", "A report with other rules or facts. Nothing is recorded.", "按其它规则或事实计算的报表，不入账。"),
    Concept("核对", "reconciliation", "reconcile", "Compares a payroll sheet as paid with the ledger, line by line.", "把实发工资表与账本逐项对照。"),
    Concept("申诉", "dispute", "dispute", "An employee's objection to a figure or a fact.", "员工对数字或事实提出的异议。"),
    Concept("案卷", "case", "case", "A dispute with all it refers to: figure, explanation, facts and decision.", "申诉及其所涉数字、解释、事实和决定。"),
    Concept("异常", "anomaly", "anomalies", "Attendance that needs a correction, such as a missing punch.", "需要更正的考勤，如缺卡。"),
    Concept("待办事项", "open items", "open_items", "What is still undecided in a period, to be settled before closing.", "一个周期内尚未处理、关账前应处理的事项。"),
    Concept("流程", "workflow", "workflow", "A fact and the decisions about it, such as a swap from request to approval.", "一条事实及其处理过程，如换班从申请到批准。"),
)  # fmt: skip

PROOF = (
    Concept("树", "tree", "tree", "The Merkle tree of all facts. Any change of a fact changes its root.", "全部事实构成的默克尔树；任何事实变动都会改变树根。"),
    Concept("叶", "leaf", "leaf", "The hash of one fact in the tree.", "一条事实在树中的哈希。"),
    Concept("检查点", "checkpoint", "checkpoint", "The signed size and root of the tree. Keep it outside the ledger.", "经签名的树的大小和树根，应存放在账本之外。"),
    Concept("证明", "proof", "proof", "The hashes that show that a fact is in the tree of a checkpoint.", "证明某条事实在检查点的树中的一组哈希。"),
    Concept("证据", "evidence", "evidence", "A file with which an employee checks a payslip without the service.", "员工不经服务即可核验工资单的文件。"),
    Concept("见证", "witness", "witness", "An outside party that signs checkpoints it has seen grow only.", "为只增不改的检查点签名的外部一方。"),
    Concept("核验", "verification", "verify", "Reads the whole store and compares it with its hashes.", "读取整个存储并与哈希对照。"),
)  # fmt: skip

REPORT_MEANINGS = {
    "attendance": ("Each shift with its punches, lateness and counted minutes.", "每个班次的打卡、迟到早退和计算工时。"),
    "punctuality": ("How often and how long everyone was late or early, and how often forgiven.", "每人迟到早退的次数与时长，以及宽限次数。"),
    "hours": ("Hours due and worked, and the balance of time off in lieu.", "应出勤与实际工时，以及换休结余。"),
    "leave_balances": ("What is granted, taken and left of each kind of leave.", "各类假期的额度、已休与剩余。"),
    "scores": ("The score of each component, and the total.", "各项考核成绩与总分。"),
    "appraisals": ("The items of each appraisal, with their points.", "每份评核的各个项目及其得分。"),
    "ranking": ("The rank within the pool.", "排名组内的名次。"),
    "bonus": ("The monthly bonus by rank, or the clause that excludes it.", "按名次的月度奖金，或不享有的依据。"),
    "awards": ("The winners of the themes of the period.", "本周期各主题的获奖者。"),
    "stars": ("Star pay by the quarter's score.", "按季度得分的星级工资。"),
    "payroll": ("Every line of pay, and the total.", "薪资各项与合计。"),
    "paid_time": ("The minutes that pay is paid for, or taken off for.", "按分钟支付或扣减的工时与金额。"),
    "anomalies": ("Missing punches, absences and other attendance to correct.", "缺卡、旷工等待更正的考勤。"),
    "compliance": ("Where a value is beyond a limit that counsel should look at.", "超出界限、应请法律顾问看的内容。"),
    "volume": ("The contacts of each date, channel and queue, and how they were answered.", "每日各渠道、各队列的呼入量与接起情况。"),
    "coverage": ("How many seats each team needs, and how many are there.", "各班组各时段需要的坐席与到岗的坐席。"),
    "refunds": ("What everyone registered of refunds, and what became of it.", "每人登记的退费及其处理结果。"),
    "promises": ("Which promises to customers were kept in time.", "对用户的承诺是否按时兑现。"),
    "complaints": ("How far each complaint has come, and whether it is late.", "每件投诉的进展，以及是否逾期。"),
    "adherence": ("How long each CSR was logged in during the attended shifts.", "每个出勤班次的坐席登录时长与未登录时长。"),
    "conduct": ("Violations, briefings, handovers, and punches by somebody else.", "违规、班前会、交接班与代打卡。"),
    "monitoring_plan": ("How many monitorings each week asks for, and how many there are.", "每周应质检与已质检的次数。"),
    "training": ("How many trainings everybody attended, and how long.", "每人参加培训的次数与时长。"),
    "quality_work": ("How much each leader or QA did.", "班组长与质检员各完成多少工作。"),
    "plans": ("How far each improvement plan has come, and whether it is late.", "每个改进方案的进展，以及是否逾期。"),
    "tasks": ("How far everyone has come with each task.", "每项任务各人的进展，以及是否逾期。"),
    "acknowledgements": ("Who has acknowledged each instruction, and when.", "每条工作要求由谁在何时确认。"),
    "quarter_review": ("What a quarter's review rests on, and its decision.", "季度考核的依据与结论。"),
    "organisation": ("Everyone's role, team, project and superior.", "人员的岗位、班组、项目与上级。"),
    "payments": ("What was paid of each item, beside the ledger's pay.", "各项实发金额与账本应发金额的核对。"),
}  # fmt: skip
