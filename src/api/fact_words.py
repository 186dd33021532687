"""A fact in words: what its fields are called, and their values as people read them, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from api.explanation_labels import word_label
from api.labels import value_label
from api.language import Language
from ledger.facts import KINDS

_FIELDS: dict[str, tuple[str, str]] = {
    "about": ("关于", "about"),
    "action": ("动作", "action"),
    "allowance": ("津贴编号", "allowance number"),
    "amount": ("金额(元)", "amount (yuan)"),
    "at": ("时间", "at"),
    "attendees": ("参加人", "attendees"),
    "award_themes": ("评选主题", "award themes"),
    "briefing": ("班前会编号", "briefing number"),
    "by": ("经办人", "by"),
    "channel": ("渠道", "channel"),
    "clause": ("条款", "clause"),
    "closing_digest": ("期末状态摘要", "digest of the closing state"),
    "code": ("程序版本", "program code"),
    "comment": ("评语", "comment"),
    "complaint": ("投诉编号", "complaint number"),
    "correction": ("更正编号", "correction number"),
    "counterparty": ("对方", "counterparty"),
    "counterparty_date": ("对方日期", "counterparty's date"),
    "criteria": ("评分项", "criteria"),
    "date": ("日期", "date"),
    "decision": ("决定", "decision"),
    "deficit": ("不满工时(分)", "deficit (min)"),
    "device": ("设备", "device"),
    "direction": ("方向", "direction"),
    "dispute": ("申诉编号", "dispute number"),
    "effective_period": ("生效周期", "effective period"),
    "employee": ("员工", "employee"),
    "error": ("差错编号", "error number"),
    "error_free_periods": ("无差错期数", "error-free periods"),
    "evaluator": ("评估人", "evaluator"),
    "exam": ("考试编号", "exam number"),
    "ext": ("附加内容", "sender's own"),
    "facts": ("所致事实", "facts it led to"),
    "first_date": ("首日", "first date"),
    "first_period": ("首个周期", "first period"),
    "form": ("表单", "form"),
    "from": ("自", "from"),
    "from_leader": ("交班组长", "from leader"),
    "handover": ("交接编号", "handover number"),
    "held": ("扣减待定", "reductions held"),
    "hired_on": ("入职日期", "hired on"),
    "item": ("项目", "item"),
    "last_date": ("末日", "last date"),
    "last_day": ("最后工作日", "last day"),
    "last_rank": ("上期名次", "last rank"),
    "leader": ("组长", "leader"),
    "leave": ("请假编号", "leave number"),
    "lots": ("换休余额", "lots of time off in lieu"),
    "minutes": ("分钟", "minutes"),
    "monitoring": ("质检编号", "monitoring number"),
    "monthly": ("月薪(元)", "monthly (yuan)"),
    "name": ("名称", "name"),
    "note": ("备注", "note"),
    "of": ("所指", "of"),
    "of_kind": ("所指类别", "of the kind"),
    "override_by": ("破例批准人", "overridden by"),
    "override_reason": ("破例原因", "reason of the override"),
    "parameters": ("参数", "parameters"),
    "period": ("周期", "period"),
    "period_start_day": ("周期起始日", "first day of periods"),
    "praise": ("表扬编号", "praise number"),
    "probation_until": ("试用期至", "on probation until"),
    "reason": ("原因", "reason"),
    "recorded_by": ("记录人", "recorded by"),
    "ref": ("来源编号", "sender's number"),
    "report_digests": ("报表摘要", "digests of reports"),
    "requested_on": ("申请日期", "requested on"),
    "requester": ("申请人", "requester"),
    "requester_date": ("申请人日期", "requester's date"),
    "role": ("岗位", "role"),
    "rules": ("规则集", "rule set"),
    "score": ("得分", "score"),
    "seat": ("坐席", "seat"),
    "shift": ("班次", "shift"),
    "source": ("来源", "source"),
    "standard_days": ("标准天数", "standard days"),
    "status": ("状态", "status"),
    "summary": ("摘要", "summary"),
    "swap": ("换班编号", "swap number"),
    "team": ("班组", "team"),
    "text": ("内容", "text"),
    "time_zone": ("时区", "time zone"),
    "to_leader": ("接班组长", "to leader"),
    "totals": ("以往总分", "earlier totals"),
    "type": ("类别", "type"),
    "tzdata": ("时区数据", "time-zone data"),
    "until": ("至", "until"),
    "version": ("版本", "version"),
    "violation": ("违规编号", "violation number"),
    "withdrawn": ("撤销", "withdrawn"),
    "written": ("书面", "written"),
    "critical": ("关键项", "critical"),
    "weight": ("权重(%)", "weight (%)"),
    "theme": ("主题", "theme"),
    "winners": ("名额", "winners"),
    "total": ("总分", "total"),
    "behaviour": ("综合工作表现", "behaviour"),
}

_VALUES: dict[str, tuple[str, str]] = {
    "accepted": ("已接受", "accepted"),
    "approved": ("已批准", "approved"),
    "rejected": ("已拒绝", "rejected"),
    "cancelled": ("已取消", "cancelled"),
    "upheld": ("成立", "upheld"),
    "dismissed": ("不成立", "dismissed"),
    "withdrawn": ("撤回", "withdrawn"),
    "escalated": ("已升级", "escalated"),
    "followed_up": ("已跟进", "followed up"),
    "login": ("登入", "login"),
    "logout": ("登出", "logout"),
    "phone": ("电话", "phone"),
    "email": ("邮件", "e-mail"),
    "fax": ("传真", "fax"),
    "sms": ("短信", "text message"),
    "email_fax": ("邮件传真", "e-mail and fax"),
    "sms_chat": ("短信在线", "text message and chat"),
    "work_order": ("工单", "work order"),
    "refund": ("退费登记", "refund registration"),
    "attitude": ("服务态度", "attitude"),
}
_TERMS = {"action", "about", "channel", "decision", "direction", "reason", "role", "status", "type", "of_kind", "theme"}
"""Fields whose values are terms, where they are one that has a label."""


def kind_label(kind: str, language: Language) -> str:
    """What a kind of fact is called."""
    return KINDS[kind].label_zh if language is Language.CHINESE else KINDS[kind].label_en


def field_label(name: str, language: Language) -> str:
    """What a field of a fact is called."""
    found = _FIELDS.get(name, (name, name.replace("_", " ")))
    return found[0 if language is Language.CHINESE else 1]


def field_text(name: str, value: Any, language: Language) -> str:
    """A field's value for people: a term by its label, an object by its fields, everything else as it is."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return value_label(value, language) or ("否" if language is Language.CHINESE else "no")
    if isinstance(value, Mapping):
        return ", ".join(
            f"{field_label(key, language)} {field_text(key, each, language)}" for key, each in value.items()
        )
    if isinstance(value, list):
        return "; ".join(field_text(name, each, language) for each in value)
    if name in _TERMS and isinstance(value, str):
        return _term(value, language)
    return str(value)


def _term(value: str, language: Language) -> str:
    if value in _VALUES:
        return _VALUES[value][0 if language is Language.CHINESE else 1]
    return kind_label(value, language) if value in KINDS else word_label(value, language)


def fields_told(content: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """The fields of a fact, each with what it is called and its value, in order; those that are null left out."""
    return [
        (field_label(name, language), field_text(name, value, language))
        for name, value in content.items()
        if value is not None
    ]
