"""`etape eval`: the three expression languages from the command line."""

import json

ORDER = json.dumps({"items": [{"price": 2, "qty": 3}, {"price": 4, "qty": 1}], "name": "hat"})


def evaluated(result):
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_three_languages(etape, tmp_path):
    assert evaluated(etape("eval", "--jsonata", "$sum(items.(price * qty))", input=ORDER)) == 10
    assert evaluated(etape("eval", "--jsonpath", "$.items[*].qty", input=ORDER)) == [3, 1]
    assert evaluated(etape("eval", "--intrinsic", "States.Format('a {}', $.name)", input=ORDER)) == "a hat"
    file = tmp_path / "order.json"
    file.write_text(ORDER)
    assert evaluated(etape("eval", "--jsonata", "{'n': name}", "--input", f"@{file}", input="ignored")) == {"n": "hat"}


def test_variables_and_dialect(etape):
    states = "states=" + json.dumps({"input": {"list": [1, 2, 3]}})
    call = "$partition($states.input.list, $size)"
    result = etape("eval", "--aws", "--jsonata", call, "--variable", states, "--variable", "size=2", input="")
    assert evaluated(result) == [[1, 2], [3]]
    assert etape("eval", "--jsonata", call, "--variable", states, "--variable", "size=2", input="").returncode == 1


def test_undefined_is_said(etape):
    result = etape("eval", "--jsonata", "nothing", input=ORDER)
    assert (result.returncode, result.stdout) == (0, "")
    assert "undefined" in result.stderr


def test_a_wrong_expression_is_shown(etape):
    result = etape("eval", "--jsonata", "(\n  items[price >\n)", input=ORDER)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("etape: S0")
    assert "\nline 3: )\n        ^\n" in result.stderr
    result = etape("eval", "--jsonpath", "$.items[", input=ORDER)
    assert result.returncode == 2 and result.stderr.endswith("  $.items[\n          ^\n")


def test_bad_input_is_named(etape):
    result = etape("eval", "--jsonata", "$", input="{")
    assert result.returncode == 2 and "standard input:1:" in result.stderr
    assert etape("eval", "--jsonata", "1", "--jsonpath", "$", input="").returncode == 2


def test_lines(etape):
    result = etape("eval", "--input", ORDER, input="name\n:jsonpath\n$.items[0].price\n")
    assert (result.returncode, result.stdout) == (0, '"hat"\n2\n')
    assert etape("eval", input="1 +\n").returncode == 2
