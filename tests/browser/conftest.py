"""A headless Chromium that reads pages from files and reaches nothing else."""

import os
import shutil
from pathlib import Path

import pytest

#: What keeps the browser from calling anywhere; the sandbox wants rights that a container lacks.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program():
    """Return where Chromium is: what CHROMIUM names, or what the path holds."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: opens pages in a headless Chromium")


@pytest.fixture(scope="session")
def chromium():
    """The running browser."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="the package playwright is not installed"
    )
    path = program()
    if path is None:
        pytest.skip("no Chromium on the path, and CHROMIUM names none")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Opened:
    """A page opened from a file, with all that the browser complained of."""

    def __init__(self, page, file):
        self.page, self.file = page, file
        self.complaints, self.requests = [], []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())

    @property
    def too_wide(self):
        """Whether the page as a whole scrolls sideways."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    def violations(self):
        """Return what the accessibility check finds, rule by rule."""
        axe = pytest.importorskip(
            "axe_playwright_python.sync_playwright",
            reason="the package axe-playwright-python is not installed",
        )
        found = axe.Axe().run(self.page).response["violations"]
        return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]


@pytest.fixture
def opened(chromium, tmp_path):
    """A function that opens HTML as a file, with no network."""
    contexts = []

    def open_(html, *, width=1440, scheme="light", script=False):
        file = Path(tmp_path, f"page{len(contexts)}.html")
        file.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            offline=True,
            # The check of a page is a script of its own, which the page's policy would refuse.
            bypass_csp=script,
        )
        contexts.append(context)
        return Opened(context.new_page(), file)

    yield open_
    for context in contexts:
        context.close()
