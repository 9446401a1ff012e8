"""Debian's Firefox, driven by WebDriver BiDi, which it speaks by itself: https://www.w3.org/TR/webdriver-bidi/."""

import base64
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("firefox-esr", "firefox")
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "ArrowDown": "\ue015", "Escape": "\ue00c"}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def found() -> str | None:
    """Return the path of a Firefox on the machine."""
    return next((path for program in PROGRAMS if (path := shutil.which(program))), None)


@dataclass
class Firefox:
    """A Firefox without a window, and what its pages said and asked for."""

    socket: ClientConnection
    context: str = ""
    number: int = 0
    logged: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def command(self, method: str, **parameters: Any) -> Any:
        """Give a command; return its result. Raises ``RuntimeError`` with what the browser says is wrong."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.socket.recv(timeout=120))
            if said["type"] == "event":
                self._hear(said["method"], said["params"])
            elif said["id"] == self.number:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['error']}: {said['message']}")
                return said["result"]

    def _hear(self, event: str, told: dict[str, Any]) -> None:
        if event == "log.entryAdded" and told["level"] in ("error", "warn"):
            self.logged.append(told["text"])
        elif event == "network.beforeRequestSent":
            self.requested.append(told["request"]["url"])

    def open(self, path: Path, *, width: int, height: int = 900, anchor: str = "") -> None:
        """Open a page, and wait until it is loaded."""
        self.logged, self.requested = [], []
        size = {"width": width, "height": height}
        self.command("browsingContext.setViewport", context=self.context, viewport=size)
        # a page that differs from the last by its anchor alone would not be loaded
        self.command("browsingContext.navigate", context=self.context, url="about:blank", wait="complete")
        self.requested.clear()
        url = path.resolve().as_uri() + anchor
        self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def evaluate(self, script: str) -> Any:
        """Return what an expression, or what it promises, is in the page: a text, a number, true, false or nothing."""
        told = self.command(
            "script.evaluate",
            expression=script,
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def wait_for(self, selector: str, seconds: float = 60) -> None:
        """Wait until the page has an element."""
        there = self.evaluate(
            f"""new Promise(done => {{
                const until = performance.now() + {seconds * 1000}, wanted = {json.dumps(selector)};
                const look = () => document.querySelector(wanted) ? done(true)
                    : performance.now() > until ? done(false) : setTimeout(look, 50);
                look();
            }})"""
        )
        if not there:
            raise TimeoutError(f"no {selector} within {seconds} s")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each a character or one of ``KEYS``."""
        actions = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.command(
            "input.performActions",
            context=self.context,
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    def picture(self, path: Path) -> None:
        """Save what is seen."""
        data = self.command("browsingContext.captureScreenshot", context=self.context)["data"]
        path.write_bytes(base64.b64decode(data))


@contextmanager
def started(program: str, profile: Path, *, dark: bool = False) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own, which must be an empty folder; end it afterwards."""
    prefs = {
        "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
        "network.proxy.type": 1,  # a proxy that is not there: nothing reaches a network
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": 9,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": 9,
        "datareporting.policy.dataSubmissionEnabled": False,
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in prefs.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    log = profile / "log.txt"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            address = _address(process, log)
            with connect(address + "/session", max_size=None, proxy=None) as socket:
                firefox = Firefox(socket)
                firefox.command("session.new", capabilities={})
                firefox.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
                firefox.context = firefox.command("browsingContext.getTree")["contexts"][0]["context"]
                yield firefox
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        if said := LISTENING.search(log.read_text(encoding="utf-8", errors="replace")):
            return said[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start: {log.read_text(encoding='utf-8', errors='replace')[-500:]}")
