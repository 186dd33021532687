"""What is wrong with the settings in the environment, in a sentence, before anything is served."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_settings import SettingsError

from api.service.settings import ServiceSettings
from ledger.refusal import LedgerError
from ledger.store.keys.master_key import MASTER_KEY_FILE_VARIABLE, MASTER_KEY_VARIABLE

_PREFIX = "WORKLEDGER_"
_OTHERS = {MASTER_KEY_VARIABLE, MASTER_KEY_FILE_VARIABLE, "WORKLEDGER_LANG"}
_OF_TESTS = ("WORKLEDGER_TEST_", "WORKLEDGER_UPDATE_")
_FIELD = re.compile(r'field "(\w+)"')


def refuse_wrong_settings(environment: Mapping[str, str]) -> None:
    """Raises LedgerError for a setting that cannot be read, or that there is not."""
    known = _OTHERS | {f"{_PREFIX}{name.upper()}" for name in ServiceSettings.model_fields}
    for name in sorted(environment):
        if name.startswith(_PREFIX) and not name.startswith(_OF_TESTS) and name.partition("__")[0] not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"; did you mean {near[0]}" if near else "; docs/api.md lists the settings"
            raise LedgerError(f"there is no setting {name}{meant}")
    try:
        ServiceSettings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name, *parts = (str(part) for part in first["loc"])
        called = "__".join([f"{_PREFIX}{name.upper()}", *(part.upper() for part in parts)])
        message = str(first["msg"]).removeprefix("Value error, ")
        raise LedgerError(f"{called}: {message[:1].lower()}{message[1:]}; see docs/api.md for what it takes") from None
    except SettingsError as error:
        match = _FIELD.search(str(error))
        called = f"{_PREFIX}{match[1].upper()}" if match else "a setting"
        raise LedgerError(f"{called} in the environment holds no JSON; see docs/api.md for what it takes") from None
