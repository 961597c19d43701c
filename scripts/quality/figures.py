"""What is measured, what is promised, and whether it is kept."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Something measured; None where it could not be."""

    value: float | None
    note: str = ""


Figures = dict[str, Figure]


def verdict(rule: dict[str, Any], figure: Figure) -> str:
    """Say whether a figure keeps its budget."""
    if figure.value is None:
        return "not measured"
    kept = figure.value <= rule["most"] if "most" in rule else figure.value >= rule["least"]
    return "kept" if kept else "**missed**"


def table(budget: dict[str, dict[str, Any]], figures: Figures) -> str:
    """Return every row of the budget with what was measured."""
    lines = ["| What | Budget | Measured | |", "| --- | --- | --- | --- |"]
    for name, rule in budget.items():
        figure = figures.get(name, Figure(None))
        limit = f"≤ {rule['most']:,}" if "most" in rule else f"≥ {rule['least']}"
        value = "" if figure.value is None else f"{figure.value:,.10g}"
        note = f" ({figure.note})" if figure.note else ""
        lines.append(f"| {rule['what']} | {limit} {rule['unit']} | {value}{note} | {verdict(rule, figure)} |")
    return "\n".join(lines)
