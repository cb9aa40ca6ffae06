"""The worker that runs Glue script jobs: a supervisor that keeps one JVM warm and a fresh Python process for each run.

`python -m etape_glue.host` is started by the server. It is no interface for job scripts.
"""
