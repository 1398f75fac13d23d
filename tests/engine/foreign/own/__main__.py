"""The full numbers, printed: `python -m tests.engine.foreign.own programs 10000`, `… mutants 1000`."""

from __future__ import annotations

import sys
import time

from tests.engine.foreign.own.mutations import table
from tests.engine.foreign.own.test_right_engines import check
from tests.engine.foreign.own.texts import ENGINES


def programs(count: int) -> None:
    """So many random programs over the right engines; any finding is shown."""
    began = time.perf_counter()
    engines = list(ENGINES.values())
    ran = compared = uses = alarms = 0
    for k in range(count):
        try:
            checked = check(engines[k % len(engines)], 1_000 + k)
        except AssertionError as error:
            alarms += 1
            print(str(error)[:1_000])
            continue
        ran += checked >= 0
        compared += checked > 0
        uses += max(checked, 0)
    seconds = time.perf_counter() - began
    print(f"{count} programs over {len(engines)} engines: {ran} ran to their end, {compared} were compared,")
    print(f"{uses} uses of the chain rule, {alarms} false alarms, {seconds:.0f} s")


if __name__ == "__main__":
    {"programs": programs, "mutants": table}[sys.argv[1]](int(sys.argv[2]))
