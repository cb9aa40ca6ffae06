"""bench-dbos.py: DBOS on SQLite, 200 workflows of 50 durable steps, 8 at once: prints durable steps a second.

SQLite is set as DBOS sets it. A step of DBOS and a Pass state here both record their result before the next begins.
"""

import concurrent.futures
import logging
import os
import sys
import tempfile
import time

from dbos import DBOS, DBOSConfig

WORKFLOWS, STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 200, 50


@DBOS.step()
def step(n):
    return n


@DBOS.workflow()
def chain():
    for n in range(STEPS):
        step(n)


def main():
    with tempfile.TemporaryDirectory() as folder:
        config: DBOSConfig = {
            "name": "bench",
            "system_database_url": f"sqlite:///{os.path.join(folder, 'dbos.sqlite')}",
            "run_admin_server": False,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        DBOS.launch()
        logging.disable(logging.CRITICAL)
        chain()
        begun = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: chain(), range(WORKFLOWS)))
        print(WORKFLOWS * STEPS / (time.perf_counter() - begun))
        DBOS.destroy()


if __name__ == "__main__":
    main()
