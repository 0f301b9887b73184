"""What the workers' fork server loads once for this method, so that no drawing of a large network waits for it."""

import scipy.sparse  # noqa: F401
