#!/usr/bin/env bash
# draw-example.sh ETAPE: draws the example's diagrams anew, as SVG and as PNG where librsvg is installed.
set -euo pipefail
cd "$(dirname "$0")/../examples/flights-etl"
etape=$(cd - >/dev/null && realpath "$1")
mkdir -p Images
"$etape" graph template.yaml --output Images/architecture_diagram.svg
"$etape" graph step_function/etl_pipeline_workflow.json --output Images/worflow_stepsF.svg
"$etape" graph template.yaml --output Images/architecture_diagram.png
"$etape" graph step_function/etl_pipeline_workflow.json --output Images/worflow_stepsF.png
