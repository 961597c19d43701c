"""Two records of one paper made one, and apart again. Nothing that cites either is touched."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from wagtail.log_actions import log

from blog.models import Reference

MERGE, SEPARATE = "blog.reference.merge", "blog.reference.separate"
NUMBERS = {"doi": "DOI", "pmid": "PMID"}


class Obstacle(StrEnum):
    """Why two papers can't be merged, or one can't be separated."""

    ITSELF = "itself"
    MERGED_ALREADY = "merged-already"
    TARGET_MERGED = "target-merged"
    NOT_MERGED = "not-merged"


class CannotMerge(Exception):
    """Nothing was changed; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do: the papers that follow as they were merged into the duplicate, the numbers that move."""

    followers: tuple[Reference, ...]
    moving: tuple[str, ...]


def plan_merge(*, duplicate: Reference, into: Reference) -> MergePlan:
    """Return what merging would do. Raises `CannotMerge` where a chain or a circle would come of it."""
    if duplicate.pk == into.pk:
        raise CannotMerge(Obstacle.ITSELF)
    if duplicate.merged_into_id:
        raise CannotMerge(Obstacle.MERGED_ALREADY)
    if into.merged_into_id:
        raise CannotMerge(Obstacle.TARGET_MERGED)
    moving = tuple(name for name in NUMBERS if getattr(duplicate, name) and not getattr(into, name))
    return MergePlan(followers=tuple(duplicate.duplicates.order_by("title", "pk")), moving=moving)


def merge_reference(*, duplicate: UUID, into: UUID, user: AbstractBaseUser | AnonymousUser | None) -> Reference:
    """Read the paper `duplicate` as the paper `into` from now on, and return the latter.

    Papers merged into the duplicate before follow it, so that no chain is ever stored. A DOI or PubMed number that only
    the duplicate has becomes the other's. Logged with who did it. Raises `CannotMerge` and `Reference.DoesNotExist`.
    """
    with transaction.atomic():
        source, target = _locked(duplicate, into)
        plan = plan_merge(duplicate=source, into=target)
        numbers = {name: getattr(source, name) for name in plan.moving}
        for name in numbers:
            setattr(source, name, None)
        source.merged_into = target
        source.save(update_fields=["merged_into", *numbers])
        for follower in plan.followers:
            follower.merged_into = target
            follower.save(update_fields=["merged_into"])
        if numbers:
            for name, value in numbers.items():
                setattr(target, name, value)
            target.csl = target.csl | {NUMBERS[name]: value for name, value in numbers.items()}
            target.save(update_fields=["csl", *numbers])
        log(instance=source, action=MERGE, user=user, data={"into": str(target.pk), "title": target.title})
        return target


def separate_reference(*, reference: UUID, user: AbstractBaseUser | AnonymousUser | None) -> Reference:
    """Let a merged paper stand for itself again and return it, with its DOI and PubMed number where nobody has them.

    Logged with who did it. Raises `CannotMerge` when it is not merged, and `Reference.DoesNotExist`.
    """
    with transaction.atomic():
        (found,) = _locked(reference)
        if found.merged_into is None:
            raise CannotMerge(Obstacle.NOT_MERGED)
        survivor, found.merged_into = found.merged_into, None
        own = Reference(csl=found.csl)
        own.describe()
        for name in NUMBERS:
            value = getattr(found, name) or getattr(own, name)
            taken = value and Reference.objects.filter(**{name: value}).exclude(pk=found.pk).exists()
            setattr(found, name, None if taken else value)
        found.save(update_fields=["merged_into", *NUMBERS])
        log(instance=found, action=SEPARATE, user=user, data={"from": str(survivor.pk), "title": survivor.title})
        return found


def _locked(*wanted: UUID) -> list[Reference]:
    rows = {row.pk: row for row in Reference.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    if missing := set(wanted) - rows.keys():
        raise Reference.DoesNotExist(missing)
    return [rows[pk] for pk in wanted]
