"""`etape validate`: every finding with file, line and column, a code and a hint; exit code 2 with errors."""

import json

BAD = """{
  "StartAt": "First",
  "States": {
    "First": {"Type": "Choice", "Choices": [
      {"Variable": "$.b", "NumericEquals": 1, "Next": "Wrok"}]},
    "Work": {"Type": "Pass", "Ends": true}
  }
}
"""


def test_every_error_at_once(etape, tmp_path):
    file = tmp_path / "bad.asl.json"
    file.write_text(BAD)
    result = etape("validate", file)
    assert result.returncode == 2
    assert f"{file}:5:55: error: MISSING_TRANSITION_TARGET: Missing 'Next' target: Wrok" in result.stdout
    assert "hint: Did you mean 'Work'?" in result.stdout
    assert f"{file}:6:13: error: SCHEMA_VALIDATION_FAILED: Field 'Ends' is not supported" in result.stdout
    assert f"{file}:4:14: warning: NO_DEFAULT" in result.stdout


def test_warnings_alone_are_no_failure(etape, tmp_path):
    file = tmp_path / "warn.asl.yaml"
    file.write_text(
        "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn:aws:states:::sns:publish\n    Parameters: {}\n"
        "    Retry:\n      - ErrorEquals: [States.Timout]\n    End: true\n"
    )
    assert etape("validate", file).returncode == 0
    result = etape("validate", "--json", "--strict", file)
    assert result.returncode == 2
    (finding,) = json.loads(result.stdout)
    assert (finding["line"], finding["column"], finding["pointer"]) == (8, 23, "/States/A/Retry/0/ErrorEquals/0")
    assert finding["hint"] == "Did you mean 'States.Timeout'?"


def test_a_text_that_is_no_json(etape, tmp_path):
    file = tmp_path / "broken.json"
    file.write_text('{\n  "StartAt" "A"\n}\n')
    result = etape("validate", file)
    assert result.returncode == 2 and f"{file}:2:" in result.stdout
    assert "Definition must be a valid JSON object" in result.stdout


def test_a_project(etape, project):
    result = etape("validate", project)
    assert result.returncode == 0 and "1 state machine, 0 errors" in result.stdout, result.stdout + result.stderr
    definition = project / "step_function" / "etl_pipeline_workflow.json"
    definition.write_text(definition.read_text().replace('"Next": "Job2 Transform"', '"Next": "Job2 Transfrom"', 1))
    result = etape("validate", project / "template.yaml")
    assert result.returncode == 2 and "etl_pipeline_workflow.json:" in result.stdout
    assert "Did you mean 'Job2 Transform'?" in result.stdout


def test_a_file_that_is_not_there(etape, tmp_path):
    result = etape("validate", tmp_path / "none.json")
    assert result.returncode == 2 and "none.json" in result.stderr


def test_the_api_gives_warnings_when_asked(server):
    states = server.client("stepfunctions")
    definition = json.dumps(
        {
            "StartAt": "A",
            "States": {
                "A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}]},
                "B": {"Type": "Succeed"},
            },
        }
    )
    plain = states.validate_state_machine_definition(definition=definition)
    assert (plain["result"], plain["diagnostics"]) == ("OK", [])
    warned = states.validate_state_machine_definition(definition=definition, severity="WARNING")
    assert warned["result"] == "OK"
    assert [(d["severity"], d["code"], d["location"]) for d in warned["diagnostics"]] == [
        ("WARNING", "NO_DEFAULT", "/States/A")
    ]
