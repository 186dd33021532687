"""Closing a month, rules, replays, imports, people, quarantine, reconciling, documents."""

from starlette.routing import Route

from api.console.hr import (
    close_consent,
    closings,
    comparisons,
    drafts,
    group_robots,
    import_reversals,
    imports,
    month_close,
    named_rule_sets,
    pay_handovers,
    people,
    quarantine,
    reconciliations,
    replays,
    rule_sets,
    waiting_files,
    what_if_sheets,
)
from api.console.menu import MenuItem, MenuPart
from api.words.translation import marked

MENU = MenuPart(
    marked("Personnel"),
    (
        MenuItem("/hr/close", marked("Close a month"), needs=("close",)),
        MenuItem("/hr/consent", marked("Consent to a closing"), needs=("consent to closings",)),
        MenuItem("/hr/closings", marked("Closed months"), needs=("close",)),
        MenuItem("/hr/people", marked("Staff"), needs=("record employee",)),
        MenuItem("/hr/rules", marked("Rules"), needs=("record rules", "compare")),
        MenuItem("/hr/replays", marked("Replays and comparisons"), needs=("compare",)),
        MenuItem("/hr/ripple", marked("The impact of a fact"), needs=("compare",)),
        MenuItem("/hr/imports", marked("Import a file"), needs=("import",), narrow=True),
        MenuItem(
            "/hr/quarantine", marked("Quarantine"), needs=("see quarantine",), narrow=True, counts=("quarantine",)
        ),
        MenuItem("/hr/handover", marked("Hand over pay"), needs=("hand over pay",)),
        MenuItem("/hr/robots", marked("Group robots"), needs=("see webhooks",)),
        MenuItem("/hr/reconcile", marked("Compare with what was paid"), needs=("reconcile",)),
    ),
)


def routes() -> list[Route]:
    """The pages of the room."""
    rooms = (
        month_close,
        close_consent,
        closings,
        drafts,
        rule_sets,
        named_rule_sets,
        what_if_sheets,
        comparisons,
        replays,
        waiting_files,
        imports,
        import_reversals,
        people,
        quarantine,
        reconciliations,
        pay_handovers,
        group_robots,
    )
    return [route for each in rooms for route in each.room.routes]
