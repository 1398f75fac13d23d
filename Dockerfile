# Backlens in an image: an environment with the server and its built page, run by nobody, writing /data alone.

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements-image.lock ./
RUN python -m venv --without-pip /opt/backlens \
 && pip --python /opt/backlens/bin/python install --no-cache-dir --require-hashes -r requirements-image.lock
# The engine's core is compiled here, for this kind of processor (tools/core).
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
# The build brings a Node of its own (tools/page.py), bundles the page and leaves a wheel.
COPY . ./
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && pip --python /opt/backlens/bin/python install --no-cache-dir --no-deps /wheels/*.whl
# The loops are compiled here for any processor of this kind, because the image writes nothing when it runs.
ENV NUMBA_CPU_NAME=generic
WORKDIR /
RUN /opt/backlens/bin/python -m backlens.engine.kernels

FROM python:3.11-slim-bookworm
# What Graphviz, inside pygraphviz, loads; unpinned, so that a rebuild takes Debian's security updates.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libglib2.0-0 libx11-6 libxext6 libxrender1 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin backlens \
 && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/backlens /opt/backlens
ENV PATH=/opt/backlens/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CPU_NAME=generic \
    BACKLENS_HOST=0.0.0.0 \
    BACKLENS_DATA=/data
# Graphs and snapshots outlive the container here; nothing else is written.
VOLUME /data
USER 10001
WORKDIR /opt/backlens
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; p = os.environ.get('BACKLENS_PORT', ''); r.urlopen(f\"http://127.0.0.1:{p if p.isdigit() else 8000}/healthz\", timeout=4)"]
CMD ["backlens"]
