"""S6.2a: the items, scales and roles of appraisal forms and the points of appraisals, a row each."""

import polars as pl

_VERSION = ("form", "version")
_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "appraisal_items": {
        "form": pl.String,
        "version": pl.Int64,
        "form_position": pl.Int64,
        "place": pl.Int64,
        "item": pl.String,
        "source": pl.String,
        "metric": pl.String,
        "max": pl.Int64,
    },
    "appraisal_steps": {
        "form": pl.String,
        "version": pl.Int64,
        "place": pl.Int64,
        "step": pl.Int64,
        "at_least": pl.Int64,
        "at_most": pl.Int64,
        "points": pl.Int64,
    },
    "appraisal_roles": {"form": pl.String, "version": pl.Int64, "role": pl.String},
    "appraisal_points": {"position": pl.Int64, "item": pl.String, "points": pl.Int64},
}
"""Figures are hundredths; `place` is that of an item in its form, `step` that of a step in its scale, from 0."""
_NONE = {name: pl.DataFrame(schema=schema) for name, schema in _SCHEMAS.items()}


def appraisal_tables(forms: pl.DataFrame, appraisals: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables of forms and appraisals without what they list, and what they list, a row each."""
    plain = {
        "appraisal_forms": forms.drop("roles", "items"),
        "appraisals": appraisals.drop("points").with_columns(withdrawn=appraisals["points"].is_null()),
    }
    listed = _NONE if forms.is_empty() else {**_of_forms(forms), "appraisal_points": _points(appraisals)}
    return plain | listed


def _of_forms(forms: pl.DataFrame) -> dict[str, pl.DataFrame]:
    items = _numbered(forms.select(*_VERSION, "items", form_position="position"), "items", "place").unnest("items")
    scales = items.select(*_VERSION, "place", "scale").filter(pl.col("scale").list.len() > 0)
    made = {
        "appraisal_items": items,
        "appraisal_steps": _numbered(scales, "scale", "step").unnest("scale"),
        "appraisal_roles": forms.select(*_VERSION, role="roles").explode("role"),
    }
    return {name: rows.select(*_SCHEMAS[name]) for name, rows in made.items()}


def _points(appraisals: pl.DataFrame) -> pl.DataFrame:
    given = appraisals.select("position", "points").filter(pl.col("points").list.len() > 0)
    return given.explode("points").unnest("points").select(*_SCHEMAS["appraisal_points"])


def _numbered(rows: pl.DataFrame, listed: str, place: str) -> pl.DataFrame:
    """A row each of what is listed, with its place in the list."""
    places = pl.int_ranges(pl.col(listed).list.len().cast(pl.Int64))
    return rows.with_columns(places.alias(place)).explode(listed, place)
