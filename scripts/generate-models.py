#!/usr/bin/env python3
"""Writes Sources/AWSProtocols/Models/*.swift from botocore's service models (Apache-2.0).

A table holds the operations served with the shapes reachable from them, without documentation. Of the operations
that are not served it holds the names, and for REST services how a request for one looks, so that it is refused by
its name instead of being taken for another. Run it with a Python that has botocore; the output names the version.
"""
import gzip
import json
import pathlib

import botocore

SERVED = {
    "stepfunctions": None,
    "glue": """CreateJob GetJob GetJobs ListJobs BatchGetJobs UpdateJob DeleteJob StartJobRun GetJobRun GetJobRuns
        BatchStopJobRun CreateDatabase GetDatabase GetDatabases UpdateDatabase DeleteDatabase CreateTable UpdateTable
        GetTable GetTables DeleteTable BatchDeleteTable CreatePartition GetPartition BatchCreatePartition GetPartitions
        DeletePartition BatchDeletePartition UpdatePartition GetJobBookmark ResetJobBookmark CreateConnection
        GetConnection GetConnections DeleteConnection TagResource UntagResource GetTags""",
    "lambda": """CreateFunction GetFunction GetFunctionConfiguration ListFunctions Invoke UpdateFunctionCode
        UpdateFunctionConfiguration DeleteFunction TagResource UntagResource ListTags AddPermission RemovePermission
        GetPolicy""",
    "sns": """CreateTopic DeleteTopic ListTopics GetTopicAttributes SetTopicAttributes Subscribe ConfirmSubscription
        Unsubscribe ListSubscriptions ListSubscriptionsByTopic GetSubscriptionAttributes SetSubscriptionAttributes
        Publish PublishBatch TagResource UntagResource ListTagsForResource""",
    "s3": """CreateBucket HeadBucket ListBuckets DeleteBucket GetBucketLocation ListObjects ListObjectsV2 GetObject
        HeadObject PutObject CopyObject DeleteObject DeleteObjects CreateMultipartUpload UploadPart UploadPartCopy
        CompleteMultipartUpload AbortMultipartUpload ListMultipartUploads ListParts GetBucketTagging PutBucketTagging
        DeleteBucketTagging GetObjectTagging PutObjectTagging DeleteObjectTagging GetBucketVersioning GetBucketAcl""",
    "sts": "GetCallerIdentity AssumeRole",
    "iam": """CreateRole GetRole ListRoles DeleteRole UpdateAssumeRolePolicy PutRolePolicy GetRolePolicy
        ListRolePolicies DeleteRolePolicy AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies TagRole UntagRole
        ListRoleTags CreatePolicy GetPolicy DeletePolicy""",
    "logs": """CreateLogGroup DeleteLogGroup CreateLogStream PutLogEvents GetLogEvents FilterLogEvents
        DescribeLogGroups DescribeLogStreams""",
}
SHAPE_TRAITS = """type members member key value required payload enum min max pattern timestampFormat flattened
    exception fault error union document xmlNamespace locationName""".split()
MEMBER_TRAITS = """shape location locationName xmlNamespace xmlAttribute flattened timestampFormat""".split()
#: These require a query parameter or a header; the model does not say so for them.
KEYS = {"s3": {"ListParts": ["uploadId"]}}

folder = pathlib.Path(__file__).resolve().parent.parent / "Sources/AWSProtocols/Models"


def reference(member):
    return {name: member[name] for name in MEMBER_TRAITS if name in member}


def trimmed(shape):
    kept = {name: shape[name] for name in SHAPE_TRAITS if name in shape}
    if "members" in shape:
        kept["members"] = {name: reference(member) for name, member in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in shape:
            kept[part] = reference(shape[part])
    return kept


def reachable(shapes, names):
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        shape = found[name] = trimmed(shapes[name])
        for member in list(shape.get("members", {}).values()) + [shape.get(part) for part in ("member", "key", "value")]:
            if member:
                waiting.append(member["shape"])
    return dict(sorted(found.items()))


def required_parts(shapes, operation, location):
    """The wire names of the required input members at a location."""
    shape = shapes.get(operation.get("input", {}).get("shape", ""), {})
    return [
        member["locationName"]
        for name, member in shape.get("members", {}).items()
        if member.get("location") == location and name in shape.get("required", [])
    ]


def operation_entry(model, name, operation, is_served):
    shapes, entry = model["shapes"], {}
    if model["metadata"]["protocol"].startswith("rest"):
        http = operation["http"]
        entry["http"] = [http["method"], http["requestUri"]]
        if "responseCode" in http:
            entry["code"] = http["responseCode"]
        queries = required_parts(shapes, operation, "querystring") + KEYS.get(model["name"], {}).get(name, [])
        entry["queries"] = sorted(set(queries))
        entry["headers"] = required_parts(shapes, operation, "header")
        entry = {key: value for key, value in entry.items() if value != []}
    if is_served:
        for part in ("input", "output"):
            if part in operation:
                entry[part] = {
                    trait: operation[part][trait]
                    for trait in ("shape", "locationName", "resultWrapper", "xmlNamespace")
                    if trait in operation[part]
                }
        entry["errors"] = [error["shape"] for error in operation.get("errors", [])]
    return entry


def table(name):
    path = sorted((pathlib.Path(botocore.__file__).parent / "data" / name).glob("*/service-2.json.gz"))[-1]
    model = json.loads(gzip.open(path).read())
    model["name"] = name
    served = set((SERVED[name] or " ".join(model["operations"])).split())
    unknown = served - set(model["operations"])
    assert not unknown, unknown
    operations, roots = {}, []
    for operation_name, operation in sorted(model["operations"].items()):
        if operation.get("deprecated"):
            continue
        is_served = operation_name in served
        operations[operation_name] = operation_entry(model, operation_name, operation, is_served)
        if is_served:
            roots += [operation[part]["shape"] for part in ("input", "output") if part in operation]
            roots += [error["shape"] for error in operation.get("errors", [])]
    # An operation may answer an error that its model does not list.
    roots += [shape for shape, value in model["shapes"].items() if value.get("exception")]
    metadata = {
        key: model["metadata"][key]
        for key in ("apiVersion", "endpointPrefix", "protocol", "jsonVersion", "targetPrefix", "xmlNamespace")
        if key in model["metadata"]
    }
    return metadata, operations, reachable(model["shapes"], roots)


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def write(name):
    metadata, operations, shapes = table(name)
    service = metadata["endpointPrefix"]
    lines = ["{" + f'"metadata":{compact(metadata)},"operations":{{']
    lines += [",\n".join(f"{compact(key)}:{compact(value)}" for key, value in operations.items())]
    lines += ['},"shapes":{', ",\n".join(f"{compact(key)}:{compact(value)}" for key, value in shapes.items()), "}}"]
    text = "\n".join(lines)
    assert '"""##' not in text and "\\##" not in text
    type_name = service[0].upper() + service[1:] + "Model"
    source = (
        f"// Generated by scripts/generate-models.py from botocore {botocore.__version__} (Apache-2.0); do not edit.\n"
        "// swift-format-ignore-file\n\n"
        f"enum {type_name} {{\n    static let table = ##\"\"\"\n{text}\n\"\"\"##\n}}\n"
    )
    (folder / f"{type_name}.swift").write_text(source)
    print(f"{type_name}.swift: {len(operations)} operations, {len(shapes)} shapes, {len(source)} bytes")


folder.mkdir(parents=True, exist_ok=True)
for service_name in SERVED:
    write(service_name)
