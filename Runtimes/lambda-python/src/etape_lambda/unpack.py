"""Unpacks a deployment package: ``python -P -m etape_lambda.unpack ARCHIVE FOLDER LIMIT``.

Nothing is written outside of FOLDER, no links are made, and no more than LIMIT bytes are written, whatever the
archive says of itself. A refusal is one line on standard error and exit code 2.
"""

import os
import stat
import sys
import zipfile
import zlib

CHUNK = 1024 * 1024
MOST_ENTRIES = 100_000


class Refused(Exception):
    pass


def parts_of(name):
    if "\x00" in name or "\\" in name or name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        raise Refused(f"The archive names a path that is not allowed: {name!r}.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Refused(f"The archive names a path that is not allowed: {name!r}.")
    return parts


def check(entry):
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f"The archive holds a link or special file, which is not allowed: {entry.filename!r}.")
    if entry.flag_bits & 0x1:
        raise Refused("The archive is encrypted.")


def copy(source, target, left):
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise Refused("Unzipped size must be smaller than the limit")
        target.write(chunk)
    return left


def write(archive, entry, folder, left):
    parts = parts_of(entry.filename)
    path = os.path.join(folder, *parts)
    if entry.is_dir():
        os.makedirs(path, exist_ok=True)
        return left
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with archive.open(entry) as source, open(path, "wb") as target:
        left = copy(source, target, left)
    executable = (entry.external_attr >> 16) & 0o111
    os.chmod(path, 0o555 if executable else 0o444)
    return left


def unpack(archive_path, folder, limit):
    with zipfile.ZipFile(archive_path) as archive:
        entries = archive.infolist()
        if not any(not entry.is_dir() for entry in entries):
            raise Refused("Uploaded file must be a non-empty zip")
        if len(entries) > MOST_ENTRIES:
            raise Refused(f"The archive holds more than {MOST_ENTRIES} entries.")
        for entry in entries:
            check(entry)
            parts_of(entry.filename)
        if sum(entry.file_size for entry in entries) > limit:
            raise Refused(f"Unzipped size must be smaller than {limit} bytes")
        os.makedirs(folder)
        left = limit
        for entry in entries:
            left = write(archive, entry, folder, left)
    for path, _, _ in os.walk(folder, topdown=False):
        os.chmod(path, 0o555)


def main(arguments):
    unreadable = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, ValueError)
    try:
        unpack(arguments[0], arguments[1], int(arguments[2]))
        return 0
    except Refused as refusal:
        line = str(refusal)
    except (*unreadable, FileExistsError, NotADirectoryError, IsADirectoryError):
        # The last three: one entry is a file where another wants a folder, or a name comes twice.
        line = "Could not unzip uploaded file. Please check your file, then try to upload again."
    print(line, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
