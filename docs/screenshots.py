"""Every page of the product at three widths: a city of its own, the right people signed in, one picture each.

`make screenshots` writes docs/screenshots/NAME-WIDTH.png and fails where a page is wider than its window or the
browser's console reports an error.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from yipanqi.demo.census import LEDGER_COUNTY
from yipanqi.demo.users import PASSWORD, staff

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screenshots"
MESSY = ROOT / "tests" / "records" / "ledger" / "examples" / "messy.xlsx"
YIPANQI = [sys.executable, "-m", "yipanqi.commands.main"]
SIZES = ((1440, 900), (1366, 768), (390, 844))
NO_OVERFLOW = (1366, 390)
START_WITHIN_S = 60
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-lcd-text", "--hide-scrollbars"
]  # fmt: skip

# A palette of the 256 commonest colours, every other one drawn in its nearest: half the size, no difference to the eye.
PALETTE = """async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const dots = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer), seen = new Map();
  for (const dot of dots) seen.set(dot, (seen.get(dot) ?? 0) + 1);
  const palette = [...seen].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([dot]) => dot);
  const rgb = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const nearest = new Map(palette.map((dot, place) => [dot, place]));
  for (const dot of seen.keys()) if (!nearest.has(dot)) {
    const [r, g, b] = rgb(dot);
    const far = palette.map((p) => { const [x, y, z] = rgb(p); return (r-x)**2 + (g-y)**2 + (b-z)**2; });
    nearest.set(dot, far.indexOf(Math.min(...far)));
  }
  let text = "";
  for (let at = 0; at < dots.length; at += 4096)
    text += String.fromCharCode(...Array.from(dots.subarray(at, at + 4096), (dot) => nearest.get(dot)));
  return [image.width, image.height, palette.map(rgb), btoa(text)];
}"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, who looks (nobody: a stranger), where, and what is done before it is taken."""

    name: str
    user: str
    path: str
    prepare: Callable[[Page], object] | None = None
    status: int = 200


# --- What is done before a picture ---------------------------------------------------------------------------


def _follow(selector: str) -> Callable[[Page], object]:
    """Follow the first such link."""

    def go(page: Page) -> None:
        address = page.locator(selector).first.get_attribute("href")
        page.goto(page.evaluate("address => new URL(address, location.href).href", address))

    return go


def _then(*steps: Callable[[Page], object]) -> Callable[[Page], object]:
    def go(page: Page) -> None:
        for step in steps:
            step(page)

    return go


def _tab(name: str) -> Callable[[Page], object]:
    return lambda page: page.goto(page.url.rstrip("/") + f"/{name}/")


def _open(selector: str) -> Callable[[Page], object]:
    return lambda page: page.locator(selector).first.click()


def _read(page: Page) -> None:
    page.get_by_role("button", name="查阅", exact=True).click()
    page.wait_for_selector("main table tbody tr")


def _search(page: Page) -> None:
    page.fill("#find", "陈")
    page.press("#find", "Enter")
    page.wait_for_load_state()


def _upload(page: Page) -> None:
    """Checking takes a second: the page is held while it waits."""
    page.route("**/progress/", lambda route: route.fulfill(status=204))
    page.set_input_files("input[type=file]", MESSY)
    page.click("#send")
    page.wait_for_selector("#progress")


def _checked(page: Page) -> None:
    page.wait_for_selector("form[action$='/continue/'] button.pri", timeout=90_000)


def _imported(page: Page) -> None:
    _checked(page)
    page.click("form[action$='/continue/'] button.pri")
    page.wait_for_selector("form[action$='/undo/']", state="attached", timeout=180_000)


def _proposed(page: Page) -> None:
    page.fill("[name=title]", "入矫宣告期限改为 3 日（虚构）")
    page.fill("[name=source]", "演示城市工作流程 2026 年第 2 号（虚构）")
    page.select_option("[name=parameter]", "declaration_days")
    page.fill("[name=value]", "3")
    page.fill("[name=from_on]", "2026-09-01")


def _rehearsed(page: Page) -> None:
    _proposed(page)
    page.click("main button.pri")
    page.wait_for_url("**/rehearsals/*/")
    page.wait_for_selector("nav.seg", timeout=180_000)


def _shots() -> list[Shot]:
    """All pictures, in the order of the manual; later ones rest on what earlier ones did."""
    filler = next(u.username for u in staff() if u.county == LEDGER_COUNTY and u.role == "county_officer")
    case = "main table a[href^='/cases/']"
    return [
        Shot("sign-in", "", "/accounts/login/"),
        Shot("queue", "suo", "/queue/"),
        Shot("queue-act", "suo", "/queue/", _open("#queue li .btn")),
        Shot("queue-empty", "suo", "/queue/?level=没有"),
        Shot("search", "suo", "/", _search),
        Shot("cases", "xian", "/cases/"),
        Shot("cases-export", "xian", "/cases/", _open("main details.reveal summary")),
        Shot("load", "xian", "/cases/load/"),
        Shot("case", "xian", "/cases/", _follow(case)),
        *(
            Shot(f"case-{tab}", "xian", "/cases/", _then(_follow(case), _tab(tab)))
            for tab in ("duties", "facts", "events", "changes", "looks")
        ),
        Shot("correct", "xian", "/cases/", _then(_follow(case), _tab("facts"), _follow("dl.factlist a"))),
        Shot("act", "xian", "/cases/", _then(_follow(case), _follow("main a[href^='/acts/']"))),
        Shot("fill-in", filler, "/cases/fill-in/"),
        Shot("pending-release", filler, "/cases/pending-release/"),
        Shot("import", "xian", "/imports/"),
        Shot("import-progress", "xian", "/imports/", _upload),
        Shot("import-checked", "xian", "/imports/", _then(_follow("main table a[href^='/imports/']"), _checked)),
        Shot("import-result", "xian", "/imports/", _then(_follow("main table a[href^='/imports/']"), _imported)),
        Shot("imports", "xian", "/imports/"),
        Shot("board", "shi", "/board/"),
        Shot("board-rows", "shi", "/board/rows/overdue/"),
        Shot("board-leader", "lingdao", "/board/rows/overdue/"),
        Shot("law", "shi", "/law/"),
        Shot("rule", "shi", "/law/rules/intake.report_in_person/"),
        Shot("rehearsal-new", "shi", "/law/rehearsals/new/", _proposed),
        Shot("rehearsal", "shi", "/law/rehearsals/new/", _rehearsed),
        Shot("rehearsals", "shi", "/law/rehearsals/"),
        Shot("rehearsal-sign", "lingdao", "/law/rehearsals/", _follow("main table a")),
        Shot("holidays", "shi", "/law/holidays/"),
        Shot("agencies", "xitong", "/agencies/"),
        Shot("officer", "anquan", "/agencies/", _follow("main a[href*='/officers/']")),
        Shot("role", "anquan", "/agencies/roles/"),
        Shot("mine", "suo", "/account/"),
        Shot("mine-looks", "suo", "/account/looks/"),
        Shot("factors", "suo", "/account/factors/"),
        Shot("journal", "shenji", "/journal/", _read),
        Shot("looks", "shenji", "/journal/looks/", _read),
        Shot("not-permitted", "suo", "/board/", status=403),
        Shot("not-found", "suo", "/cases/999999999/", status=404),
    ]


# --- The city and the browser --------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def city(today: str) -> Iterator[str]:
    """A demo city in a folder of its own, served; stopped and removed afterwards. Yields its address."""
    with tempfile.TemporaryDirectory(prefix="yipanqi-screenshots-") as folder:
        environ = {**os.environ, "YIPANQI_DATA_DIR": folder, "YIPANQI_DEMO": "1"}
        environ = {name: value for name, value in environ.items() if not name.startswith("DATABASE_URL")}
        port = _free_port()
        try:
            subprocess.run([*YIPANQI, "migrate", "--verbosity", "0"], env=environ, check=True)
            subprocess.run([*YIPANQI, "demo", "load", "--today", today, "--users"], env=environ, check=True)
            server = subprocess.Popen([*YIPANQI, "serve", "--port", str(port)], env=environ)
            try:
                _wait_for(f"http://127.0.0.1:{port}/healthz")
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()
                server.wait()
        finally:
            subprocess.run([*YIPANQI, "db", "stop"], env=environ, check=False, stdout=subprocess.DEVNULL)


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(address):  # our own server
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


class Camera:
    """One browser, one signed-in context per person, and the faults it saw."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser = browser
        self.base = base
        self.contexts: dict[str, BrowserContext] = {}
        self.dark_room = browser.new_page()
        self.faults: list[str] = []

    def _context(self, user: str) -> BrowserContext:
        if user not in self.contexts:
            context = self.browser.new_context(base_url=self.base, locale="zh-CN", timezone_id="Asia/Shanghai")
            self.contexts[user] = context
            if user:
                page = context.new_page()
                page.goto("/accounts/login/")
                page.fill("main form.gate-form [name=login]", user)
                page.fill("main form.gate-form [name=password]", PASSWORD)
                page.click("main form.gate-form .pri")
                page.wait_for_url(lambda address: "/login/" not in address)
                page.close()
        return self.contexts[user]

    def take(self, shot: Shot) -> None:
        """Go there once, then photograph it at each size."""
        page = self._context(shot.user).new_page()
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        said: list[ConsoleMessage] = []
        page.on("console", lambda message: said.append(message))  # noqa: PLW0108  a builtin cannot listen
        answer = page.goto(shot.path)
        if shot.prepare is not None:
            shot.prepare(page)
        page.wait_for_load_state("networkidle")
        if answer is None or answer.status != shot.status:
            self.faults.append(f"{shot.name}：{answer and answer.status}，应为 {shot.status}")
        widths = [self._print(page, shot.name, width, height) for width, height in SIZES]
        errors = [message.text for message in said if message.type == "error"]
        self.faults += [f"{shot.name}：{text}" for text in errors if f"status of {shot.status}" not in text]
        where = page.url.removeprefix(self.base)
        print(f"{shot.name:<18}{shot.user or '—':<10}{where:<56}{' '.join(widths)}", flush=True)
        page.close()

    def _print(self, page: Page, name: str, width: int, height: int) -> str:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(120)
        wide = int(page.evaluate("document.documentElement.scrollWidth"))
        if width in NO_OVERFLOW and wide > width:
            self.faults.append(f"{name}：宽 {width} 时页面宽 {wide}")
        picture = self._developed(page.screenshot(animations="disabled", caret="hide"))
        (OUT / f"{name}-{width}.png").write_bytes(picture)
        return f"{width}:{len(picture) // 1024}K"

    def _developed(self, picture: bytes) -> bytes:
        """The same picture with a palette."""
        address = "data:image/png;base64," + base64.b64encode(picture).decode()
        width, height, palette, dots = self.dark_room.evaluate(PALETTE, address)
        return png(width, height, [bytes(colour) for colour in palette], base64.b64decode(dots))


def png(width: int, height: int, palette: list[bytes], dots: bytes) -> bytes:
    """A PNG of one byte per dot (an index into the palette)."""
    rows = b"".join(b"\0" + dots[row * width : (row + 1) * width] for row in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def main() -> int:
    """Exit 1 where a page overflows, answers otherwise than expected or complains in the console."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--today", default="2026-11-24", help="the day the city is loaded (default 2026-11-24)")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures")
    parser.add_argument("--base", help="a demo city that is served already")
    arguments = parser.parse_args()
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("没有找到 Chromium，不能截图。", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped all the same
    OUT.mkdir(exist_ok=True)
    wanted = [shot for shot in _shots() if not arguments.only or shot.name in arguments.only]
    with sync_playwright() as playwright:
        if arguments.base:
            return _all(playwright.chromium.launch(executable_path=browser, args=FLAGS), arguments.base, wanted)
        with city(arguments.today) as base:
            return _all(playwright.chromium.launch(executable_path=browser, args=FLAGS), base, wanted)


def _all(browser: Browser, base: str, wanted: list[Shot]) -> int:
    camera = Camera(browser, base)
    for shot in wanted:
        try:
            camera.take(shot)
        except Exception as fault:  # noqa: BLE001 -- the other pictures are taken all the same
            camera.faults.append(f"{shot.name}：{type(fault).__name__} {str(fault).splitlines()[0]}")
    browser.close()
    size = sum(path.stat().st_size for path in OUT.glob("*.png"))
    print(f"{len(wanted)} 个页面，{size / 1e6:.1f} MB，{len(camera.faults)} 处不合要求")
    for one in camera.faults:
        print(f"  ✗ {one}", file=sys.stderr)
    return 1 if camera.faults else 0


if __name__ == "__main__":
    sys.exit(main())
