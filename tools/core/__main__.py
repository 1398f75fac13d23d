"""``python -m tools.core``: compiles the engine's core beside its source.

Where there is no compiler, says so in one line and does no more: `engine.Value` is then the readable class.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["BACKLENS_CORE"] = "python"  # one that does not fit is not to be loaded here

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.core.build import NoCompilerError, build


def main() -> None:
    try:
        build()
    except NoCompilerError as error:
        print(error)


main()
