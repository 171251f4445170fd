# docker build --tag registration-rights .
#
# The schema is brought up to date by a command of its own, before a new version is started; with
# PostgreSQL, give every command --env REGISTRATION_RIGHTS_DATABASE_URL=postgresql+psycopg://...
# instead of the volume:
#   docker run --rm --volume registration-rights:/data registration-rights migrate
#   docker run --rm --volume registration-rights:/data registration-rights seed      (example data)
#   docker run --rm --volume registration-rights:/data registration-rights keys create --name mine
#   docker run --read-only --volume registration-rights:/data --publish 8000:8000 registration-rights

# A digest would pin the image to the byte; add it where the registry can be asked, like this:
# python:3.13-slim-trixie@sha256:...
FROM python:3.13-slim-trixie AS builder
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/runtime.txt

FROM python:3.13-slim-trixie
# A fixed number, so that a volume's owner and a cluster's "must not run as root" can name it.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin service \
    && install --directory --owner service --group service /data
COPY --from=builder /opt/venv /opt/venv
WORKDIR /srv
COPY migrations ./migrations
COPY app ./app
# The guide's pages.
COPY docs ./docs
# Nothing is written outside /data: the root file system may be mounted read-only.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/data \
    REGISTRATION_RIGHTS_DATABASE_URL=sqlite:////data/registration-rights.sqlite3 \
    REGISTRATION_RIGHTS_HOST=0.0.0.0 \
    REGISTRATION_RIGHTS_PORT=8000
RUN python -m compileall -q app migrations
USER 10001
VOLUME /data
EXPOSE 8000
# ProxyHandler({}): a proxy set for the container must not be asked for the container itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["python", "-c", "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open(f\"http://127.0.0.1:{os.environ['REGISTRATION_RIGHTS_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
