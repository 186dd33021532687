"""`workledger rules`: the rule sets that are on the ledger or shipped, what is in them, and adopting a shipped one."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.options import AnswerLanguage
from api.cli.reader_language import tell
from api.cli.settings import host
from api.words.language import Language
from ledger.labels import label
from ledger.refusal import UsageError

commands = typer.Typer()


class RuleSetCommands(TyperGroup):
    """The commands of rule sets; a word that is none of them is a rule set to show."""

    def resolve_command(self, context: Any, words: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command of the first word, `show` where there is none of that name."""
        named = words if words[0] in self.commands else ["show", *words]
        return super().resolve_command(context, named)


rules_commands = typer.Typer(
    cls=RuleSetCommands, help="Rule sets: list them, show one, adopt one that is shipped.", invoke_without_command=True
)
commands.add_typer(rules_commands, name="rules")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@rules_commands.callback()
def rules(context: typer.Context, as_json: AsJson = False, lang: AnswerLanguage = Language.ENGLISH) -> None:
    """List the rule sets with the period from which each holds, and those that are shipped."""
    if context.invoked_subcommand is None:
        _list(context, lang, as_json=as_json)


def _list(context: typer.Context, lang: Language, *, as_json: bool) -> None:
    from api.operations.named_rule_sets import named_rule_sets
    from api.operations.periods import rule_sets, rules_in_force

    with host(context) as asked:
        listed = rule_sets(asked).rules
        if as_json:
            typer.echo(json.dumps([each.as_json() for each in listed], ensure_ascii=False))
            return
        for each in listed:
            tell(f"{each.version}\t{each.effective_period}\t#{each.position}")
        latest, current = rules_in_force(asked)
        typer.echo(label("rule set", "in_force", lang, period=latest, version=current))
        for shipped in named_rule_sets(asked, lang).named_rules:
            typer.echo(label("rule set", "shipped", lang, name=shipped.name, title=shipped.title))
            typer.echo(shipped.caution)


@rules_commands.command()
def show(
    context: typer.Context,
    version: Annotated[
        str, typer.Argument(help="A rule set on the ledger, `manual` for the manual's own, or one that is shipped.")
    ],
    as_json: AsJson = False,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show what a rule set has other than the manual; of one that is shipped also why, and the source."""
    from api.operations.named_rule_sets import is_shipped, named_rule_set
    from api.operations.periods import rule_set
    from api.words.named_rules import caution_of
    from ledger.ruleset.named_sets import own_parameters

    as_json = as_json or bool(context.parent and context.parent.params["as_json"])
    with host(context) as asked:
        if is_shipped(version):
            named = named_rule_set(asked, version, lang).as_json()
            typer.echo(json.dumps(named, ensure_ascii=False) if as_json else _with_reasons(named, lang))
            return
        parameters = rule_set(asked, version).parameters
    if as_json:
        typer.echo(json.dumps(parameters, ensure_ascii=False))
        return
    caution = caution_of(version, lang)
    if caution is not None:
        typer.echo(caution)
    for line in _lines(own_parameters(parameters), lang):
        typer.echo(line)


@rules_commands.command()
def adopt(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The rule set that is shipped, such as lawful-cn-sh.")],
    effective: Annotated[str, typer.Option("--from", help="The first period that it holds for, as YYYY-MM.")],
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="What the site states, such as minimum_wage=2740.00; may be given several times. A decimal as it "
            "is, anything else as JSON.",
        ),
    ] = None,
    version: Annotated[str | None, typer.Option(help="The version; by default the name and the period.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; by default what the set says of itself.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be recorded, record nothing.")] = False,
    as_json: AsJson = False,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Adopt a rule set that is shipped, from a period on, over the rules that hold there till now: one `rules` fact."""
    from api.operations.named_rule_sets import NewAdoption
    from api.operations.named_rule_sets import adopt as adopted

    new = NewAdoption.model_construct(
        effective_period=effective, values=stated(values), version=version, reason=reason, dry_run=dry_run
    )
    with host(context) as asked:
        done = adopted(asked, name, new, lang)
    told = done.answer.as_json()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in _lines(told["parameters"], lang):
        typer.echo(line)
    if told["kept"]:
        kept = ", ".join(told["kept"])
        typer.echo(label("rule set", "kept", lang, over=told["over"], names=kept))
    if told["ended"]:
        typer.echo(label("rule set", "ended", lang, versions=", ".join(told["ended"])))
    key = "would_adopt" if told["position"] is None else "adopted" if done.status == _NOW else "adopted_before"
    where = {name: told[name] for name in ("version", "effective_period", "position")}
    typer.echo(label("rule set", key, lang, **where))
    typer.echo(told["caution"])


_NOW = 201


def stated(values: Iterable[str] | None) -> dict[str, str]:
    """What is stated by `NAME=VALUE`. Raises UsageError for another form, and for a name given twice."""
    found: dict[str, str] = {}
    for each in values or ():
        name, sign, value = each.partition("=")
        if not sign or not name.strip() or name.strip() in found:
            raise UsageError(f"--set is {each[:60]!r}; give each once, as NAME=VALUE, such as minimum_wage=2740.00")
        found[name.strip()] = value.strip()
    return found


def _lines(values: Mapping[str, Any], lang: Language) -> list[str]:
    return [_line(name, value, lang) for name, value in values.items()]


def _line(name: str, value: Any, lang: Language) -> str:
    from api.words.labels import value_label
    from ledger.ruleset import parameter_of

    parameter, _, limit = name.partition(".")
    called = value_label(limit, lang) if limit else label("parameter", parameter, lang)
    shown = json.dumps(value, ensure_ascii=False)
    return f"{parameter_of(parameter).clause}\t{name if limit else parameter}\t{called}\t{shown}"


def _with_reasons(named: Mapping[str, Any], lang: Language) -> str:
    """A set that is shipped, a row of its table after the other."""
    lines = [f"{named['name']} · {named['title']}", named["caution"], named["basis"], ""]
    for row in named["rows"]:
        lines += [*_lines(row["values"], lang), f"  {row['why']}"]
        lines += [f"  {label('rule set', 'source', lang, source=row['source'])}", ""]
    return "\n".join([*lines, *named["not_checked"]])
