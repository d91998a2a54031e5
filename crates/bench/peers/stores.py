"""What the bench does with folders between two repeats."""

import pathlib
import shutil


def restore(work, before, day=False):
    """The store as it was before the one more day, whose file is put beside the others where it is wanted."""
    rm(work / ".jauge")
    if before:
        keep(before, work / ".jauge")
    for file in (work.parent / "day").iterdir():
        beside = work / "exports/site" / file.name
        rm(beside)
        if day:
            shutil.copy2(file, beside)


def keep(store, into):
    """A copy of a store."""
    rm(into)
    shutil.copytree(store, into, symlinks=True)


def rm(path):
    """Removes a file or a folder, where it is there."""
    path = pathlib.Path(path)
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
