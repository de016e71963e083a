"""What a typed text becomes."""

import numpy as np

from .case import case, node, series, WORDS, rng


def inputs():
    case(
        "text to indices, unknown words too",
        "words",
        {"it": node("words", field="source", vocabulary="source")},
        [],
        [({"source": "One two-three, six"}, {"it.words": [4, 5, 3, 6, 3, 3]}), ({"source": "five"}, {"it.words": [8]})],
        vocabularies={"source": WORDS},
    )
    case(
        "numbers over time",
        "series",
        {"it": series("series", 2)},
        [],
        [({"series": "1 2\n3, 4\n-5e-1 6"}, {"it.values": [[1, 2], [3, 4], [-0.5, 6]]}), ({"series": "7;8"}, {"it.values": [[7, 8]]})],
    )
    case(
        "features",
        "table",
        {"it": node("table", field="row", names="width, height ,depth")},
        [],
        [({"row": "1 -2 0.25"}, {"it.features": [1, -2, 0.25]}), ({"row": "0 0 1"}, {"it.features": [0, 0, 1]})],
    )
    pictures = [np.round(rng.uniform(size=(4, 6, 3)), 2).astype(np.float32) for _ in range(2)]
    case(
        "pixels to patches",
        "picture",
        {"it": node("picture", field="picture", rows=2, columns=3, patch=2, channels=3)},
        [],
        [
            (
                {"picture": " ".join(f"{x:.2f}" for x in picture.flatten())},
                # Height and width split into (row, line) and (column, dot).
                {"it.patches": picture.reshape(2, 2, 3, 2, 3).transpose(0, 2, 1, 3, 4).reshape(6, 12)},
            )
            for picture in pictures
        ],
    )
    case(
        "whole numbers",
        "symbols",
        {"it": node("symbols", field="code", count=10)},
        [],
        [({"code": "3 1, 4 1\n5 9"}, {"it.symbols": [3, 1, 4, 1, 5, 9]}), ({"code": "0"}, {"it.symbols": [0]})],
    )
    case(
        "one sentence a line",
        "sentences",
        {"it": node("sentences", field="story", vocabulary="source")},
        [],
        [
            ({"story": "one two.\n\n  three four five six \n"}, {"it.words": [[4, 5, 3, 0], [6, 7, 8, 3]]}),
            ({"story": "two"}, {"it.words": [[5]]}),
        ],
        vocabularies={"source": WORDS},
    )
