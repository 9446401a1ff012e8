"""Copy the tables into a file of the embedded engine, and check nothing: python bare_embedded.py FOLDER FILE

What a load is measured against: pandas reads, COPY writes, every column is text.
"""

import sys
from pathlib import Path

import ladybug
import pandas as pd

LABELS = {
    "sources": "Source", "cities": "City", "organisations": "Organisation", "activities": "Activity",
    "people": "Person", "focus_areas": "FocusArea",
}  # fmt: skip


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False).astype(object)


def main(folder: Path, file: Path) -> None:
    database = ladybug.Database(str(file), buffer_pool_size=256 * 2**20)
    connection = ladybug.Connection(database)
    label_of: dict[str, str] = {}
    for name, label in LABELS.items():
        frame = table(folder, name)
        columns = ", ".join(f"`{column}` STRING" for column in frame.columns)
        connection.execute(f"CREATE NODE TABLE {label}({columns}, PRIMARY KEY(id))")
        if len(frame):
            connection.execute(f"COPY {label} FROM frame")
        label_of |= dict.fromkeys(frame["id"], label)
    relations = table(folder, "relations")
    ends = [relations["from"].map(label_of), relations["to"].map(label_of)]
    values = [column for column in relations.columns if column not in ("from", "to", "type")]
    for type, rows in relations.groupby("type"):
        parts = list(rows.groupby([end[rows.index] for end in ends]))
        between = ", ".join(f"FROM {a} TO {b}" for (a, b), _ in parts)
        columns = ", ".join(f"`{column}` STRING" for column in values)
        connection.execute(f"CREATE REL TABLE {type}({between}, {columns})")
        for (a, b), part in parts:
            frame = part[["from", "to", *values]]
            connection.execute(f"COPY {type} FROM frame (from='{a}', to='{b}')")
    connection.close()
    database.close()


main(Path(sys.argv[1]), Path(sys.argv[2]))
