"""The image, checked: built from the Dockerfile, run as a host would run it, asked, restarted.

    python -m tools.image

Uses Docker where its engine answers, else buildah and podman. Where the base image cannot be had from a
registry, a stand-in of the same name is made of Debian's own packages, so that every line of the Dockerfile
is still run.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tools import hostile
from tools.server import free_port

ROOT = Path(__file__).parents[1]
TAG = "backlens-check"
START_SECONDS = 60
PROGRAM = {"source": "a = Value(2.0, label='a')\nb = a * a\nb"}
# What the container is denied, as in compose.yaml.
DENIED = ("--read-only", "--tmpfs=/tmp", "--cap-drop=all", "--security-opt=no-new-privileges")
# podman without a service: the machine's network, and limits that may be set in a container as well.
BARE = ("--network=host", "--ulimit=nofile=20000:20000", "--ulimit=nproc=4000:4000", "--no-healthcheck")

# Where this machine's own package clients read whom to ask and whom to trust.
KNOWN = (
    "etc/apt/apt.conf.d",
    "etc/apt/sources.list",
    "etc/apt/sources.list.d",
    "etc/npmrc",
    "etc/pip.conf",
    "etc/ssl/certs/ca-certificates.crt",
    "root/.npmrc",
)


class ImageError(Exception):
    """The image could not be built or does not do what it must; the message is one line."""


class Engine(Protocol):
    """What builds images and runs containers."""

    def build(self) -> None:
        """Builds the Dockerfile as TAG."""

    def run(self, name: str, port: int, data: Path) -> None:
        """Starts a container, denied all that it can do without, that listens on a port of loopback alone and
        keeps its data in a folder.
        """

    def once(self, folder: Path, words: list[str]) -> str:
        """Runs a command in place of the server and gives what it printed. The command sees a folder at
        `hostile.PLACE`.
        """

    def remove(self, name: str) -> None:
        """Stops a container as a host would, and removes it."""

    def logs(self, name: str) -> str:
        """What it has written."""

    def megabytes(self) -> int:
        """The size of the image."""


def command(*words: str | Path, quiet: bool = False) -> str:
    """Runs a program and gives what it printed. Raises ImageError."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=ROOT)
    if done.returncode and not quiet:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]
        raise ImageError(f"`{words[0]} {words[1]}` failed:\n  " + "\n  ".join(last))
    return done.stdout


class Docker:
    """Docker's own engine."""

    def build(self) -> None:
        command("docker", "build", "--tag", TAG, ".")

    def run(self, name: str, port: int, data: Path) -> None:
        command(
            "docker", "run", "--detach", "--name", name, *DENIED, "--pids-limit=512",
            f"--publish=127.0.0.1:{port}:8000", f"--volume={data}:/data", TAG,
        )  # fmt: skip

    def once(self, folder: Path, words: list[str]) -> str:
        return command(
            "docker", "run", "--rm", "--init", *DENIED, "--pids-limit=512", "--memory=4g",
            f"--volume={folder}:{hostile.PLACE}:ro", TAG, *words,
        )  # fmt: skip

    def remove(self, name: str) -> None:
        command("docker", "stop", name, quiet=True)
        command("docker", "rm", "--force", name, quiet=True)

    def logs(self, name: str) -> str:
        return command("docker", "logs", name, quiet=True)

    def megabytes(self) -> int:
        return int(command("docker", "image", "inspect", "--format={{.Size}}", TAG)) // 1_000_000


class Podman:
    """buildah and podman, which need no service of their own.

    The network is the machine's and the build is a plain chroot, because a container's own may not be allowed
    inside another.
    """

    def build(self) -> None:
        base = _base()
        if not _has(base):
            command("buildah", "pull", "--quiet", base, quiet=True)
        if not _has(base):
            print(f"{base} cannot be pulled; a stand-in is made of Debian's packages.", flush=True)
            _stand_in(base)
        command(
            "buildah", "build", "--isolation=chroot", "--network=host", "--pull=never", "--format=docker",
            "--tag", TAG, ".",
        )  # fmt: skip

    def run(self, name: str, port: int, data: Path) -> None:
        command(
            "podman", "--runtime=runc", "run", "--detach", f"--name={name}", *DENIED, *BARE,
            f"--env=BACKLENS_PORT={port}", "--env=BACKLENS_HOST=127.0.0.1", f"--volume={data}:/data", TAG,
        )  # fmt: skip

    def once(self, folder: Path, words: list[str]) -> str:
        return command(
            "podman", "--runtime=runc", "run", "--rm", *DENIED, *BARE,
            f"--volume={folder}:{hostile.PLACE}:ro", TAG, *words,
        )  # fmt: skip

    def remove(self, name: str) -> None:
        command("podman", "stop", name, quiet=True)
        command("podman", "rm", "--force", name, quiet=True)

    def logs(self, name: str) -> str:
        return command("podman", "logs", name, quiet=True)

    def megabytes(self) -> int:
        return int(command("podman", "image", "inspect", "--format={{.Size}}", TAG)) // 1_000_000


def _base() -> str:
    """The image that the Dockerfile begins with, by its full name."""
    first = next(line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("FROM "))
    return f"docker.io/library/{first.split()[1]}"


def _has(image: str) -> bool:
    return bool(command("buildah", "images", "--quiet", image, quiet=True).strip())


def _stand_in(base: str) -> None:
    """The base image's name on a Debian with Python, which asks where this machine's own clients ask.

    Raises ImageError.
    """
    if shutil.which("debootstrap") is None:
        raise ImageError("Missing: debootstrap, to make a base image. On Debian: apt-get install debootstrap")
    release = base.rpartition("-")[2]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        packages = "ca-certificates,python3,python3-pip,python3-venv"
        command(
            "debootstrap", "--variant=minbase", f"--include={packages}", release, root, *_mirror(),
        )  # fmt: skip
        for name in ("python", "pip"):
            (root / "usr/local/bin" / name).symlink_to(f"/usr/bin/{name}3")
        for known in KNOWN:
            _copy(Path("/") / known, root / known)
        container = command("buildah", "from", "scratch").strip()
        try:
            command("buildah", "add", "--quiet", container, root, "/")
            # Node trusts a list of its own unless it is given the machine's.
            trusted = "NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt"
            path = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
            command("buildah", "config", f"--env={path}", f"--env={trusted}", container)
            command("buildah", "commit", "--quiet", container, base)
        finally:
            command("buildah", "rm", container, quiet=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _mirror() -> list[str]:
    """Where this machine's apt asks first, if it is a Debian."""
    asked = command("apt-get", "indextargets", "--format", "$(REPO_URI)", quiet=True).split()
    return [uri for uri in asked if uri.rstrip("/").endswith("/debian")][:1]


def engine() -> Engine:
    """The engine that there is. Raises ImageError."""
    if shutil.which("docker"):
        docker = subprocess.run(["docker", "info"], capture_output=True, check=False)  # noqa: S607
        if docker.returncode == 0:
            return Docker()
    if all(map(shutil.which, ("buildah", "podman", "runc"))):
        return Podman()
    raise ImageError(
        "Missing: a running Docker engine, or buildah, podman and runc. "
        "On Debian: apt-get install buildah podman runc debootstrap"
    )


def ask(origin: str, path: str, body: object = None, accept: str = "application/json") -> tuple[int, bytes]:
    """One request's status and answer."""
    headers = {"Content-Type": "application/json", "Accept": accept}
    data = None if body is None else json.dumps(body).encode()
    try:
        request = urllib.request.Request(origin + path, data, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@contextmanager
def running(engine: Engine, data: Path) -> Iterator[str]:
    """A container that is ready; its address. Raises ImageError."""
    name, port = f"{TAG}-{free_port()}", free_port()
    origin = f"http://127.0.0.1:{port}"
    try:
        engine.run(name, port, data)
        _wait(origin, lambda: engine.logs(name))
        yield origin
    finally:
        engine.remove(name)


def _wait(origin: str, logs: Any) -> None:
    deadline = time.monotonic() + START_SECONDS
    said = "no answer"
    while time.monotonic() < deadline:
        try:
            status, answer = ask(origin, "/readyz")
        except OSError as error:
            said = str(error)
        else:
            if status == 200:
                return
            said = f"{status} {answer.decode()[:200]}"
        time.sleep(0.1)
    raise ImageError(f"The container was not ready within {START_SECONDS} s: {said}\n{logs()[-2000:]}")


def check_drawing(origin: str) -> None:
    """One graph is drawn, with its numbers. Raises ImageError."""
    status, answer = ask(origin, "/api/v1/render", PROGRAM, "image/svg+xml")
    if status != 200 or b"<svg" not in answer or b"4.0000" not in answer:
        raise ImageError(f"/render answered {status}: {answer[:200]!r}")
    status, answer = ask(origin, "/", accept="text/html")
    if status != 200 or b"/static/dist/" not in answer:
        raise ImageError(f"The page answered {status}.")


def keep(origin: str) -> str | None:
    """Keeps a graph; its path, or None for a service that keeps none. Raises ImageError."""
    _, contract = ask(origin, "/openapi.json")
    if "/api/v1/graphs" not in json.loads(contract)["paths"]:
        return None
    status, answer = ask(origin, "/api/v1/graphs", PROGRAM)
    if status != 201:
        raise ImageError(f"/graphs answered {status}: {answer[:200]!r}")
    return f"/api/v1/graphs/{json.loads(answer)['id']}"


def check_hostile(engine: Engine) -> None:
    """No hostile program gets out. Raises ImageError."""
    count, wrong = hostile.hostile(engine.once)
    if wrong:
        raise ImageError("Hostile programs:\n  " + "\n  ".join(wrong))
    print(f"{count} hostile programs, each ended as it must, nothing left", flush=True)


def check() -> None:
    """The whole check, told as it goes. Raises ImageError."""
    chosen = engine()
    begun = time.monotonic()
    chosen.build()
    print(f"built in {time.monotonic() - begun:.0f} s, {chosen.megabytes()} MB", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        data.chmod(0o777)  # the container's user is nobody here
        begun = time.monotonic()
        with running(chosen, data) as origin:
            print(
                f"ready after {time.monotonic() - begun:.1f} s, read-only, without capabilities", flush=True
            )
            check_drawing(origin)
            kept = keep(origin)
            before = None if kept is None else ask(origin, kept)
        with running(chosen, data) as origin:
            check_drawing(origin)
            if kept is not None and ask(origin, kept) != before:
                raise ImageError(f"{kept} is not what it was before the restart.")
    check_hostile(chosen)
    print("drawn, restarted, " + ("nothing lost" if kept else "nothing to lose yet"), flush=True)


if __name__ == "__main__":
    try:
        check()
    except ImageError as error:
        sys.exit(f"image-check: {error}")
