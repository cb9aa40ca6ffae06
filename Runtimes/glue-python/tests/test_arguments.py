import sys

import pytest

from awsglue.job import Job
from awsglue.utils import GlueArgumentError, getResolvedOptions


def test_named_options_are_answered_and_others_ignored():
    argv = ["job.py", "--JOB_NAME", "extract", "--RAW_PATH", "s3://b/raw/", "--extra", "x", "--job-language", "python"]
    options = getResolvedOptions(argv, ["JOB_NAME", "RAW_PATH"])
    assert options["JOB_NAME"] == "extract"
    assert options["RAW_PATH"] == "s3://b/raw/"
    assert "extra" not in options


def test_equals_sign_form_and_values_with_spaces():
    options = getResolvedOptions(["job.py", "--A=1 2", "--B", "a=b"], ["A", "B"])
    assert (options["A"], options["B"]) == ("1 2", "a=b")


def test_missing_options_are_all_named():
    with pytest.raises(GlueArgumentError, match="the following arguments are required: --A, --C"):
        getResolvedOptions(["job.py", "--B", "1"], ["A", "B", "C"])


def test_an_option_without_its_value():
    with pytest.raises(GlueArgumentError, match="--A: expected one argument"):
        getResolvedOptions(["job.py", "--A"], ["A"])


def test_a_longer_argument_is_not_taken_for_a_shorter_option():
    with pytest.raises(GlueArgumentError):
        getResolvedOptions(["job.py", "--PATHS", "1"], ["PATH"])


def test_reserved_arguments_cannot_be_asked_for_but_are_answered():
    with pytest.raises(RuntimeError, match="reserved arguments"):
        getResolvedOptions(["job.py"], ["JOB_RUN_ID"])
    options = getResolvedOptions(["job.py", "--JOB_RUN_ID", "jr_1", "--TempDir", "s3://b/t/"], [])
    assert options["JOB_RUN_ID"] == "jr_1"
    assert options["TempDir"] == "s3://b/t/"
    assert options["job_bookmark_option"] == "job-bookmark-disable"


def test_an_unknown_bookmark_option():
    with pytest.raises(GlueArgumentError):
        getResolvedOptions(["job.py", "--job-bookmark-option", "sometimes"], [])


def test_job_commits_after_init_only(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["job.py"])
    job = Job(None)
    with pytest.raises(RuntimeError):
        job.commit()
    job.init("extract", {"A": "1"})
    job.commit()
    assert job.isInitialized() and job.committed


@pytest.mark.parametrize("option", ["job-bookmark-enable", "job-bookmark-pause"])
def test_bookmarks_are_refused(monkeypatch, option):
    monkeypatch.setattr(sys, "argv", ["job.py", "--job-bookmark-option", option])
    with pytest.raises(NotImplementedError, match=option):
        Job(None).init("extract", {})
