"""Writing the folder: whole or not at all, whatever the disk does, and nothing of anybody's is ever lost."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kaltura.api.errors import AnalyticsError, UsageError
from kaltura.cli.folder import check_target, write_folder
from kaltura.dataset import Failure
from kaltura.demo.server import Emulator
from kaltura.fetch import fetch
from kaltura.reports.columns import Report
from tests.cli.command import kaltura, kaltura_process
from tests.cli.test_process import command
from tests.fetch.in_memory import InMemory
from tests.trust.three_days import FILTERS, NOW, three_days


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(three_days()) as running:
        yield running


@pytest.fixture(scope="module")
def dataset():
    return fetch(InMemory(three_days()), FILTERS, now=NOW)  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_mounted_volume_is_refused_before_anything_is_asked(tmp_path, monkeypatch) -> None:
    """It cannot be renamed, which would be found only after the fetch."""
    monkeypatch.setattr(Path, "is_mount", lambda _: True)
    with pytest.raises(UsageError, match="cannot be replaced as a whole"):
        check_target(tmp_path)


def test_a_full_disk_keeps_what_was_there(emulator, tmp_path) -> None:
    """A limit on a file's size fails a write as a full disk does, for root too."""
    env = {"KALTURA_KS": emulator.ready_ks()}
    assert kaltura(*command(emulator.base, tmp_path / "out"), env=env).returncode == 0
    before = content(tmp_path / "out")
    done = kaltura_process(*command(emulator.base, tmp_path / "out"), env=env, largest_file=1)
    assert done.returncode == 4
    assert "could not be written" in done.stderr
    assert (
        "Free some space or name another --out, and fetch again; the earlier fetch in this folder was kept."
        in done.stderr
    )
    assert content(tmp_path / "out") == before
    assert list(tmp_path.iterdir()) == [tmp_path / "out"], "no half of a folder is left behind"


def test_a_place_where_nothing_can_be_written_is_found_before_anything_is_asked(emulator) -> None:
    """/proc takes no new folder, not even from root."""
    asked = len(emulator.requests)
    done = kaltura(*command(emulator.base, Path("/proc/kaltura")), env={"KALTURA_KS": emulator.ready_ks()})
    assert done.returncode == 4
    assert "/proc/kaltura could not be written" in done.stderr
    assert done.stderr.endswith("Name another --out, and fetch again.\n"), "there is no fetch that was kept"
    assert len(emulator.requests) == asked


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 KiB in memory, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0
    options = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)]
    if not mounted or subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("Only root can mount a small disk, and not in every container.")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full(small_disk, dataset) -> None:
    (small_disk / "ballast").write_bytes(bytes(8192))
    with pytest.raises(AnalyticsError, match=r"No space left.* Free some space .*, and fetch again\.$"):
        write_folder(dataset, small_disk / "out")
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_a_disk_that_is_really_read_only(small_disk, dataset) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(AnalyticsError, match=r"Read-only file system\. Name an --out on a disk that is not read-only"):
        check_target(small_disk / "out")


def test_what_came_into_the_folder_meanwhile_is_not_swept_away(dataset, tmp_path) -> None:
    """A fetch may take an hour, and people do not wait."""
    out = tmp_path / "out"
    check_target(out)
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(UsageError, match=r"thesis\.docx"):
        write_folder(dataset, out)
    assert (out / "thesis.docx").read_text() == "years of work"
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_took_the_folders_name_meanwhile_is_kept(dataset, tmp_path) -> None:
    check_target(tmp_path / "out")
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError, match="is a file"):
        write_folder(dataset, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "a file"


def test_a_parent_folder_that_became_a_file(dataset, tmp_path) -> None:
    (tmp_path / "parent").write_text("a file")
    with pytest.raises(AnalyticsError):
        write_folder(dataset, tmp_path / "parent" / "out")
    assert (tmp_path / "parent").read_text() == "a file"


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_an_earlier_fetch_comes_back_when_the_swap_fails(dataset, tmp_path, monkeypatch, error) -> None:
    out = tmp_path / "out"
    write_folder(dataset, out)
    before = content(out)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((AnalyticsError, KeyboardInterrupt)):
        write_folder(dataset, out)
    assert content(out) == before
    assert list(tmp_path.iterdir()) == [out]


def test_a_bug_is_called_a_bug_and_shows_neither_secret_nor_name(emulator, tmp_path, monkeypatch) -> None:
    ks = emulator.ready_ks()

    def broken(*_: object) -> None:
        raise RuntimeError(f"could not use {ks} for Ann Smith")

    monkeypatch.setattr("kaltura.cli.fetch.write_folder", broken)
    done = kaltura(*command(emulator.base, tmp_path / "out"), env={"KALTURA_KS": ks})
    assert done.returncode == 1
    assert "This is a bug in this program: RuntimeError at test_folder.py:" in done.stderr
    assert ks[:20] not in done.stderr
    assert "Ann" not in done.stderr
    assert "Traceback" not in done.stderr


def test_who_may_read_the_folder_stays_as_it_was(dataset, tmp_path) -> None:
    """A nightly fetch into a folder that its owner closed must not open it again."""
    out = tmp_path / "out"
    write_folder(dataset, out)
    (out / "attendances.csv").unlink()  # as if that report had been missing
    for path in out.iterdir():
        path.chmod(0o600)
    out.chmod(0o700)
    write_folder(dataset, out)
    assert (out / "attendances.csv").is_file()
    assert {oct(path.stat().st_mode & 0o777) for path in out.iterdir()} == {"0o600"}
    assert oct(out.stat().st_mode & 0o777) == "0o700"


def test_a_new_folder_is_its_owners_alone(dataset, tmp_path) -> None:
    """It names people, and machines are set up to let everybody read what is new."""
    before = os.umask(0o022)
    try:
        write_folder(dataset, tmp_path / "out")
    finally:
        os.umask(before)
    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").iterdir()} == {"0o600"}
    assert oct((tmp_path / "out").stat().st_mode & 0o777) == "0o700"


def test_a_link_goes_on_leading_to_the_newest_fetch(dataset, tmp_path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    latest = tmp_path / "latest"
    latest.symlink_to(disk / "rooms")
    for _ in range(2):
        check_target(latest)
        write_folder(dataset, latest)
        assert latest.is_symlink()
        assert json.loads((disk / "rooms" / "fetch.json").read_text())["provenance"]
        (disk / "rooms" / "fetch.json").write_text("{}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disk", "latest"]


def test_a_closed_folder_that_was_empty_stays_closed(dataset, tmp_path) -> None:
    """As an operator prepares one."""
    out = tmp_path / "out"
    out.mkdir(mode=0o700)
    write_folder(dataset, out)
    assert oct(out.stat().st_mode & 0o777) == "0o700"
    assert {oct(path.stat().st_mode & 0o777) for path in out.iterdir()} == {"0o600"}


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can give files to others.")
def test_the_group_that_may_read_stays_the_one(dataset, tmp_path) -> None:
    out = tmp_path / "out"
    write_folder(dataset, out)
    for path in (out, *out.iterdir()):
        os.chown(path, 65534, 1234)
    write_folder(dataset, out)
    assert {(path.stat().st_uid, path.stat().st_gid) for path in (out, *out.iterdir())} == {(65534, 1234)}


def test_what_a_killed_fetch_left_is_removed_by_the_next_whole_one(dataset, tmp_path) -> None:
    """A report with names must not lie beside the folder for ever; what is not ours, or may be in use, stays."""

    def lies(name: str, inside: str, hours: int) -> Path:
        place = tmp_path / name
        (place / inside).mkdir(parents=True)
        (place / inside / "attendances.csv").write_text("Ann Smith")
        for path in (place / inside, place):
            os.utime(path, (time.time() - hours * 3600,) * 2)
        return place

    gone = [lies(".out-abcd1234", "new", 13), lies(".out-ab_d1234", "old", 13)]
    stays = [
        lies(".out-zbcd1234", "new", 11),
        lies(".out-abcd1235", "thesis", 99),
        lies(".out-abcd12345", "new", 99),
        lies(".out-a-abcd1234", "new", 99),
        lies("out-abcd1234", "new", 99),
    ]
    without = replace(dataset, provenance=replace(dataset.provenance, failures=(Failure(Report.ATTENDEES, "", ""),)))
    write_folder(without, tmp_path / "out")
    assert all(path.exists() for path in gone), "its `old` may be the only whole fetch"
    write_folder(dataset, tmp_path / "out")
    assert sorted(tmp_path.iterdir()) == sorted([*stays, tmp_path / "out"])


def test_links_in_a_circle_are_a_wrong_command(tmp_path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(UsageError, match="leads nowhere"):
        check_target(tmp_path / "one")
