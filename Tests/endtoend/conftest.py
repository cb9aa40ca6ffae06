"""What the end-to-end tests share: the program, projects to run, a server, a mail server. All real."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time

import boto3
import pytest
from botocore.config import Config
from states import Outcomes, client_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "flights-etl"
CACHE = pathlib.Path(
    os.environ.get("ETAPE_CACHE")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "etape"
)
ETAPE = os.environ.get("ETAPE", str(ROOT / ".build" / "debug" / "etape"))


@pytest.fixture(scope="session")
def etape():
    """Runs the program to its end."""
    assert os.access(ETAPE, os.X_OK), f"{ETAPE} is not built: make build"

    def run(*arguments, timeout=300, **options):
        options.setdefault("cwd", ROOT)
        return subprocess.run(
            [ETAPE, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, **options
        )

    return run


@pytest.fixture
def project(tmp_path):
    """A copy of the example that a test may change."""
    folder = tmp_path / "flights-etl"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".etape*", "tests", "Images"))
    return folder


class Server:
    """`etape up`, from the line that names its address until it is told to end."""

    def __init__(self, *arguments, env=None):
        self.process = subprocess.Popen(
            [ETAPE, "up", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
        )
        self.lines = []
        self.endpoint = None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("export AWS_ENDPOINT_URL="):
                self.endpoint = line.split("=", 1)[1].strip()
                break
        assert self.endpoint, "".join(self.lines) + self.process.stderr.read()
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=300),
        )

    def stop(self):
        """Ends it as a service manager does; gives the exit code and what it said on standard error."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=60)
        return self.process.returncode, self.process.stderr.read()

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def serve():
    """Starts servers and ends them after the test."""
    servers = []

    def start(*arguments, **options):
        servers.append(Server(*arguments, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def server(serve, tmp_path):
    """An empty server on a free port."""
    return serve(tmp_path, "--data", tmp_path / "data", "--port", 0)


@pytest.fixture(scope="session")
def outcomes():
    """What Step Functions' operations answered in this run."""
    return Outcomes()


@pytest.fixture(scope="session")
def states_server(tmp_path_factory):
    """One server for all tests of Step Functions' API: each uses names of its own."""
    folder = tmp_path_factory.mktemp("states")
    server = Server(folder, "--data", folder / "data", "--port", 0)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def states(states_server, outcomes):
    return client_of(states_server, outcomes)


@pytest.fixture(scope="session")
def logs(states_server):
    return states_server.client("logs")


@pytest.fixture
def limited(serve, tmp_path, outcomes):
    """A client of a server with small quotas."""
    quotas = {
        "state-machines": 1, "activities": 1, "activity-pollers": 1, "open-executions": 1,
        "versions-per-state-machine": 1, "aliases-per-state-machine": 1, "history-events": 30, "payload-bytes": 100,
        "express-seconds": 2,
    }  # fmt: skip
    options = [f"--quota={name}={value}" for name, value in quotas.items()]
    return client_of(serve(tmp_path, "--data", tmp_path / "data", "--port", 0, *options), outcomes)


@pytest.fixture
def smtp():
    """A mail server that keeps what it gets."""
    from aiosmtpd.controller import Controller

    class Keeper:
        def __init__(self):
            self.envelopes = []
            self.arrived = threading.Semaphore(0)

        async def handle_DATA(self, server, session, envelope):
            self.envelopes.append(envelope)
            self.arrived.release()
            return "250 taken"

    keeper = Keeper()
    keeper.port = free_port()
    controller = Controller(keeper, hostname="127.0.0.1", port=keeper.port)
    controller.start()
    yield keeper
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ended(states, arn, seconds=600):
    """Waits for an execution's end by its description, as the console does."""
    until = time.monotonic() + seconds
    while (found := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < until, found
        time.sleep(0.05)  # a poll interval of a real client, not a wait for something to have happened
    return found


def descendants(pid):
    """Process ids below a process, from /proc."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found, edge = set(), {pid}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge} - found
        found |= edge
    return found


def alive(pid):
    """Whether a process runs (a zombie does not)."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
