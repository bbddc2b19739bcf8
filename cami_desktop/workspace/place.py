"""What kind of place a file lies in: an own disk, a network drive, a stick, or where nothing may be written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cami_desktop.words import N_, _


class PlaceKind(StrEnum):
    """Kinds of places that ask for different care."""

    LOCAL = "local"
    NETWORK = "network"
    REMOVABLE = "removable"
    READ_ONLY = "read_only"


NOTES = {
    PlaceKind.LOCAL: "",
    PlaceKind.NETWORK: N_(
        "{name} lies on a network drive. Open it on one computer at a time, and keep a copy on your own disk."
    ),
    PlaceKind.REMOVABLE: N_("{name} lies on a removable disk. Close it before you pull the disk out."),
    PlaceKind.READ_ONLY: N_("{name} lies where you may not write: it can be read and searched, but not changed."),
}

NETWORK_SYSTEMS = frozenset(
    "9p afpfs afs beegfs ceph cifs coda davfs davfs2 glusterfs lustre ncpfs nfs nfs4 smb smb2 smb3 smbfs webdav".split()
)
"""File systems that another computer serves, by the names Linux and macOS give them."""

LOCAL_FUSE = frozenset({"fuse.ext2", "fuse.exfat", "fuse.ntfs", "fuse.ntfs-3g", "fuse.lklfuse", "fuseblk"})
"""FUSE drivers of disks; any other is the door to somewhere else (sshfs, rclone, gvfsd-fuse …)."""

_STICKS = ("/media/", "/run/media/", "/Volumes/")
_REMOTE, _REMOVABLE = 4, 2
"""Drive types of the Windows function GetDriveTypeW."""


@dataclass(frozen=True, slots=True)
class Place:
    """The kind of place that a file lies in, and a sentence about it for the user (blank for an own disk)."""

    kind: PlaceKind
    note: str

    @property
    def logs_ahead(self) -> bool:
        """Whether a write-ahead log is safe here: not where the file may be taken away, or seen by other computers."""
        return self.kind is PlaceKind.LOCAL


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system and the folder where it is reached."""

    folder: str
    system: str


def place_of(path: Path) -> Place:
    """Say in what kind of place a file lies, or would lie once it is made."""
    kind = _kind(path)
    note = NOTES[kind]
    return Place(kind, _(note).format(name=path.name) if note else "")


def writable(path: Path) -> bool:
    """Whether a file, if it is there, and its folder may be written; SQLite needs both."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _kind(path: Path) -> PlaceKind:
    if not writable(path):
        return PlaceKind.READ_ONLY
    if sys.platform == "win32":
        return _windows_kind(path)
    full = str(path.resolve())
    mounts = _linux_mounts() if sys.platform == "linux" else _macos_mounts()
    mount = mount_of(full, mounts)
    if mount is not None and is_network(mount.system):
        return PlaceKind.NETWORK
    if full.startswith(_STICKS) or _sysfs_removable(path):
        return PlaceKind.REMOVABLE
    return PlaceKind.LOCAL


def is_network(system: str) -> bool:
    """Whether a file system, by its name, is served by another computer."""
    return system in NETWORK_SYSTEMS or (system.startswith("fuse.") and system not in LOCAL_FUSE)


def mount_of(full: str, mounts: list[Mount]) -> Mount | None:
    """The mount through which an absolute path is reached: the longest folder that leads to it, the last of equals."""
    leading = [item for item in mounts if f"{full}/".startswith(f"{item.folder.rstrip('/')}/")]
    return max(reversed(leading), key=lambda item: len(item.folder.rstrip("/")), default=None)


def parse_linux_mounts(text: str) -> list[Mount]:
    """The mounts in a text like that of /proc/self/mounts (proc(5)); blanks in folders stand there as octal codes."""
    rows = [line.split(" ") for line in text.splitlines()]
    return [Mount(_unescape(row[1]), row[2]) for row in rows if len(row) > 2]


def _unescape(folder: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), folder)


def parse_macos_mounts(text: str) -> list[Mount]:
    """The mounts in what `mount` prints on macOS: `device on folder (system, options)`."""
    found = re.findall(r"^.+? on (/.*) \((\w+)[,)]", text, flags=re.MULTILINE)
    return [Mount(folder, system) for folder, system in found]


def _linux_mounts() -> list[Mount]:
    try:
        text = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    return parse_linux_mounts(text)


def _macos_mounts() -> list[Mount]:
    try:
        text = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_macos_mounts(text)


def _sysfs_removable(path: Path) -> bool:
    """Whether the kernel of Linux calls the disk removable; its partitions lie in the folder of the disk."""
    if sys.platform != "linux":
        return False
    try:
        device = path.parent.stat().st_dev
        block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve(strict=True)
        flags = [folder / "removable" for folder in (block, block.parent)]
        return any(flag.is_file() and flag.read_text().strip() == "1" for flag in flags)
    except OSError:
        return False


def _windows_kind(path: Path) -> PlaceKind:
    if sys.platform != "win32":
        return PlaceKind.LOCAL
    import ctypes

    drive = path.resolve().drive
    if drive.startswith("\\\\"):
        return PlaceKind.NETWORK
    found = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")
    return {_REMOTE: PlaceKind.NETWORK, _REMOVABLE: PlaceKind.REMOVABLE}.get(found, PlaceKind.LOCAL)
