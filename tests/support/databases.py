"""The databases that the tests run on."""

import os

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
ON_POSTGRES = ["postgresql"] if POSTGRES else []
DATABASES = ["sqlite", *ON_POSTGRES]
