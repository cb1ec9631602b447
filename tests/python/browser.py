"""Chromium without a window, driven through a pipe by its DevTools protocol; nothing of it reaches a network."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from typing import Any

PROGRAM = shutil.which("chromium")
OPTIONS = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
           "--remote-debugging-pipe"]
PATIENCE = 20  # [s] for an answer
FREE_DESCRIPTOR = 10  # the protocol wants 3 and 4; pipes are moved out of their way


class Browser:
    """One page. `events` holds the events that the browser sent about it, as pairs of method and parameters."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._session: dict[str, str] = {}
        self._number, self._received = 0, b""

    def __enter__(self) -> Browser:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        from_us, self._write = self._pipe()
        self._read, from_browser = self._pipe()
        words = [PROGRAM, *OPTIONS, f"--user-data-dir={self._profile.name}"]
        if os.getuid() == 0:
            words.append("--no-sandbox")  # root cannot have one
        self._process = subprocess.Popen(["bash", "-c", f'exec "$@" 3<&{from_us} 4>&{from_browser}', "bash", *words],
                                         pass_fds=(from_us, from_browser), stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        os.close(from_us)
        os.close(from_browser)
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._session = {}
        self.send("Browser.close")
        self._process.wait(timeout=PATIENCE)
        os.close(self._write)
        os.close(self._read)
        self._profile.cleanup()

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """A command and its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **self._session}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next_message()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]

    def open(self, address: str) -> None:
        """Goes to a page and waits until all of it is there."""
        self.send("Page.navigate", url=address)
        while not any(method == "Page.loadEventFired" for method, _ in self.events):
            self._next_message()

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise AssertionError(result["exceptionDetails"])
        return result["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """A key, pressed and released where the focus is."""
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def resize(self, width: int, height: int) -> None:
        """The size of the window [CSS pixels]."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture_of(self, selector: str) -> bytes:
        """A PNG of an element as it is seen."""
        box = self.value(f"(({{x, y, width, height}}) => ({{x: x + scrollX, y: y + scrollY, width, height}}))"
                         f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")
        picture = self.send("Page.captureScreenshot", clip=box | {"scale": 1}, captureBeyondViewport=True)
        return base64.b64decode(picture["data"])

    @staticmethod
    def _pipe() -> tuple[int, int]:
        ends = os.pipe()
        moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FREE_DESCRIPTOR) for end in ends)
        for end in ends:
            os.close(end)
        return moved

    def _next_message(self) -> dict[str, Any]:
        """An answer or an event; events are kept."""
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._received:
            if not select.select([self._read], [], [], max(0.0, end - time.monotonic()))[0]:
                raise AssertionError("the browser does not answer")
            part = os.read(self._read, 1 << 16)
            if not part:
                raise AssertionError("the browser went away")
            self._received += part
        message, _, self._received = self._received.partition(b"\0")
        answer = json.loads(message)
        if "method" in answer:
            self.events.append((answer["method"], answer.get("params", {})))
        return answer
