"""Golden files: what a calendar or mail looked like when somebody last read it line by line."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare octets with `tests/calendars/golden/NAME`, or write it with --update-golden."""

    def compare(name: str, actual: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            path.write_bytes(actual)
        assert path.exists(), f"{name} is missing; run: pytest tests/calendars --update-golden"
        assert actual.decode().splitlines() == path.read_bytes().decode().splitlines()
        assert actual == path.read_bytes()

    return compare
