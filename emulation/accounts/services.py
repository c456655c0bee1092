"""Every change about people who sign in; each leaves its line in the log.

The part of the log that can never be erased knows a person by id alone: names stand only in its side table.
"""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.accounts import history
from emulation.accounts.models import RoleGrant, User
from emulation.audit.services import record
from emulation.core.dates import date_text
from emulation.core.errors import Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

NOBODY = uuid.UUID(int=0)
CHANGEABLE = frozenset({"username", "full_name", "office", "email", "is_active", "is_staff"})


def _subject(person: User | None) -> User:
    public_id = person.public_id if person else NOBODY
    return User(pk=person.pk if person else None, public_id=public_id, username=f"#{public_id.hex[:8]}")


def _record(verb: str, person: User | None, actor: User | None, data: dict[str, Any] | None = None) -> None:
    record(verb, _subject(person), chain=history.CHAIN, actor=actor, data=data or {})


@transaction.atomic
def record_sign_in(*, person: User) -> None:
    """Log that somebody signed in."""
    _record(history.SIGNED_IN, person, person)


@transaction.atomic
def record_failed_sign_in(*, username: str) -> None:
    """Log a failed sign-in. A name nobody has is not kept: it may well be a password."""
    person = User.objects.filter(username__iexact=username).first()
    _record(history.SIGN_IN_FAILED, person, person)


@transaction.atomic
def record_sign_out(*, person: User) -> None:
    """Log that somebody signed out."""
    _record(history.SIGNED_OUT, person, person)


def _checked(password: str, person: User) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages).replace("%", "%%"), field="new_password") from error
    return password


@transaction.atomic
def change_password(*, person: User, old_password: str, new_password: str) -> User:
    """Change the own password. Refuses a wrong old one and a weak new one."""
    person = locked(person)
    if not person.check_password(old_password):
        raise Refused(gettext_noop("The present password is wrong."), field="old_password")
    person.set_password(_checked(new_password, person))
    person.save(update_fields=["password"])
    _record(history.PASSWORD_CHANGED, person, person)
    return person


@transaction.atomic
def set_password(*, person: User, password: str, actor: User) -> User:
    """Set somebody's password. Only a superuser sets that of a superuser."""
    person = locked(person)
    _require_over(actor, person)
    person.set_password(_checked(password, person))
    person.save(update_fields=["password"])
    _record(history.PASSWORD_SET, person, actor)
    return person


def _require_over(actor: User, person: User) -> None:
    require(actor, "accounts.manage")
    if person.is_superuser and not actor.is_superuser:
        raise Refused(gettext_noop("Only a superuser changes a superuser."))


@transaction.atomic
def add_person(*, username: str, full_name: str, actor: User, password: str = "", **facts: Any) -> User:
    """Add a person who may sign in; without a password until one is set."""
    require(actor, "accounts.manage")
    _only_changeable(facts)
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(gettext_noop("This user name is taken."), field="username")
    person = User(username=username.lower(), full_name=full_name, **facts)
    if password:
        person.set_password(_checked(password, person))
    else:
        person.set_unusable_password()
    person.save(force_insert=True)
    _record(history.PERSON_ADDED, person, actor)
    return person


def _only_changeable(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - CHANGEABLE:
        raise ValueError(f"not changed here: {sorted(unknown)}")


@transaction.atomic
def change_person(*, person: User, actor: User, **facts: Any) -> User:
    """Change what is known of a person. Logs which facts, never their values; nobody switches off themselves."""
    person = locked(person)
    _require_over(actor, person)
    _only_changeable(facts)
    changed = sorted(name for name, value in facts.items() if getattr(person, name) != value)
    if person.pk == actor.pk and {"is_active", "is_staff"} & set(changed):
        raise Refused(gettext_noop("You cannot take away your own access."))
    if "username" in changed:
        facts["username"] = facts["username"].lower()
        if User.objects.filter(username__iexact=facts["username"]).exclude(pk=person.pk).exists():
            raise Refused(gettext_noop("This user name is taken."), field="username")
    if changed:
        for name in changed:
            setattr(person, name, facts[name])
        person.save(update_fields=changed)
        _record(history.PERSON_CHANGED, person, actor, {"fields": ", ".join(changed)})
    return person


@transaction.atomic
def grant_role(
    *, person: User, role: str, since: dt.date, actor: User, until: dt.date | None = None, note: str = ""
) -> RoleGrant:
    """Give a role of the whole installation for a time."""
    person = locked(person)
    require(actor, "accounts.manage")
    _in_order(since, until)
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(user=person, role=role, since=since, until=until, note=note)
    except IntegrityError as error:
        raise Refused(gettext_noop("The person holds this role already."), field="role") from error
    _record(history.ROLE_GRANTED, person, actor, _days(grant))
    return grant


@transaction.atomic
def change_role_days(
    *, grant: RoleGrant, since: dt.date, until: dt.date | None, actor: User, note: str | None = None
) -> RoleGrant:
    """Change from when to when a role holds; a role is ended, never deleted."""
    grant = locked(grant, "user")
    require(actor, "accounts.manage")
    _in_order(since, until)
    note = grant.note if note is None else note
    if (grant.since, grant.until, grant.note) == (since, until, note):
        return grant
    grant.since, grant.until, grant.note = since, until, note
    try:
        with transaction.atomic():
            grant.save(update_fields=["since", "until", "note"])
    except IntegrityError as error:
        raise Refused(gettext_noop("The person holds this role already."), field="until") from error
    _record(history.ROLE_CHANGED, grant.user, actor, _days(grant))
    return grant


def _in_order(since: dt.date, until: dt.date | None) -> None:
    if until is not None and until < since:
        raise Refused(gettext_noop("The last day comes before the first."), field="until")


def _days(grant: RoleGrant) -> dict[str, Any]:
    return {"role": grant.role, "since": date_text(grant.since), "until": date_text(grant.until)}
