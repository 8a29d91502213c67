"""What was measured, as a table."""
import dataclasses


@dataclasses.dataclass
class Row:
    what: str
    figure: str
    ceiling: str = ""
    ratio: str = ""
    bar: str = ""
    ok: bool = None  # None: for information


HEADS = ("what", "figure", "ceiling / peer", "ratio", "bar", "")


def against(what, figure, ceiling, bar, unit="/s", peer="", ratio=None):
    """A row of a rate and its ceiling, measured in the same run; @bar None: for information."""
    ratio = figure / ceiling if ratio is None else ratio
    return Row(what, f"{figure:,.0f}{unit}", f"{ceiling:,.0f}{unit} {peer}".strip(), f"{ratio * 100:.0f} %",
               f">= {bar * 100:.0f} %" if bar else "", ratio >= bar if bar else None)


def below(what, value, limit, unit):
    return Row(what, f"{value:,.1f} {unit}", "", "", f"< {limit:g} {unit}", value < limit)


def info(what, figure, note=""):
    return Row(what, figure, note)


def skipped(what, why):
    return Row(what, "skipped", why)


def failed(what, why):
    return Row(what, "failed", why, ok=False)


def cells(row):
    mark = {True: "ok", False: "MISSED", None: ""}[row.ok]
    return (row.what, row.figure, row.ceiling, row.ratio, row.bar, mark)


def format_table(rows):
    lines = [HEADS] + [cells(r) for r in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADS))]
    text = ["  ".join(cell.ljust(w) for cell, w in zip(line, widths)).rstrip() for line in lines]
    text.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(text)
