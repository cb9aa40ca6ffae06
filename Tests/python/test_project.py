"""The project's files fit each other: template, workflow, scripts."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pipeline import PROJECT, SCRIPTS

WORKFLOW = json.loads((PROJECT / "step_function" / "etl_pipeline_workflow.json").read_text())
JOBS = {"job1_extract": "ExtractJob", "job2_transform": "TransformJob", "job3_load": "LoadJob"}
STATES = {"job1_extract": "Job1 Extract", "job2_transform": "Job2 Transform", "job3_load": "Job3 Load"}


class Loader(yaml.SafeLoader):
    """CloudFormation's short tags as plain values."""


def _tag(loader, _suffix, node):
    kind = {yaml.ScalarNode: loader.construct_scalar, yaml.SequenceNode: loader.construct_sequence}
    return kind.get(type(node), loader.construct_mapping)(node)


Loader.add_multi_constructor("!", _tag)


@pytest.fixture(scope="module")
def template():
    return yaml.load((PROJECT / "template.yaml").read_text(), Loader)


def test_cfn_lint_has_nothing_to_say():
    command = [Path(sys.executable).with_name("cfn-lint"), str(PROJECT / "template.yaml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_workflow_names_what_the_template_substitutes(template):
    text = (PROJECT / "step_function" / "etl_pipeline_workflow.json").read_text()
    substitutions = template["Resources"]["Pipeline"]["Properties"]["DefinitionSubstitutions"]
    assert set(re.findall(r"\$\{(\w+)\}", text)) == set(substitutions)


def test_every_state_can_be_reached_and_every_next_exists():
    states, seen, waiting = WORKFLOW["States"], set(), [WORKFLOW["StartAt"]]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        state = states[name]
        branches = [*state.get("Choices", []), *state.get("Catch", [])]
        nexts = [state.get("Next"), state.get("Default"), *(branch["Next"] for branch in branches)]
        waiting += [one for one in nexts if one]
    assert seen == set(states)


def _asked_for(script):
    """The job arguments that a script needs: the string lists in its source given to getResolvedOptions."""
    tree = ast.parse((PROJECT / "src" / f"{script}.py").read_text())
    lists = [
        [element.value for element in node.elts if isinstance(element, ast.Constant)]
        for node in ast.walk(tree)
        if isinstance(node, ast.List)
    ]
    return set(next(names for names in lists if "JOB_NAME" in names)) - {"JOB_NAME"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_is_given_the_arguments_it_needs(template, script):
    job = template["Resources"][JOBS[script]]["Properties"]
    given = {name[2:] for name in job["DefaultArguments"]}
    given |= {name[2:].removesuffix(".$") for name in WORKFLOW["States"][STATES[script]]["Parameters"]["Arguments"]}
    assert _asked_for(script) <= given
    assert job["Command"]["ScriptLocation"].endswith(f"/scripts/{script}.py")
    assert (job["GlueVersion"], job["WorkerType"], job["NumberOfWorkers"]) == ("5.0", "G.1X", 2)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_failing_job_is_retried_soon_and_then_caught(script):
    state = WORKFLOW["States"][STATES[script]]
    busy, failed = state["Retry"]
    assert failed["ErrorEquals"] == ["States.TaskFailed"] and failed["MaxAttempts"] == 2
    waits = [min(failed["IntervalSeconds"] * failed["BackoffRate"] ** n, failed["MaxDelaySeconds"]) for n in range(2)]
    assert sum(waits) <= 15
    assert all(retry["JitterStrategy"] == "FULL" and retry["BackoffRate"] > 1 for retry in (busy, failed))
    assert state["Catch"] == [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Notify Failure"}]


def test_no_role_may_do_everything(template):
    roles = [one for one in template["Resources"].values() if one["Type"] == "AWS::IAM::Role"]
    assert len(roles) == 3
    for role in roles:
        for policy in role["Properties"]["Policies"]:
            document = (policy if "PolicyDocument" in policy else policy[1])["PolicyDocument"]
            for statement in document["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                assert not [action for action in actions if action == "*" or action.endswith(":*")]
                assert statement["Resource"] != "*" or "Condition" in statement
