"""What the container files promise, read without a container engine."""

import ast
import re

import yaml

from tests.architecture.tree import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def test_web_worker_and_database_are_there_with_one_volume_for_documents():
    assert set(SERVICES) == {"database", "migrate", "web", "worker"}
    assert SERVICES["web"]["command"] == ["gunicorn", "emulation.wsgi"]
    assert SERVICES["worker"]["command"] == ["python", "manage.py", "db_worker"]
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "migrate", "--noinput"]
    assert set(COMPOSE["volumes"]) == {"storage", "database"}
    for name in ("web", "worker"):
        assert SERVICES[name]["volumes"] == ["storage:/storage"]
        assert SERVICES[name]["environment"]["STORAGE_ROOT"] == "/storage"
    version = re.fullmatch(r"postgres:(\d+)-bookworm", SERVICES["database"]["image"])
    assert version
    assert int(version[1]) >= 15


def test_every_lasting_service_has_a_health_check_and_web_waits_for_the_migrations():
    assert {name for name, service in SERVICES.items() if "healthcheck" in service} == {
        "database",
        "web",
        "worker",
    }
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_secrets_have_no_default_and_nothing_is_open_to_the_network():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"):
        uses = re.findall(r"\$\{" + secret + r"([^}]*)\}", text)
        assert uses, secret
        assert all(use.startswith(":?") for use in uses), secret
    for forbidden in ("DEBUG", "DEMONSTRATION", "HTTPS"):
        assert forbidden not in SERVICES["web"]["environment"]
    assert [port for service in SERVICES.values() for port in service.get("ports", [])] == [
        "127.0.0.1:${PORT:-8000}:8000"
    ]


def test_the_image_installs_by_hash_and_runs_as_nobody_special():
    lines = DOCKERFILE.splitlines()
    assert lines[0] == "FROM python:3.11-slim-bookworm"
    assert "RUN python -m pip install --require-hashes -r requirements/base.txt" in lines
    assert "USER application" in lines
    assert lines.index("USER application") < lines.index('CMD ["gunicorn", "emulation.wsgi"]')


def read_by_settings() -> set[str]:
    tree = ast.parse((ROOT / "emulation" / "settings.py").read_text(encoding="utf-8"))
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_the_example_explains_every_variable_that_is_read_and_no_other():
    served = set(
        re.findall(r"environ\.get\([\"'](\w+)[\"']", (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8"))
    )
    composed = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    explained = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert explained == read_by_settings() | served | composed


def test_the_example_gives_no_secret():
    assert re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE) == [
        ("SECRET_KEY", ""),
        ("ALLOWED_HOSTS", ""),
    ]
