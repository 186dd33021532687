"""S14 合规界限 The limits that the report of compliance holds values against."""

from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, StrictBool, StrictInt, model_serializer

from ledger.ruleset.values import Multiple, Percent, Value, Yuan

_Minutes = Annotated[StrictInt, Field(ge=0, le=100_000)]
_Days = Annotated[StrictInt, Field(ge=1, le=366)]


class Compliance(Value):
    """合规界限 The limit of each rule of S14; a rule that is left out, or null, is not looked at."""

    overtime_month: _Minutes | None = None
    cycle_minutes: StrictBool | None = None
    shift_length: _Minutes | None = None
    rest_between_shifts: _Minutes | None = None
    days_in_a_row: _Days | None = None
    minimum_wage: Yuan | None = None
    minimum_hourly_wage: Yuan | None = None
    deduction_share: Percent | None = None
    absenteeism_multiple: Multiple | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_left_out(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if value is not None}
