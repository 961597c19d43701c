"""Has something changed since it was last made? A stamp beside the result holds a hash of what it was made from."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_below(*folders: Path, skip: Iterable[str] = ()) -> Iterator[Path]:
    """Yield every file in `folders`, sorted, without those in folders named in `skip`."""
    skipped = set(skip)
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name in skipped:
                continue
            if path.is_dir():
                yield from files_below(path, skip=skipped)
            elif path.is_file():
                yield path


def fingerprint(paths: Iterable[Path], *, also: Iterable[str] = ()) -> str:
    """Return a SHA-256 (hexadecimal) of the names and contents of the files `paths` and of the words `also`."""
    digest = hashlib.sha256()
    for word in also:
        digest.update(f"{word}\0".encode())
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path}\0{content}\0".encode())
    return digest.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    """Tell whether the file `stamp` holds `value`."""
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    """Keep `value` in the file `stamp`."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
