"""Words about files and their lines: mappings, outcomes, and why a line was refused."""

from api.language import Language
from api.translation import marked, said

_MAPPINGS = {
    "bamboohr-employees": marked("BambooHR: employees, and the last days of those who left"),
    "bamboohr-time-off": marked("BambooHR: leave, and the decisions on it"),
    "base-salaries": marked("Base salaries"),
    "clockster-attendance": marked("Clockster attendance.csv: punches"),
    "clockster-employees": marked("Clockster users.csv: employees, and the last days of those who left"),
    "clockster-leaves": marked("Clockster schedules.csv: leave, and its approval"),
    "clockster-salaries": marked("Clockster payroll.csv: base salaries"),
    "clockster-schedules": marked("Clockster schedules.csv: the roster"),
    "clockster-shift-types": marked("Clockster schedules.csv: a rule set with the shift types in it"),
    "dingtalk-attendance": marked("DingTalk daily attendance: punches"),
    "employees": marked("Employees, probation and last days"),
    "leave-list": marked("Leave list: requests, and the decisions on them"),
    "monitoring-scores": marked("Monitoring scores: a row a contact"),
    "reviews": marked("Monthly reviews: work score and behaviour score"),
    "roster-grid": marked("Roster grid: a row a person, a column a date"),
    "wecom-punches": marked("WeCom punches"),
}
"""What the mappings that are shipped are called; another is called as the API tells it."""
_REFUSED = {
    "bad_json": marked("The line is not JSON: give one object on one line."),
    "bad_encoding": marked("The line is not in UTF-8: save the file so."),
    "bad_value": marked("A value is not of its form: mend it."),
    "bad_cell": marked("A cell cannot be read: mend its value."),
    "bad_line": marked("The line is no row of the sheet: leave it as the quarantine shows it."),
    "bad_mapping": marked("The mapping does not fit the sheet: mend the mapping."),
    "bad_parameter": marked("A rule parameter cannot be taken: see the list of parameters."),
    "conflict": marked("Something else is on the ledger under the same number."),
    "double_field": marked("A field stands there twice: give it once."),
    "either": marked("One of two fields is to be given: give one of them."),
    "missing_field": marked("A field is missing: add it."),
    "no_site": marked("The ledger has no site yet: record it first."),
    "not_allowed": marked("The ledger, as it stands, does not take this."),
    "refused_by_mapping": marked("The mapping refuses this row."),
    "restore_only": marked("A field belongs to a restored export only: leave it out."),
    "short_notice": marked("Time off in lieu is asked for too late: a manager may override it."),
    "time_zone": marked("The time has another zone than the site: mend it."),
    "too_long": marked("The line is too long."),
    "unknown_employee": marked("The employee is not on the ledger: record the employee first, or mend the number."),
    "unknown_fact": marked("What it refers to is not on the ledger: record that first, or mend the number."),
    "unknown_field": marked("There is no such field: leave it out, or mend its name."),
    "unknown_kind": marked("There is no such kind of fact: mend its name."),
    "unknown_leave_type": marked("No rule set knows this leave type: mend it, or adopt a rule set with it."),
    "unknown_pin": marked("The PIN is not in the table of PINs: add it with its employee number."),
    "unknown_shift": marked("No rule set knows this shift type: mend it, or adopt a rule set with it."),
}
_OTHERWISE = marked("The line cannot be taken; the ledger's own words say why.")
_OUTCOMES = {
    "equal": marked("equal"),
    "differs": marked("another amount"),
    "item_not_paid": marked("item not paid"),
    "item_not_computed": marked("paid, but not computed"),
    "person_not_paid": marked("person not paid"),
    "person_not_computed": marked("person paid, but not computed"),
}
"""What comparing an item that was paid with what is computed can find."""
_STATUSES = {
    "accepted": marked("It is on the ledger now."),
    "duplicate": marked("It was on the ledger already."),
    "conflict": marked("Something else is on the ledger under the same number."),
    "rejected": marked("It was refused again; look at the new reason."),
}


def mapping_name(name: str, title: str, language: Language) -> str:
    """What a mapping is called; one that is not known here by its title."""
    known = _MAPPINGS.get(name)
    return title if known is None else said(known, language)


def refused_because(code: str, language: Language) -> str:
    """Why a line was refused, in a sentence of the reader's language."""
    return said(_REFUSED.get(code, _OTHERWISE), language)


def outcome_name(outcome: str, language: Language) -> str:
    """What a comparison of what was paid with what is computed has found."""
    return said(_OUTCOMES[outcome], language)


def retried_as(status: str, language: Language) -> str:
    """What became of a line that was tried again."""
    return said(_STATUSES[status], language)
