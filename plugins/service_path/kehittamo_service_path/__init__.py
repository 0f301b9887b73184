"""The service path: a person's way through a service, step by step."""

from kehittamo_core.api import Method, hookimpl
from kehittamo_service_path.method import SERVICE_PATH


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the service path."""
    return (SERVICE_PATH,)
