"""What was written, on the disk before anything is built on it."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have the disk keep a file as it is, or a folder's list of files. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
