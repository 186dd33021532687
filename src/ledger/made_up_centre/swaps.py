"""Shift swaps (换班, S5): asked one day, accepted and approved the next, or not."""

from datetime import date

from ledger.made_up_centre.agenda import clock_time, instant
from ledger.made_up_centre.chance import chosen
from ledger.made_up_centre.dates import ONE_DAY
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

OUTCOMES = ("approved",) * 13 + ("rejected_at_once", "rejected_by_leader", "cancelled", "none")


def ask(centre: Centre, day: date) -> None:
    """Someone asks a colleague of another team to exchange shifts of the coming days."""
    rng = centre.rng
    everyone = [person for person in centre.staff.present if person.follows_team and person.role == "csr"]
    for requester in chosen(rng, everyone, 8):
        for counterparty in rng.sample(everyone, min(8, len(everyone))):
            dates = exchange(centre, requester, counterparty, day)
            if dates:
                propose(centre, requester, counterparty, dates, day)
                break


def exchange(centre: Centre, requester: Person, counterparty: Person, day: date) -> tuple[date, date] | None:
    """Two dates on which the exchange would suit both, or None."""
    if requester is counterparty or requester.swapping or counterparty.swapping:
        return None
    mine, theirs = free_to_give(requester, day), free_to_give(counterparty, day)
    both = [each for each in mine if each in theirs and requester.roster[each] != counterparty.roster[each]]
    pairs = [(each, each) for each in both] + [(each, other) for each in mine for other in theirs if each != other]
    suited = [pair for pair in pairs if suits(requester, counterparty, *pair)]
    return centre.rng.choice(suited) if suited else None


def free_to_give(person: Person, day: date) -> list[date]:
    """The dates of the coming week whose shift the employee might give away."""
    coming = (day + n * ONE_DAY for n in range(3, 9))
    return [each for each in coming if each in person.roster and each not in person.away and person.employed(each)]


def suits(requester: Person, counterparty: Person, mine: date, theirs: date) -> bool:
    """Whether both have one shift a date and a night's rest after the exchange."""
    given, taken = requester.roster.get(mine), counterparty.roster.get(theirs)
    if given is None or taken is None:
        return False
    return rested(requester, {mine: None} | {theirs: taken}) and rested(counterparty, {theirs: None} | {mine: given})


def rested(person: Person, changes: dict[date, str | None]) -> bool:
    """Whether no day shift would begin on the morning on which a night shift ends, and no date would have two."""

    def shift_on(day: date) -> str | None:
        return changes[day] if day in changes else person.roster.get(day)

    for day, shift in changes.items():
        if shift is None:
            continue
        doubled = len(changes) > 1 and day in person.roster
        if doubled or day in person.away or not person.employed(day):
            return False
        if shift != "W" and shift_on(day - ONE_DAY) == "W":
            return False
        if shift == "W" and shift_on(day + ONE_DAY) in ("R", "C"):
            return False
    return True


def propose(centre: Centre, requester: Person, counterparty: Person, dates: tuple[date, date], day: date) -> None:
    """The `swap` fact; it is decided tomorrow."""
    second = clock_time(10) + centre.rng.randrange(6 * 3600)
    line: dict[str, object] = {
        "kind": "swap",
        "swap": centre.number("SW"),
        "requester": requester.number,
        "requester_date": dates[0].isoformat(),
        "counterparty": counterparty.number,
        "counterparty_date": dates[1].isoformat(),
        "at": instant(day, second),
    }
    requester.swapping = counterparty.swapping = True
    centre.agenda.add(day, second, line)
    centre.pending_swaps.append((line, requester, counterparty))


def decide(centre: Centre, day: date) -> None:
    """Yesterday's requests are accepted, approved, rejected or cancelled; some are left open."""
    pending, centre.pending_swaps = centre.pending_swaps, []
    for line, requester, counterparty in pending:
        requester.swapping = counterparty.swapping = False
        mine = date.fromisoformat(str(line["requester_date"]))
        theirs = date.fromisoformat(str(line["counterparty_date"]))
        outcome = centre.rng.choice(OUTCOMES)
        if outcome == "approved" and not suits(requester, counterparty, mine, theirs):
            outcome = "rejected_by_leader"
        second = clock_time(9, 30) + centre.rng.randrange(3600)
        leader = centre.staff.leader_of(requester)
        if outcome == "cancelled":
            answer(centre, line, "cancelled", requester, day, second)
        elif outcome == "rejected_at_once":
            answer(centre, line, "rejected", counterparty, day, second)
        elif outcome != "none":
            answer(centre, line, "accepted", counterparty, day, second)
            verdict = "approved" if outcome == "approved" else "rejected"
            answer(centre, line, verdict, leader, day, second + 3600)
        if outcome == "approved":
            carry_out(requester, counterparty, mine, theirs)


def answer(centre: Centre, line: dict[str, object], decision: str, by: Person, day: date, second: int) -> None:
    """One `swap_decision` fact."""
    decided: dict[str, object] = {"kind": "swap_decision", "swap": line["swap"], "decision": decision, "by": by.number}
    centre.agenda.add(day, second, decided | {"at": instant(day, second)})


def carry_out(requester: Person, counterparty: Person, mine: date, theirs: date) -> None:
    """Remember the exchanged roster, as the ledger does on approval."""
    given, taken = requester.roster.pop(mine), counterparty.roster.pop(theirs)
    requester.roster[theirs] = taken
    counterparty.roster[mine] = given
