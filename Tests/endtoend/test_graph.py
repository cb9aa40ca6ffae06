"""The example's committed drawings are what the tool draws today."""

import pytest
from conftest import EXAMPLE

DRAWINGS = {
    "architecture_diagram": EXAMPLE / "template.yaml",
    "worflow_stepsF": EXAMPLE / "step_function" / "etl_pipeline_workflow.json",
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_committed_drawings_are_todays(etape, name):
    drawn = etape("graph", DRAWINGS[name])
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout == (EXAMPLE / "Images" / f"{name}.svg").read_text(), "draw them anew: make docs"


@pytest.mark.parametrize("name", DRAWINGS)
def test_png(etape, name, tmp_path):
    target = tmp_path / "drawing.png"
    assert etape("graph", DRAWINGS[name], "--output", target).returncode == 0
    assert target.read_bytes().startswith(b"\x89PNG\r\n") and target.stat().st_size > 20_000
    assert (EXAMPLE / "Images" / f"{name}.png").read_bytes().startswith(b"\x89PNG\r\n")


def test_what_cannot_be_drawn(etape, tmp_path):
    (tmp_path / "x.json").write_text('{"StartAt": "A", "States": {}}')
    result = etape("graph", tmp_path / "x.json")
    assert result.returncode == 2 and "x.json" in result.stderr
