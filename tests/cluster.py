"""A PostgreSQL cluster of the tests' own: private folder, private port and socket, started and stopped here."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


class Cluster:
    """One cluster; `url` reaches it by its socket, as DATABASE_URL. `options` are postgresql.conf settings."""

    def __init__(self, **options: str) -> None:
        if not BINARIES:
            raise RuntimeError(
                "PostgreSQL is not installed. Run: apt-get install postgresql (make test does it as root)."
            )
        self.folder = Path(tempfile.mkdtemp(prefix="goodword-pg-"))
        self.binaries = BINARIES[-1]
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "120",
            "shared_buffers": "256MB",
        } | options
        self._options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self.start()
        self.url = f"postgresql://{self.user}@{quote(str(self.folder), safe='')}:{self.port}/postgres"

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            self._options,
            "start",
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stops the server; "immediate" is a crash."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def move(self, database: str, to: "Cluster") -> None:
        """Dumps a database and restores it under the same name into another cluster, as an operator does."""
        dump = Path("/tmp") / f"{self.folder.name}.dump"
        self._run(
            "pg_dump",
            "--format=custom",
            "--host",
            str(self.folder),
            "--port",
            str(self.port),
            f"--file={dump}",
            database,
        )
        there = ("--host", str(to.folder), "--port", str(to.port))
        to._run("createdb", *there, "--template=template0", database)
        to._run("pg_restore", *there, f"--dbname={database}", "--exit-on-error", str(dump))
        dump.unlink()

    def remove(self) -> None:
        """Stops the server and deletes everything."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
