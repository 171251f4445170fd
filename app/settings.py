"""The service's settings, read from the environment once and passed on; nothing else reads it."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Each field is set by `REGISTRATION_RIGHTS_` and its name, for example `..._PORT=8080`."""

    model_config = SettingsConfigDict(env_prefix="REGISTRATION_RIGHTS_", frozen=True)

    # It may hold a password, which repr=False keeps out of logs.
    database_url: Annotated[str, Field(repr=False)] = "sqlite:///var/registration-rights.sqlite3"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    max_body_bytes: Annotated[int, Field(ge=1)] = MEBIBYTE
