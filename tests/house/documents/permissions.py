"""docs/permissions.md: who may what, read from the one table of permissions."""

from collections.abc import Iterable, Mapping

from api.auth.authorship import table as names
from api.auth.delegations import OPERATIONS
from api.auth.permissions import PERMISSIONS, Reach, Role
from api.documents.printouts import DOCUMENTS
from ledger.facts import KINDS
from projections.reports import REPORTS
from tests.house.documents.markdown import MADE, code, table

HEAD = """# Permissions · 权限

Who may do what, by role. The service asks this table for every operation, and refuses what is not in it. How far:

- **own**: one's own data; the key, or the token, names the employee
- **team**: what is of a date, of those who were in one's team on that date; rows of a period by the last day employed in it
- **team/csr**, **all/csr**: the same of customer-service agents alone, by their role on that date
- **all**: everyone's

Who sees a preliminary appraisal of their own: once there is a final one, or the period is closed. In an open period an
evaluator sees another's mark of a contact once their own is recorded, or it is disputed.

谁可以做什么，按角色。服务及其上的一切都以此表为准，表中没有的一律拒绝。范围：**own** 本人的数据（密钥或令牌写明工号），**team** 本组成员的数据：某日的内容以该日在本组的人为准，周期的一行以该周期内最后在职日的班组为准，**team/csr**、**all/csr** 同上，但只限该日岗位为客服代表的人，**all** 所有人的数据。本人的初评在终评之后或关账之后可见。周期未关账时，质检员须先录入自己对同一联络的评分，或该评分已被申诉，才能看到他人的评分。

A key has one role. A token may have several; each adds what it may. 一把密钥只有一个角色；令牌可有多个角色，权限相加。

A site may compose its own roles: [roles of a site](site-roles.md). 站点可编写自己的角色，见[站点的角色](site-roles.zh-CN.md)。

A dispute is seen by those who see what it is about, and decided by QA or a manager where that is an evaluation, by HR where it is
pay, by a manager else; by a manager or HR where it names nothing; never by who recorded or scored what is disputed. In a closed month
only devices, managers and HR record, decide and void what its closing froze; only managers and HR restate what somebody else has
stated, the roster aside. A key or account without a number judges, decides, voids and closes nothing. After the last day an
employee reads, and disputes; all other roles end.

能看到争议所涉内容的人才能看到该申诉。质检评分由质检或经理处理，薪资由人事处理，其他由经理处理，没有写明对象的由经理或人事处理；记录或评分的人不能处理。已关账月份中随关账冻结的内容，只有设备、经理和人事可以记录、审批和作废；他人写明的内容只有经理和人事可以改写，排班除外。没有工号的密钥或账号不能评分、审批、作废和关账。最后工作日之后，员工只可查阅和申诉，其他角色终止。

"""  # noqa: E501

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.EMPLOYEE: ("An employee, for themselves. The key or token has to name the employee.", "员工本人；须写明工号"),
    Role.TEAM_LEADER: ("The leader of one team. The key or token has to name the team.", "业务组长；须写明班组"),
    Role.QA: ("Quality assurance: monitorings, metrics, exams, complaints.", "质检：质检、指标、初评、考试、投诉"),
    Role.MANAGER: ("The manager: the floor, scores and bonuses, no payroll.", "客服经理：现场、成绩与奖金，不含薪资"),
    Role.HR: ("The office that closes the months and pays.", "人事：关账与薪资"),
    Role.AUDITOR: ("Reads everything, the access log too; records nothing.", "审计：可查阅全部及查阅记录，不记录事实"),
    Role.DEVICE: ("A machine that records punches and seat logins.", "设备：只记录打卡与坐席登录"),
    Role.ADMIN: (
        "Looks after the service: keys of any role, devices, metrics. Sees no reports, and no facts of people.",
        "管理员：各角色的密钥、考勤机、指标；看不到报表和员工的事实",
    ),
}  # fmt: skip

OTHERS: Mapping[str, str] = {
    "see who I am": "查看自己的身份",
    "see the directory": "查看员工名录",
    "see the ledger": "查看账本（事实按种类另行限制）",
    "see periods": "查看周期",
    "see rules": "查看规则集",
    "see doubts": "查看应核对的内容（按可见的事实）",
    "see the brief": "查看早报（组长只看本组）",
    "see the agenda": "查看自己的待办（按可决定、可处理的范围）",
    "see evaluators": "查看质检员评分对比（组长和质检只看自己的）",
    "see jobs": "查看任务（他人的任务只限 hr、auditor、admin）",
    "see every job": "查看最近的任务（只看进度，不看结果）",
    "see the service": "查看服务状况（版本、备份、磁盘）",
    "cancel jobs": "取消任务（他人的任务只限 hr、admin）",
    "see mappings": "查看表格映射",
    "plan rosters": "排班：编排、核对、发布，草稿只有作者可见",
    "see others' roster drafts": "查看并修改他人的排班草稿",
    "see statutory holidays": "查看法定节假日",
    "follow facts": "跟随账本（事实流）",
    "see history": "查看员工的全部记录",
    "import": "导入文件（本人的导入可撤销）",
    "see imports": "查看导入记录",
    "export": "导出账本",
    "see quarantine": "查看隔离区",
    "mend quarantine": "处理隔离区",
    "close": "关账",
    "consent to closings": "同意他人关账（对方录入了规则或更正时）",
    "see closings": "查看关账记录与待办事项",
    "compare": "重算、比较与试算",
    "try drafts": "试算评核表与奖金主题的草案（经理看不到薪资）",
    "reconcile": "核对实发",
    "hand over pay": "薪资交接：薪资表、银行代发表",
    "see checkpoints": "查看检查点与验证公钥",
    "sign checkpoints": "签署检查点，添加见证签名",
    "prove": "取得事实的证明（限可查阅的事实）",
    "see evidence": "下载工资条的证据文件",
    "verify": "核验账本",
    "erase": "删除离职员工的个人信息",
    "see a dispute's case": "查看申诉全案",
    "administer webhooks": "管理 webhook 订阅",
    "see webhooks": "查看 webhook 订阅",
    "choose notifications": "设置自己的通知",
    "see notification states": "查看通知发送状态（只有编号）",
    "administer devices": "管理考勤机",
    "see devices": "查看考勤机",
    "administer keys": "管理密钥",
    "see keys": "查看密钥",
    "see the access log": "查看查阅记录（本人只看何时、以何角色看了自己的什么）",
    "see metrics": "查看指标",
}
"""The operations that are neither a report nor a kind of fact, in Chinese."""


def permissions_page() -> str:
    """The page."""
    roles = table(("role 角色", "who it is for", "用途"), ((code(role.value), *ROLES[role]) for role in Role))
    return (
        f"{MADE}{HEAD}{roles}"
        f"\n## Reports · 报表\n\n{_table(_of('report '))}\n{_without_pay()}"
        f"\n## Record · 记录\n\nFacts, by kind. 按事实种类。\n\n{_table(_of('record '))}"
        f"\n## In whose name · 以谁的名义\n\n{NAMES}\n{_names()}"
        f"\n## While somebody is away · 授权代理\n\n{DELEGATION}\n{_carried()}"
        f"\n## Read · 查阅\n\nFacts, by kind. 按事实种类。\n\n{_table(_of('read '))}"
        f"\n## Documents · 打印件\n\n{_table(_of('document '))}"
        f"\n## Everything else · 其他\n\n{_table(_others())}"
    )


NAMES = """\
Who acted is who sends the fact, in the name of the employee number of the key or token, else of its opaque id: another
name is refused (403 `name`), and what is left out is filled in. `recorded_by` too, in every kind. HR records for others
in every field, and by files: what a file states of others is shown as stated. Team leaders, QA and managers import as
themselves: each line is held to their row of its kind. The table: the fields that state who acted, and the roles that may name another in them
(of a handover a leader is one of the sides). `source` ends with the key, account or device that has sent the fact.

行为人就是发送人：写密钥或令牌的工号，没有工号则写其不透明的编号；写别人会被拒绝（403 `name`），不写则自动填入。任何种类的 `recorded_by` 也一样。人事可代他人记录，也可用文件导入；文件所写的他人在页面上标为“据填报”。组长、质检和经理以本人名义导入，每一行按该种类的权限判断。下表为写明行为人的字段，及可以写别人的角色（交接班的组长须是其中一方）。`source` 以发送该事实的密钥、账号或设备结尾。
"""  # noqa: E501


DELEGATION = """\
A `delegation` lets somebody decide for a team leader, QA or manager who is away: given by that one or by a manager (a
manager's by HR), to a team leader, QA or manager, or by a manager to a CSR of the leader's team, from today on and for 31
days at the most; `until` null withdraws it. It carries what the giver's role and team may on the day, of the rows below alone, and never
verdicts or payment. Own matters, and the giver's, are decided by others. It ends with the role of either. The decision is in the name of who acts,
and its `source` names the delegation; looks by it are in the access log.

`delegation`（授权代理）：组长、质检或经理外出期间，由他人代为审批。由本人或经理提交（经理的由人事提交）；代理人为组长、质检或经理，或由经理指定的该班组客服代表；从今天起算，最长 31 天；`until` 为 null 表示撤回。只带有授权人当日角色和班组在下列各行中的权限，不含投诉定性和付款。代理人本人和授权人的事项由他人审批。任何一方的角色终止即失效。审批以代理人名义记录，`source` 写明授权；凭授权的查阅记入访问日志。
"""  # noqa: E501


def _carried() -> str:
    """What a delegation carries, by what it names."""
    rows = ((code(matter), ", ".join(map(code, sorted(rows)))) for matter, rows in OPERATIONS.items())
    return table(("what 事项", "rows of this table 本表的行"), rows)


def _without_pay() -> str:
    """The reports of which some rows tell pay, and are for those alone who see everyone's."""
    told = ", ".join(code(name) for name, report in REPORTS.items() if report.row_tells_pay is not None)
    return (
        f"Of {told} whoever does not see everyone's payroll is told no row about pay (S14.6 to S14.9).\n\n"
        f"{told} 中与薪资有关的行（S14.6 至 S14.9）只给能查阅全员薪资的人。\n"
    )


def _names() -> str:
    rows = []
    for kind, fields, named in names():
        others = [f"{role.value} ({which})" if which != "all" else role.value for role, which in named.items() if which]
        told = ", ".join(code(KINDS[kind].names[field]) for field in fields)
        rows.append((code(kind), KINDS[kind].label_zh, told, ", ".join(others)))
    return table(("kind 种类", "中文", "who acted 行为人", "may name another 可写别人"), rows)


def _of(prefix: str) -> list[str]:
    return [operation for operation in PERMISSIONS if operation.startswith(prefix)]


def _others() -> list[str]:
    known = {*_of("report "), *_of("record "), *_of("read "), *_of("document ")}
    return [operation for operation in PERMISSIONS if operation not in known]


def _table(operations: Iterable[str]) -> str:
    heads = ("operation 操作", "中文", *(role.value for role in Role))
    return table(heads, ((code(each), chinese_of(each), *_reaches(each)) for each in operations))


def _reaches(operation: str) -> list[str]:
    row = PERMISSIONS[operation]
    return [row[role].value if role in row else "" for role in Role]


def chinese_of(operation: str) -> str:
    """An operation of the table in Chinese."""
    verb, _, name = operation.partition(" ")
    if verb == "report":
        return REPORTS[name].zh
    if verb in ("record", "read"):
        return KINDS[name].label_zh
    return DOCUMENTS[name].zh if verb == "document" else OTHERS[operation]


def who_may(operation: str) -> str:
    """The roles that may, in a line: all alike where they are, else each with its reach."""
    row = PERMISSIONS[operation]
    if set(row) == set(Role) and set(row.values()) == {Reach.ALL}:
        return "every role 各角色"
    return ", ".join(role.value if row[role] is Reach.ALL else f"{role.value} ({row[role].value})" for role in row)
