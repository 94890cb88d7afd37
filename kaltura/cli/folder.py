"""The folder that `fetch` writes: three CSVs and fetch.json, whole or not at all."""

import errno
import json
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from kaltura.api.errors import AnalyticsError, UsageError
from kaltura.dataset import Dataset
from kaltura.export.csv import csv_bytes
from kaltura.export.record import record_of_fetch
from kaltura.fetch.record import FETCH_JSON
from kaltura.reports.columns import Report

_NEW, _OLD = "new", "old"  # in a scratch folder
_LEFT_FOR_DEAD = 12 * 3600  # seconds
_ADVICE = {
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG): "Free some space or name another --out",
    (errno.EACCES, errno.EPERM): "Let this user write there or name another --out",
    (errno.EROFS,): "Name an --out on a disk that is not read-only",
}
_OURS = {FETCH_JSON, *(f"{report.file_stem}.csv" for report in Report)}


def check_target(folder: Path) -> None:
    """Refuse, before anything is fetched, a place that the result could not be put in."""
    folder = _target(folder)
    _refuse_what_is_not_ours(folder)
    parent = folder.parent
    if not parent.is_dir():
        raise UsageError(f"The folder {parent} does not exist.", "Create it, or name another --out.")
    if folder.is_mount():
        raise UsageError(
            f"{folder} is where a disk or volume is mounted, and cannot be replaced as a whole.",
            "Name a folder in it, such as --out " + str(folder / "kaltura") + ".",
        )
    _scratch(folder).rmdir()


def write_folder(dataset: Dataset, folder: Path) -> None:
    """Write beside the target first, then rename: a reader sees the old folder or the new one, or for a moment none.

    A link stays one, and what it leads to is replaced. Who may read the folder and its files is as it was before; a new
    folder is its owner's alone, because it names people.
    Raises AnalyticsError when the folder has a report that this fetch lacks, or cannot be written.
    """
    folder = _target(folder)
    scratch = _scratch(folder)
    try:
        new = scratch / _NEW
        new.mkdir()
        for report in Report:
            if dataset.provenance.missing(report) is None:
                (new / f"{report.file_stem}.csv").write_bytes(csv_bytes(dataset, report))
        (new / FETCH_JSON).write_text(
            json.dumps(record_of_fetch(dataset), indent=2, ensure_ascii=False), encoding="utf-8"
        )
        _keep_access(folder, new)
        _refuse_what_is_not_ours(folder)  # a fetch may take an hour, and something else may be there by now
        _refuse_less(dataset, folder)
        _put_in_place(new, folder, scratch / _OLD)
        if not dataset.provenance.failures:
            _remove_leftovers(folder)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _refuse_what_is_not_ours(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", "Name a folder with --out.")
    if not folder.is_dir():
        return
    try:
        held = {path.name for path in folder.iterdir()}
    except OSError as error:  # what cannot be looked into is not replaced either
        raise _cannot_write(folder, error) from error
    ours = _OURS if FETCH_JSON in held else set()  # reports that a person keeps have the same names
    if foreign := sorted(held - ours | {name for name in held if not (folder / name).is_file()}):
        raise UsageError(
            f"{folder} holds other files ({', '.join(foreign[:3])}) and is replaced as a whole by a fetch.",
            "Name a new or empty folder, or one that an earlier fetch wrote.",
        )


def _refuse_less(dataset: Dataset, folder: Path) -> None:
    """A report that is there is never deleted for want of a new one."""
    lost = [f for f in dataset.provenance.failures if (folder / f"{f.report.file_stem}.csv").exists()]
    if lost:
        raise AnalyticsError(
            f"{folder} was kept as it is, because it has what this fetch lacks. "
            + " ".join(f"{failure.report.named}: {failure.in_full}" for failure in lost),
            "Fetch again later, or name another --out for a fetch without it.",
        )


def _scratch(folder: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _remove_leftovers(folder: Path) -> None:
    """Remove what fetches into this folder left beside it when they were killed while they wrote.

    By name, content and age: writing takes minutes, and a job of every night finds what the last night's left.
    """
    made = re.compile(re.escape(f".{folder.name}-") + "[a-z0-9_]{8}")  # as tempfile makes names
    with suppress(OSError):  # the fetch is in place, and the next one comes by here too
        for path in folder.parent.iterdir():
            if made.fullmatch(path.name) and path.is_dir() and not path.is_symlink() and _is_leftover(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_leftover(scratch: Path) -> bool:
    held = list(scratch.iterdir())
    newest = max(path.stat().st_mtime for path in (scratch, *held))
    return {path.name for path in held} <= {_NEW, _OLD} and newest < time.time() - _LEFT_FOR_DEAD


def _target(folder: Path) -> Path:
    """Where the folder is, behind any link."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError) as error:  # links that lead to each other
        raise UsageError(f"{folder} is a link that leads nowhere.", "Name a folder with --out.") from error


def _keep_access(before: Path, after: Path) -> None:
    """Owner, group and mode of the folder and its files; where there was none, its owner alone may read the new one.

    A file that is new since has those of fetch.json, or in a folder that was empty, as many readers as the folder.
    """
    if not before.is_dir():
        for path in after.iterdir():
            path.chmod(0o600)
        after.chmod(0o700)
        return
    record = before / FETCH_JSON
    for path in after.iterdir():
        earlier = next((old for old in (before / path.name, record) if old.is_file()), None)
        _copy_access(earlier or before, path)
        if earlier is None:
            path.chmod(before.stat().st_mode & 0o666)
    _copy_access(before, after)


def _copy_access(before: Path, after: Path) -> None:
    held = before.stat()
    with suppress(PermissionError):  # a folder of somebody else's, which this user may replace all the same
        os.chown(after, held.st_uid, held.st_gid)
    shutil.copymode(before, after)


def _put_in_place(new: Path, target: Path, old: Path) -> None:
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except BaseException:  # also when interrupted: what was there goes back before the scratch folder is removed
        if old.exists() and not target.exists():
            old.rename(target)
        raise


def _cannot_write(folder: Path, error: OSError) -> AnalyticsError:
    advice = next((advice for codes, advice in _ADVICE.items() if error.errno in codes), "Name another --out")
    kept = "; the earlier fetch in this folder was kept" if _holds_a_fetch(folder) else ""
    return AnalyticsError(
        f"{folder} could not be written: {error.strerror or type(error).__name__}.", f"{advice}, and fetch again{kept}."
    )


def _holds_a_fetch(folder: Path) -> bool:
    try:
        return (folder / FETCH_JSON).is_file()
    except OSError:
        return False
