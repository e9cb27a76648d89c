"""Argon2, off the event loop: one check takes some 50 ms of a core, and a call must not wait for it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# Two at once: more would starve the live channel on a two-core machine, and guessing needs no speed.
THREADS = 2


class Passwords:
    def __init__(self) -> None:
        self._argon2 = PasswordHash((Argon2Hasher(),))
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._nobodys: str | None = None

    async def is_right(self, password: str, password_hash: str | None) -> bool:
        """With no hash (nobody has that name) it takes as long as with one, so that time tells nothing."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._check, password, password_hash)

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._argon2.hash, password)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _check(self, password: str, password_hash: str | None) -> bool:
        if password_hash is not None:
            return self._argon2.verify(password, password_hash)
        self._nobodys = self._nobodys or self._argon2.hash("nobody")
        self._argon2.verify(password, self._nobodys)
        return False
