"""Reads a QR code without errors: an oracle of its own, by ISO/IEC 18004, for versions 1 to 6."""

from collections.abc import Iterator, Sequence

ALIGNED = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34)}
BLOCKS_M = {1: (16,), 2: (28,), 3: (44,), 4: (32, 32), 5: (43, 43), 6: (27, 27, 27, 27)}
"""Bytes of data in each block at level M."""
MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _: i % 2 == 0,
    lambda _, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)


def read(rows: Sequence[Sequence[bool]]) -> str:
    """Return the text of a code at level M in mode of bytes, from its modules without a rim."""
    side = len(rows)
    version = (side - 17) // 4
    format_bits = [rows[8][column] for column in range(5)]
    level_and_mask = sum(bit << 4 - k for k, bit in enumerate(format_bits)) ^ 0b10101
    assert level_and_mask >> 3 == 0b00, "not level M"
    mask = MASKS[level_and_mask & 7]
    bits = [rows[i][j] ^ mask(i, j) for i, j in _path(side, version)]
    words = [sum(b << 7 - k for k, b in enumerate(bits[n : n + 8])) for n in range(0, len(bits), 8)]
    sizes = BLOCKS_M[version]
    blocks: list[list[int]] = [[] for _ in sizes]
    each = iter(words)
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(next(each))
    data = [word for block in blocks for word in block]
    whole = "".join(f"{word:08b}" for word in data)
    assert whole[:4] == "0100", "not bytes"
    count = int(whole[4:12], 2)
    return bytes(int(whole[12 + 8 * k : 20 + 8 * k], 2) for k in range(count)).decode()


def _path(side: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield the modules of data in the order of their bits: pairs of columns from the right."""
    columns = [*range(side - 1, 6, -2), *range(5, 0, -2)]
    for number, right in enumerate(columns):
        rising = number % 2 == 0
        for row in range(side - 1, -1, -1) if rising else range(side):
            for column in (right, right - 1):
                if not _is_fixed(row, column, side, version):
                    yield row, column


def _is_fixed(i: int, j: int, side: int, version: int) -> bool:
    finder = (i < 9 and j < 9) or (i < 9 and j >= side - 8) or (i >= side - 8 and j < 9)
    at = ALIGNED[version]
    corners = {(6, 6), (6, at[-1]), (at[-1], 6)} if at else set()
    aligned = any(
        abs(i - a) <= 2 and abs(j - b) <= 2 for a in at for b in at if (a, b) not in corners
    )
    return finder or aligned or 6 in (i, j)
