"""Finding a mapping: a TOML file, or one that is shipped; a mapping may build on another by `base`."""

from collections.abc import Mapping as Values
from collections.abc import Sequence
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.toml import parsed_toml
from ledger.refusal import LedgerError

_SHIPPED = files("ledger.formats") / "mappings"
_DEPTH = 5
EVERY_SHEET = "all"


@cache
def shipped() -> tuple[str, ...]:
    """The names of the mappings that are shipped."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _SHIPPED.iterdir() if file.name.endswith(".toml")))


def load_mapping(name: str) -> dict[str, Any]:
    """The content of a mapping, by its file or its name: the options `mapping` and `name` of the format `sheet`.

    Raises LedgerError where there is none, or something is wrong with it.
    """
    content = _with_base(name, None, 0)
    called = Path(name).name
    Mapping.read(called, content)
    return {"mapping": content, "name": called}


def read_mapping(name: str, text: str) -> dict[str, Any]:
    """The same options, of the text of a mapping, whose `base` is one that is shipped: no file is looked at.

    Raises LedgerError where something is wrong with it.
    """
    content = _over_shipped(name, text)
    Mapping.read(name, content)
    return {"mapping": content, "name": name}


def load_shipped(name: str) -> Mapping:
    """A mapping that is shipped."""
    return Mapping.read(name, _over_shipped(name, text_of(name)))


def told_of_file(options: Values[str, Any], encoding: str, sheets: Sequence[str]) -> dict[str, Any]:
    """The same options with what is said of one file: its encoding, and the sheets to read; `all` is every one."""
    told: dict[str, Any] = {"encoding": encoding} if encoding else {}
    if sheets:
        told |= {"all": True, "name": []} if [*sheets] == [EVERY_SHEET] else {"all": False, "name": [*sheets]}
    content = options["mapping"]
    return {**options, "mapping": {**content, "sheet": {**content.get("sheet", {}), **told}}} if told else {**options}


def text_of(name: str) -> str:
    """The text of a mapping that is shipped, to be copied and changed."""
    if name not in shipped():
        raise LedgerError(f"there is no mapping {name!r} that is shipped; {_choice(name)}")
    return (_SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


def title_of(name: str) -> str:
    """What a shipped mapping is for."""
    return str(parsed_toml(text_of(name), f"mapping {name}")["title"])


def read_given(texts: list[str]) -> dict[str, str]:
    """The columns given by hand, of ``NAME=TEXT``. Raises LedgerError for something else."""
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise LedgerError(f"--set {text}: give a column of the mapping and its text, such as --set period=2026-10")
        given[name.strip()] = value.strip()
    return given


def _with_base(name: str, folder: Path | None, depth: int) -> dict[str, Any]:
    """A mapping over the one that it builds on. A base that is a file lies beside the mapping that names it."""
    if depth > _DEPTH:
        raise LedgerError(f"mapping {name}: base: mappings build on one another in a circle; leave one base out")
    path = Path(name) if folder is None else folder / name
    if name in shipped() and not path.is_file():
        content = _parsed(name, text_of(name))
    else:
        content = _parsed(path.name, _read(path, name))
    base = content.pop("base", None)
    if base is None:
        return content
    if not isinstance(base, str):
        raise LedgerError(
            f"mapping {path.name}: base is not text; give the name of a mapping, or a file beside this one"
        )
    return _laid_over(_with_base(base, path.parent, depth + 1), content)


def _over_shipped(name: str, text: str) -> dict[str, Any]:
    content = _parsed(name, text)
    base = content.pop("base", None)
    if base is None:
        return content
    if base not in shipped():
        raise LedgerError(f"mapping {name}: base: there is no mapping {base!r} that is shipped; {_choice(str(base))}")
    return _laid_over(_over_shipped(base, text_of(base)), content)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LedgerError(f"there is no mapping {name}; give a TOML file, or a name: {_choice(name)}") from None
    except OSError as error:
        raise LedgerError(f"mapping {name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise LedgerError(f"mapping {name} is not in UTF-8; save it so") from None


def _parsed(name: str, text: str) -> dict[str, Any]:
    return {key: _plain(value) for key, value in parsed_toml(text, f"mapping {name}").items()}


def _plain(value: Any) -> Any:
    """A TOML value in what JSON has too, for a mapping is kept with its import."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _laid_over(base: dict[str, Any], over: Values[str, Any]) -> dict[str, Any]:
    """Tables are laid into one another; everything else, lists too, is replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _choice(name: str) -> str:
    near = get_close_matches(name, shipped(), n=1)
    return f"did you mean {near[0]}" if near else f"there are {', '.join(shipped())}"
