"""What processes have used, read from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MEBIBYTE = 1024


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(folder.name))
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found.extend(parents.get(one, []))
    return found


def seconds_of(pid: int) -> float:
    """Processor time of the process and its descendants, those that have ended among them."""
    used = [_stat(one) for one in family(pid)]
    return sum(int(ticks) for fields in used if fields for ticks in fields[11:15]) / TICKS


def memory_of(pid: int) -> float:
    """Resident memory in MiB, pages shared with other processes counted in part (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / MEBIBYTE
    return 0.0


def _stat(pid: int) -> list[str]:
    """The fields after the name, from the state on; empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []
