"""Column types of the changes, as they were when the changes were written."""

from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
