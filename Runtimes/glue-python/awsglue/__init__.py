"""AWS Glue 5.0's Python library on plain Apache Spark: same names, same arguments, own code.

Follows the public documentation ("Programming AWS Glue ETL scripts in Python"). What it leaves out raises
NotImplementedError naming it. README.md lists what is here and where behaviour differs.
"""

from awsglue.dynamicframe import DynamicFrame, DynamicFrameCollection

__all__ = ["DynamicFrame", "DynamicFrameCollection"]
