"""What a password must be, after NIST SP 800-63B (5.1.1.2): long, not guessable; no rules about kinds of characters."""

from itertools import pairwise

from cad.users.errors import WeakPassword

SHORTEST = 12  # NIST asks for 8 at least; a console that opens every caller's number may ask for more
LONGEST = 1024

# The kind of word that is tried first; any password that is one of them with digits or signs around it is refused.
COMMON = frozenset(
    """
    password passw0rd kata sandi katasandi rahasia administrator admin indonesia merdeka bismillah sayang qwerty
    qwertyuiop asdfghjkl letmein welcome selamat datang darurat tanggap dispatcher operator padangpanjang padang
    sumatera sumbar komando pusat
    """.split()  # noqa: SIM905
)


def check_password(password: str, username: str) -> None:
    """Raises WeakPassword with the one thing to do."""
    if len(password) < SHORTEST:
        raise WeakPassword(
            f"Sandi terlalu pendek. Pakai {SHORTEST} karakter atau lebih; beberapa kata biasa boleh.",
            en=f"The password is too short. Use {SHORTEST} characters or more; several plain words will do.",
            rule="length",
        )
    plain = password.lower()
    if len(set(plain)) < 5 or _is_row(plain):
        raise WeakPassword(
            "Sandi ini mudah ditebak. Pakai beberapa kata yang tidak berurutan.",
            en="This password is easy to guess. Use several words that do not belong together.",
            rule="pattern",
        )
    if username.lower() in plain or _core(plain) in COMMON or not _core(plain):
        raise WeakPassword(
            "Jangan pakai nama pengguna atau kata yang umum sebagai sandi.",
            en="Do not use the user name or a common word as the password.",
            rule="common",
        )


def _core(plain: str) -> str:
    """Without the digits and signs that people put around a word."""
    return "".join(char for char in plain if char.isalpha())


def _is_row(plain: str) -> bool:
    """abcdefghijkl, 987654321098."""
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return len(steps) == 1
