"""How many typing mistakes lie between two words."""


def mistakes(asked: str, name: str, most: int, *, begun: bool = False) -> int:
    """Letters missing, too many, wrong, or two changed over: each counts one; more than `most` comes back as most + 1.
    `begun`: `asked` may be the beginning of the name only.

    Optimal string alignment with bit vectors (Hyyro 2003): one step a letter, whatever the word's length.
    """
    if not begun and abs(len(asked) - len(name)) > most:
        return most + 1
    if not asked:
        return 0 if begun else min(len(name), most + 1)
    places: dict[str, int] = {}
    for n, letter in enumerate(asked):
        places[letter] = places.get(letter, 0) | 1 << n
    mask, last = (1 << len(asked)) - 1, 1 << (len(asked) - 1)
    up, down, diagonal, before = mask, 0, 0, 0
    score = best = len(asked)
    for letter in name:
        here = places.get(letter, 0)
        swapped = ((~diagonal & here) << 1) & before
        diagonal = ((((here & up) + up) ^ up) | here | down | swapped) & mask
        plus, minus = down | ~(diagonal | up), diagonal & up
        score += bool(plus & last) - bool(minus & last)
        plus, minus = (plus << 1 | 1) & mask, (minus << 1) & mask
        up, down, before = (minus | ~(diagonal | plus)) & mask, plus & diagonal, here
        best = min(best, score)
    return min(best if begun else score, most + 1)
