"""Each command of the READMEs does what it says; both languages have the same ones."""

import os
import pathlib
import re
import socket
import subprocess

import pytest
from conftest import CACHE, ETAPE, ROOT, Server

BLOCK = re.compile(r"```sh\n(.*?)```", re.S)


def commands(name):
    """The command lines of a README's shell blocks, without their comments."""
    lines = "\n".join(BLOCK.findall((ROOT / name).read_text())).split("\n")
    return [line.split("   #")[0].split("  #")[0].strip() for line in lines if line.strip()]


def environment():
    return {
        **os.environ,
        "PATH": f"{pathlib.Path(ETAPE).parent}:{CACHE}/test-python/bin:{os.environ['PATH']}",
        "AWS_PAGER": "",
    }


def shell(command, tmp_path, **options):
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=900, **options
    )


def test_both_languages_have_the_same_commands():
    assert commands("README.md") == commands("README.fr.md")
    assert "make demo" in commands("README.md") and "make test" in commands("README.md")


def test_the_commands(tmp_path):
    lines = [line for line in commands("README.md") if line.startswith("etape ") and not line.startswith("etape up")]
    lines += [line for line in commands("README.md") if "| etape eval " in line]
    assert len(lines) >= 8
    shown = {}
    for line in lines:
        line = line.replace("--output workflow.svg", f"--output {tmp_path}/workflow.svg")
        result = shell(line, tmp_path)
        assert result.returncode == 0, line + "\n" + result.stdout + result.stderr
        shown["eval" if "| etape eval " in line else line.split()[1]] = result.stdout
    assert "SUCCEEDED" in shown["run"] and "SUCCEEDED" in shown["executions"]
    assert "ExecutionSucceeded" in shown["history"] and "team@example.com" in shown["inbox"]
    assert shown["sql"].count("│") > 5 and "StartExecution" in shown["services"]
    assert shown["eval"] == "6\n"
    assert (tmp_path / "workflow.svg").read_text().startswith("<svg")


def test_any_aws_client():
    lines = commands("README.md")
    up = next(line for line in lines if line.startswith("etape up"))
    export = next(line for line in lines if line.startswith("export AWS_ENDPOINT_URL"))
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 4566)) == 0:
            pytest.fail("port 4566 is in use: the README's commands need it")
    server = Server(*up.split()[2:])
    try:
        for line in (line for line in lines if line.startswith("aws ")):
            result = shell(f"{export}; {line}", None)
            assert result.returncode == 0 and "flights-etl" in result.stdout, line + result.stdout + result.stderr
    finally:
        assert server.stop()[0] == 0


def test_make_demo():
    result = shell("make demo", None)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "336,775" in result.stdout and "Told team@example.com by email" in result.stdout
