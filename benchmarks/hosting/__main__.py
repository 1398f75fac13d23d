"""`python -m benchmarks.hosting [--seconds 15] [--row TEXT]`: attacks, and what everybody else is answered.

Without `--row` it writes benchmarks/HOSTING.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.hosting.rows import Row, attacked, few_descriptors, sizes
from benchmarks.machine import described

WRITTEN = Path(__file__).parents[1] / "HOSTING.md"


def main() -> int:
    """0 where every row is reached."""
    parser = argparse.ArgumentParser(description="Attacks on a server of its own.")
    parser.add_argument("--seconds", type=float, default=15.0, help="of each attack")
    parser.add_argument("--row", default="", help="only the attacks whose names have this text")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    rows = [_told(row) for row in attacked(given.seconds, given.row)]
    if not given.row:
        rows.append(_told(few_descriptors(given.seconds)))
        rows += [_told(row) for row in sizes()]
        WRITTEN.write_text(_document(rows, load))
    return 0 if all(row.met for row in rows) else 1


def _told(row: Row) -> Row:
    print(
        f"{'reached' if row.met else 'NOT reached'}: {row.attack}\n  {row.found}", file=sys.stderr, flush=True
    )
    return row


def _document(rows: list[Row], load: float) -> str:
    lines = [
        "# Hosting",
        "",
        "Written by `make stress`: one client attacks from 127.0.0.3 while another, at 127.0.0.2, evaluates,",
        "draws and stores, one request after the other, and looks at health. Attacker, polite client and",
        "server share the machine's cores.",
        "",
        *described(),
        "",
        f"Load of the machine before it began: {load:.1f}; at more than its cores, times say little.",
        "",
        "| attack by one client | before | to reach | what everybody else gets now | reached |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.attack} | {row.before} | {row.target} | {row.found} | {'yes' if row.met else '**no**'} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
