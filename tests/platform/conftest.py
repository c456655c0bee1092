"""People who visit the platform's own pages, reading English: the sentences of the sources."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from emulation.accounts.models import Role, RoleGrant
from tests.factories import make_user

PASSWORD = "mat-khau-rat-dai"


def visitor(user=None):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def stranger():
    return visitor()


@pytest.fixture
def person(db):
    user = make_user("mai", full_name="Trần Thị Mai")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


@pytest.fixture
def signed_in(person):
    return visitor(person)


@pytest.fixture
def administrator(db):
    user = make_user("tri", full_name="Vũ Văn Trị", is_staff=True)
    RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR, since=dt.date(2020, 1, 1))
    return user


@pytest.fixture
def at_console(administrator):
    return visitor(administrator)
