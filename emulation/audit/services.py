"""The only writer of the log."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from emulation.audit import verbs
from emulation.audit.appending import append, locked_end
from emulation.audit.models import Chain, Entry, Personal
from emulation.core.middleware import current_action, current_address

SYSTEM = "system"


@dataclass(frozen=True)
class Record:
    """What is to be logged. `data` holds before and after; nothing personal belongs there."""

    verb: str
    subject: models.Model
    data: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    on_behalf_of: str = ""


def _digest(parts: dict[str, Any]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def personal_digest(row: Personal) -> str:
    """Return the salted hash that stands in the chain for the personal fields."""
    return _digest(
        {
            "salt": row.salt,
            "actor_id": row.actor_id,
            "actor_name": row.actor_name,
            "actor_role": row.actor_role,
            "on_behalf_of": row.on_behalf_of,
            "address": row.address,
        }
    )


def entry_digest(entry: Entry) -> str:
    """Return the hash of an entry over everything in it and the hash of the entry before."""
    return _digest(
        {
            "chain": entry.chain,
            "sequence": entry.sequence,
            "at": entry.at.isoformat(),
            "verb": entry.verb,
            "subject": [entry.subject_kind, entry.subject_id, entry.subject_label],
            "action": str(entry.action),
            "data": entry.data,
            "reason": entry.reason,
            "personal": entry.personal_digest,
            "previous": entry.previous,
        }
    )


def subject_id(subject: models.Model) -> str:
    """Return the id under which the log knows an object: its public id where it has one."""
    return str(getattr(subject, "public_id", None) or subject.pk)


def record_many(records: Iterable[Record], *, chain: str, actor: Any, actor_role: str = "") -> list[Entry]:
    """Append entries to one chain, in order, in the caller's transaction.

    Locks the chain's last row until the transaction ends: take it last, after everything else is locked.
    """
    wanted = list(records)
    if not wanted:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the log is written in the transaction of the change it records")
    end = locked_end(chain)
    if end is None:
        Chain.objects.bulk_create([Chain(key=chain)], ignore_conflicts=True)
        end = locked_end(chain)
        assert end
    at, action, address = timezone.now(), current_action(), current_address()
    entries: list[Entry] = []
    people: list[Personal] = []
    previous = end.digest
    for number, item in enumerate(wanted, start=end.sequence + 1):
        verbs.known(item.verb)
        person = Personal(
            salt=secrets.token_hex(16),
            actor_id=str(getattr(actor, "public_id", "") or ""),
            actor_name=str(actor) if actor is not None else SYSTEM,
            actor_role=str(actor_role),
            on_behalf_of=item.on_behalf_of,
            address=address,
        )
        entry = Entry(
            chain=chain,
            sequence=number,
            at=at,
            verb=item.verb,
            subject_kind=item.subject._meta.label_lower,  # noqa: SLF001 - the public name of a model
            subject_id=subject_id(item.subject),
            subject_label=str(item.subject)[:500],
            action=action,
            data=json.loads(json.dumps(item.data, default=str)),
            reason=item.reason,
            personal_digest=personal_digest(person),
            previous=previous,
        )
        previous = entry.digest = entry_digest(entry)
        entries.append(entry)
        people.append(person)
    append(end, entries, people)
    return entries


def record(
    verb: str,
    subject: models.Model,
    *,
    chain: str,
    actor: Any,
    data: dict[str, Any] | None = None,
    reason: str = "",
    on_behalf_of: str = "",
    actor_role: str = "",
) -> Entry:
    """Append one entry; see `record_many`."""
    item = Record(verb, subject, data or {}, reason, on_behalf_of)
    return record_many([item], chain=chain, actor=actor, actor_role=actor_role)[0]
