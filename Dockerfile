FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m pip install --require-hashes -r requirements/base.txt

COPY . .
# The key only lets the commands start; nothing is signed with it and it does not stay.
RUN SECRET_KEY=for-the-build-only python manage.py compile_translations \
    && SECRET_KEY=for-the-build-only python manage.py collectstatic --noinput \
    && useradd --system --uid 10001 --home-dir /app application \
    && mkdir /storage && chown application /storage

USER application
ENV STORAGE_ROOT=/storage
EXPOSE 8000
CMD ["gunicorn", "emulation.wsgi"]
