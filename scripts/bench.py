"""bench.py FOLDER PYTHON: workflows over the API and in the engine's own process, and peers, as figures and ratios.

  chain   executions of a chain of 50 Pass states, 8 clients at once: state transitions a second
  tasks   a workflow of three sns:publish tasks, start to end: median and 99 of 100 single runs, in milliseconds
  map     an inline Map over 10,000 items: items a second

FOLDER holds the built programs, PYTHON has dbos. Durable here and for DBOS (SQLite; synchronous=FULL here); in memory in
moto, which runs workflows by an emulator.
"""

import concurrent.futures
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
from botocore.config import Config

ROLE = "arn:aws:iam::123456789012:role/r"
STATES = 50


def chain():
    states = {f"S{n}": {"Type": "Pass", "Next": f"S{n + 1}"} for n in range(STATES - 1)}
    states[f"S{STATES - 1}"] = {"Type": "Pass", "End": True}
    return json.dumps({"StartAt": "S0", "States": states})


def tasks(topic):
    task = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": topic, "Message": "m"}}
    states = {"A": {**task, "Next": "B"}, "B": {**task, "Next": "C"}, "C": {**task, "End": True}}
    return json.dumps({"StartAt": "A", "States": states})


def clients(endpoint):
    options = {"endpoint_url": endpoint, "region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    config = Config(retries={"total_max_attempts": 1}, max_pool_connections=16)
    return boto3.client("stepfunctions", config=config, **options), boto3.client("sns", config=config, **options)


def finish(states, arn, pause):
    while states.describe_execution(executionArn=arn)["status"] == "RUNNING":
        time.sleep(pause)


def measure(endpoint, executions, runs):
    states, sns = clients(endpoint)
    machine = states.create_state_machine(name="chain", definition=chain(), roleArn=ROLE)["stateMachineArn"]
    begun = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        arns = list(pool.map(lambda n: states.start_execution(stateMachineArn=machine, name=f"c{n}")["executionArn"], range(executions)))
        list(pool.map(lambda arn: finish(states, arn, 0.01), arns))
    transitions = executions * STATES / (time.perf_counter() - begun)
    topic = sns.create_topic(Name="t")["TopicArn"]
    machine = states.create_state_machine(name="tasks", definition=tasks(topic), roleArn=ROLE)["stateMachineArn"]
    times = []
    for n in range(runs):
        begun = time.perf_counter()
        finish(states, states.start_execution(stateMachineArn=machine, name=f"t{n}")["executionArn"], 0.0005)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return transitions, statistics.median(times), times[len(times) * 99 // 100]


def here(program):
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([program, "up", folder, "--port", "0", "--data", folder + "/d"], stdout=subprocess.PIPE, text=True)
        try:
            endpoint = next(line for line in server.stdout if line.startswith("export ")).split("=")[1].strip()
            return measure(endpoint, executions=200, runs=100)
        finally:
            server.terminate()
            server.wait()


def there():
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-p", "5055"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"},
    )  # fmt: skip
    endpoint = "http://127.0.0.1:5055"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(endpoint + "/moto-api/").read()
                break
            except OSError:
                time.sleep(0.1)
        request = urllib.request.Request(
            endpoint + "/moto-api/config", json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode(),
            {"Content-Type": "application/json"}, method="POST",
        )  # fmt: skip
        urllib.request.urlopen(request).read()
        return measure(endpoint, executions=20, runs=10)
    finally:
        server.terminate()
        server.wait()


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main():
    folder, python = sys.argv[1:]
    lines = output(folder + "/bench-engine").splitlines()
    engine = {name: float(value) for name, value in (line.split("\t") for line in lines)}
    steps = float(output(python, os.path.join(os.path.dirname(__file__), "bench-dbos.py")))
    ours, theirs = here(folder + "/etape"), there()
    print(f"in process   chain {engine['chain']:9.0f} transitions/s   DBOS {steps:8.0f} steps/s"
          f"   {engine['chain'] / steps:6.1f} times as many")  # fmt: skip
    print(f"             tasks {engine['tasks p50']:9.2f} ms median, {engine['tasks p99']:.2f} ms p99")
    print(f"             map   {engine['map']:9.0f} items/s;   peak memory {engine['memory']:.0f} MB")
    print(f"over HTTP    chain {ours[0]:9.0f} transitions/s   moto {theirs[0]:8.0f}"
          f"           {ours[0] / theirs[0]:6.1f} times as many")  # fmt: skip
    print(f"             tasks {ours[1]:9.2f} ms median, {ours[2]:.2f} ms p99   moto {theirs[1]:.1f}"
          f"   {theirs[1] / ours[1]:6.1f} times as fast")  # fmt: skip


if __name__ == "__main__":
    main()
