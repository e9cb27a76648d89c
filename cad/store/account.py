"""PostgreSQL refuses to run as root. As root we give it a system user of its own, and folders that user can reach.

No permission outside our own home is widened: when the way to it is closed to others (a checkout under /root), data and
programs live under /var/lib/tanggap, and `<home>/pg` points there.
"""

import os
import pwd
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cad.store.errors import DatabaseDidNotStart

USER = "tanggap"
FALLBACK = Path("/var/lib/tanggap")
HOME_MARK = "home"  # a file that names the link in the home this data belongs to


@dataclass(frozen=True)
class Account:
    """Who PostgreSQL runs as. `user` None: ourselves."""

    user: pwd.struct_passwd | None

    def own(self, folder: Path, mode: int = 0o700) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        folder.chmod(mode)

    @property
    def popen(self) -> dict[str, Any]:
        """What subprocess needs to run as this account."""
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


def account() -> Account:
    if os.geteuid() != 0:
        return Account(None)
    try:
        return Account(pwd.getpwnam(USER))
    except KeyError:
        return Account(_make_user())


def _make_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
    try:
        made = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except FileNotFoundError:
        raise _no_user("useradd is not installed") from None
    if made.returncode not in (0, 9):  # 9: somebody else made it just now
        raise _no_user(made.stderr.strip())
    return pwd.getpwnam(USER)


def _no_user(why: str) -> DatabaseDidNotStart:
    return DatabaseDidNotStart(
        f"PostgreSQL tidak boleh berjalan sebagai root dan pengguna {USER} tidak dapat dibuat ({why}). "
        "Jalankan Tanggap sebagai pengguna biasa, atau isi TANGGAP_DATABASE_URL.",
        en=f"PostgreSQL does not run as root and the user {USER} could not be made ({why}). "
        "Run Tanggap as an ordinary user, or set TANGGAP_DATABASE_URL.",
    )


def data_folder(home: Path, who: Account) -> Path:
    """Where the data is, or is to be: a folder that `who` can reach."""
    told = home / "pg"
    if told.is_symlink():
        return told.resolve()
    if who.user is None or told.exists():
        _let_through(home, who)
        return told
    if open_to_all(home.parent):
        _let_through(home, who)
        return told
    _forget_deleted_homes()
    real = FALLBACK / secrets.token_hex(6) / "pg"
    real.parent.mkdir(parents=True, mode=0o755)
    (real.parent / HOME_MARK).write_text(str(told))
    told.symlink_to(real)
    return real


def _forget_deleted_homes() -> None:
    """Data whose home was deleted goes too; data whose home merely lies on a disk not mounted now has its folder."""
    for mark in FALLBACK.glob(f"*/{HOME_MARK}"):
        told = Path(mark.read_text())
        if told.parent.parent.is_dir() and not told.is_symlink():
            shutil.rmtree(mark.parent)


def _let_through(home: Path, who: Account) -> None:
    """Our own home may be passed through (not listed) by the database's user; its files keep their own modes."""
    if who.user is not None:
        home.chmod(stat.S_IMODE(home.stat().st_mode) | stat.S_IXGRP | stat.S_IXOTH)


def open_to_all(folder: Path) -> bool:
    """True when anybody may pass through this folder and all above it."""
    return all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))


def reachable_programs(programs: Path, who: Account) -> Path:
    """`programs` (PostgreSQL's folder with bin, lib, share), copied once to where `who` can reach it if need be."""
    if who.user is None or open_to_all(programs / "bin"):
        return programs
    copy = FALLBACK / f"{programs.name}-{int((programs / 'bin' / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        FALLBACK.mkdir(parents=True, exist_ok=True, mode=0o755)
        shutil.copytree(programs, draft, symlinks=True)
        draft.rename(copy)
    return copy
