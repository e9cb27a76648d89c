"""Who takes which place, so that the sum of costs is least: the Hungarian method, exact, O(places^2 * people)."""

from collections.abc import Sequence

NEVER = 1e9  # a cost at or above it: not for this place. Sums of true costs stay far below.


def match(costs: Sequence[Sequence[float]]) -> list[int | None]:
    """For each place (row) the person (column) that takes it, or None. As many places as possible are taken, and of all
    ways to do so the cheapest. Kuhn 1955; this form after e-maxx."""
    people = len(costs[0]) if costs else 0
    places = len(costs)
    # A column of its own for each place: to stay empty costs NEVER, less than anyone who must not take it.
    padded = [[min(cost, 2 * NEVER) for cost in row] + [NEVER] * places for row in costs]
    wide = people + places
    row_price, column_price = [0.0] * (places + 1), [0.0] * (wide + 1)
    holder, way = [0] * (wide + 1), [0] * (wide + 1)
    for place in range(1, places + 1):
        holder[0], column = place, 0
        least, seen = [float("inf")] * (wide + 1), [False] * (wide + 1)
        while True:
            seen[column] = True
            row, step, following = holder[column], float("inf"), 0
            for one in range(1, wide + 1):
                if seen[one]:
                    continue
                rest = padded[row - 1][one - 1] - row_price[row] - column_price[one]
                if rest < least[one]:
                    least[one], way[one] = rest, column
                if least[one] < step:
                    step, following = least[one], one
            for one in range(wide + 1):
                if seen[one]:
                    row_price[holder[one]] += step
                    column_price[one] -= step
                else:
                    least[one] -= step
            column = following
            if holder[column] == 0:
                break
        while column:
            holder[column], column = holder[way[column]], way[column]
    taken: list[int | None] = [None] * places
    for column in range(1, people + 1):
        if holder[column]:
            taken[holder[column] - 1] = column - 1
    return taken
