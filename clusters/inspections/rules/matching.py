"""The cheapest way to give every row a column: the Hungarian method with columns that hold several rows.

Costs are whole numbers of any size, so that a heavier wish can outweigh any number of lighter ones exactly.
"""

from collections.abc import Sequence


class Matching:
    """Rows placed one after the other, each time at the least cost of all rows placed so far.

    `forbidden` is a cost above any sum of the real ones. Of equally cheap columns the first is taken: same
    costs, same answer. Rows x rows x columns steps.
    """

    def __init__(self, costs: Sequence[Sequence[int]], holds: Sequence[int], forbidden: int) -> None:
        self.forbidden = forbidden
        self._costs = [list(row) for row in costs]
        self._holds = list(holds)
        self._for_row = [0] * len(self._costs)
        self._for_column = [0] * len(self._holds)
        self._rows_in: list[list[int]] = [[] for _ in self._holds]
        self.column_of: list[int | None] = [None] * len(self._costs)

    def copy(self) -> "Matching":
        twin = Matching([], [], self.forbidden)
        twin._costs = [list(row) for row in self._costs]
        twin._holds = self._holds
        twin._for_row = list(self._for_row)
        twin._for_column = list(self._for_column)
        twin._rows_in = [list(rows) for rows in self._rows_in]
        twin.column_of = list(self.column_of)
        return twin

    def place_all(self) -> "Matching":
        for row in range(len(self._costs)):
            self._place(row)
        return self

    def cost(self) -> int:
        return sum(
            self._costs[row][column] for row, column in enumerate(self.column_of) if column is not None
        )

    def forbid(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Forbid pairs of row and column, and place again the rows that stood there.

        Stays the cheapest only while all columns are full: a column with room keeps its old price.
        """
        moved = []
        for row, column in pairs:
            self._costs[row][column] = self.forbidden
            if self.column_of[row] == column:
                self._rows_in[column].remove(row)
                self.column_of[row] = None
                moved.append(row)
        for row in moved:
            self._place(row)

    def _place(self, new: int) -> None:
        # Dijkstra over columns by reduced cost, from the new row to the nearest column with room.
        nearest: list[int | None] = [None] * len(self._holds)
        through = [new] * len(self._holds)
        open_columns = list(range(len(self._holds)))
        reached: list[int] = []
        row_at = {new: 0}
        frontier = [new]
        while True:
            for row in frontier:
                base = row_at[row] - self._for_row[row]
                costs = self._costs[row]
                for column in open_columns:
                    distance = base + costs[column] - self._for_column[column]
                    known = nearest[column]
                    if known is None or distance < known:
                        nearest[column], through[column] = distance, row
            end = min(open_columns, key=nearest.__getitem__)  # type: ignore[arg-type]
            far = nearest[end]
            assert far is not None
            if len(self._rows_in[end]) < self._holds[end]:
                break
            open_columns.remove(end)
            reached.append(end)
            frontier = self._rows_in[end]
            row_at.update(dict.fromkeys(frontier, far))
        for row, distance in row_at.items():
            self._for_row[row] += far - distance
        for column in reached:
            self._for_column[column] -= far - (nearest[column] or 0)
        while True:
            row = through[end]
            left = self.column_of[row]
            self.column_of[row] = end
            self._rows_in[end].append(row)
            if left is None:
                return
            self._rows_in[left].remove(row)
            end = left
