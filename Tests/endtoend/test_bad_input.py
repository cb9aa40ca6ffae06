"""Bad input: one clear line that names the file and the place, exit code 2, no stack trace, nothing left behind."""

import json
import socket

import pytest


def refused(result, *parts):
    assert result.returncode == 2, result.stdout + result.stderr
    text = result.stderr
    for part in parts:
        assert part in text, text
    assert "Traceback" not in text and "Fatal error" not in text and "Swift" not in text


def change(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_missing_template(etape, tmp_path):
    refused(etape("run", tmp_path), str(tmp_path), "template.yaml")


@pytest.mark.parametrize("command", ["up", "run"])
def test_a_quota_that_is_none(etape, project, command):
    refused(etape(command, project, "--quota", "speed=1"), "--quota speed is no quota", "history-events, ")
    refused(etape(command, project, "--quota", "history-events=0"), "--quota history-events=0: expected NAME=VALUE")


def test_missing_folder(etape, tmp_path):
    refused(etape("run", tmp_path / "nowhere"), "nowhere")


def test_unknown_resource_type(etape, project):
    change(project / "template.yaml", "AWS::Glue::Database", "AWS::EC2::Instance")
    line = next(n for n, t in enumerate((project / "template.yaml").read_text().split("\n"), 1) if "EC2" in t)
    refused(etape("run", project), f"template.yaml:{line}:", "AWS::EC2::Instance")
    assert not (project / ".etape" / "etape.sqlite").exists()


def test_unserved_runtime(etape, project):
    change(project / "template.yaml", "Runtime: python3.12", "Runtime: nodejs20.x")
    refused(etape("run", project), "template.yaml:", "nodejs20.x", "NotifyFunction")


def test_malformed_definition_text(etape, project):
    definition = project / "step_function" / "etl_pipeline_workflow.json"
    change(definition, '"StartAt":', '"StartAt"')
    refused(etape("run", project), "etl_pipeline_workflow.json:3:")


def test_malformed_definition(etape, project):
    definition = project / "step_function" / "etl_pipeline_workflow.json"
    change(definition, '"Next": "Job2 Transform"', '"Next": "Nowhere"')
    refused(etape("run", project), "Nowhere", "MISSING_TRANSITION_TARGET")


def test_script_not_found(etape, project):
    (project / "src" / "job2_transform.py").unlink()
    refused(etape("run", project), "template.yaml:", "job2_transform.py")


def test_bad_input_text(etape, project):
    refused(etape("run", project, "--input", '{"a":}'), "--input:1:6", "JSON")


def test_bad_input_file(etape, project, tmp_path):
    refused(etape("run", project, "--input", f"@{tmp_path}/none.json"), "none.json")


def test_unknown_option(etape):
    refused(etape("run", "--frobnicate"), "--frobnicate")


def test_unknown_parameter(etape, project):
    refused(etape("run", project, "--parameter", "Nope=1"), "Nope")


def test_unknown_execution(etape, server, tmp_path):
    refused(etape("history", "nobody", "--data", tmp_path / "data"), "nobody")


def test_nothing_has_run(etape, tmp_path):
    refused(etape("executions", "--data", tmp_path / "none"), "etape run")


def test_port_in_use(etape, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(etape("up", tmp_path, "--data", tmp_path / "d", "--port", port, timeout=60), str(port), "in use")


def test_unknown_job_name(server):
    """A definition may name a job that is not there; its state fails by name."""
    from conftest import ended

    states = server.client("stepfunctions")
    machine = states.create_state_machine(
        name="m",
        roleArn="arn:aws:iam::000000000000:role/r",
        definition=json.dumps(
            {
                "StartAt": "J",
                "States": {
                    "J": {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::glue:startJobRun.sync",
                        "Parameters": {"JobName": "nobody"},
                        "End": True,
                    }
                },
            }
        ),
    )["stateMachineArn"]
    execution = ended(states, states.start_execution(stateMachineArn=machine)["executionArn"])
    assert execution["status"] == "FAILED"
    assert execution["error"] == "Glue.EntityNotFoundException"
    assert "missing metadata" in execution["cause"]
