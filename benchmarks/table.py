"""The table: one line a measurement, its ratio to ours, and the target where the project has one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line. seconds: None for a peer that is absent, for the reason in ``note``. ratio: a peer's time
    over ours. target: what is to be reached, in words. met: whether it was.
    """

    work: str
    who: str
    seconds: float | None
    ratio: float | None = None
    target: str = ""
    met: bool | None = None
    note: str = ""


def beside(
    work: str,
    times: dict[str, float],
    absent: dict[str, str],
    targets: dict[str, float] | None = None,
    ours: str = "Backlens",
) -> list[Line]:
    """Ours first, then every peer with its time over ours; a target is the least such ratio."""
    lines = [Line(work, ours, times[ours])]
    for who, seconds in times.items():
        if who == ours:
            continue
        ratio, least = seconds / times[ours], (targets or {}).get(who)
        lines.append(
            Line(work, who, seconds, ratio)
            if least is None
            else Line(work, who, seconds, ratio, f"≥ {least:,.4g}×", ratio >= least)
        )
    return lines + [Line(work, who, None, note=why) for who, why in absent.items()]


def markdown(lines: list[Line]) -> str:
    """The table as Markdown."""
    rows = [
        "| work | who | time | ÷ ours | to reach | reached |",
        "|---|---|---:|---:|---|---|",
    ]
    last = ""
    for line in lines:
        time = duration(line.seconds) if line.seconds is not None else f"absent: {line.note}"
        ratio = (
            "" if line.ratio is None else f"{line.ratio:,.0f}" if line.ratio >= 100 else f"{line.ratio:.2f}"
        )
        met = "" if line.met is None else "yes" if line.met else "**no**"
        work = line.work if line.work != last else ""
        last = line.work
        rows.append(f"| {work} | {line.who} | {time} | {ratio} | {line.target} | {met} |")
    return "\n".join(rows)


def duration(seconds: float) -> str:
    """Seconds in the unit in which they are read."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
