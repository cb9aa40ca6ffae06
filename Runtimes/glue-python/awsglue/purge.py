"""Deleting a folder of a bucket, as `glue_context.purge_s3_path` does."""

from datetime import datetime, timedelta, timezone
from urllib.parse import urlparse

from awsglue.refusal import refuse

_EXCLUDED = ("GLACIER",)


def purge(path, options):
    """Deletes objects under s3://bucket/prefix that are older than `retentionPeriod` hours (default 168)."""
    options = dict(options or {})
    hours = float(options.pop("retentionPeriod", 168))
    excluded = set(options.pop("excludeStorageClasses", _EXCLUDED))
    if options:
        refuse(f"purge_s3_path option {', '.join(sorted(options))}")
    place = urlparse(path)
    if place.scheme not in ("s3", "s3a", "s3n") or not place.netloc:
        raise ValueError(f"purge_s3_path needs an s3:// path, not '{path}'")
    import boto3

    client = boto3.client("s3")
    before = datetime.now(timezone.utc) - timedelta(hours=hours)
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=place.netloc, Prefix=place.path.lstrip("/")):
        old = [
            {"Key": found["Key"]}
            for found in page.get("Contents", [])
            if found["LastModified"] <= before and found.get("StorageClass") not in excluded
        ]
        if old:
            answer = client.delete_objects(Bucket=place.netloc, Delete={"Objects": old, "Quiet": True})
            if answer.get("Errors"):
                raise RuntimeError(f"purge_s3_path: {answer['Errors'][0]}")
