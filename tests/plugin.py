"""Loaded before everything else (`-p tests.plugin`): decides which database the tests use and closes the network.

GOODWORD_TEST_DATABASE=postgresql starts a PostgreSQL cluster of the tests' own, one for every worker: the journal waits
for the oldest transaction of its whole cluster, so one worker's long test would hold up another's.
"""

import atexit
import os
import shutil
import tempfile

from tests.cluster import Cluster

os.environ["GOODWORD_MODE"] = "dev"
os.environ["GOODWORD_DATA"] = tempfile.mkdtemp(prefix="goodword-test-")
os.environ["GOODWORD_LOG_LEVEL"] = "CRITICAL"
os.environ["GOODWORD_DB_POOL"] = "50"  # races need as many connections as racers
atexit.register(shutil.rmtree, os.environ["GOODWORD_DATA"], ignore_errors=True)
if os.environ.get("GOODWORD_TEST_DATABASE", "sqlite") == "postgresql":
    cluster = Cluster()
    atexit.register(cluster.remove)
    os.environ["DATABASE_URL"] = cluster.url
else:
    os.environ.pop("DATABASE_URL", None)
