"""The process side of a Lambda execution environment.

``python -P -m etape_lambda`` runs a handler with awslambdaric against the server's Runtime API;
``python -P -m etape_lambda.unpack`` unpacks a deployment package.
"""
