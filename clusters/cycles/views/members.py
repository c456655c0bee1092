"""Members and leaders of a year: read by all who see the year, changed by the standing body."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.forms import AppointmentForm, ChangeMemberForm, GroupForm, MemberForm
from clusters.cycles.models import Leadership, MemberGroup, Membership
from clusters.cycles.pages import CyclePage
from clusters.cycles.services import Appointment, add_group, add_member, appoint, change_membership
from clusters.cycles.views.overview import Member, members_of
from emulation.core.page import Action, Link
from emulation.core.permissions import can
from emulation.core.views import ActionPage, FormPage, TemplatePage


class MembersPage(CyclePage, TemplatePage):
    """Who is a member in which group, who leads, since when and by which decision."""

    template_name = "clusters/cycles/members.html"
    title = _("Members and leaders")
    help_topic = "members"

    def get_primary(self) -> Action | None:
        if not can(self.request.user, "cycles.manage", self.cycle):
            return None
        return Action(_("Add a member"), self.address("member-add"), icon="plus")

    def get_more(self) -> list[Action]:
        if not can(self.request.user, "cycles.manage", self.cycle):
            return []
        return [
            Action(_("Appoint head or deputy"), self.address("appoint"), icon="flag"),
            Action(_("Add a group of members"), self.address("group-add"), icon="plus"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle = self.cycle
        members = members_of(cycle)
        groups = [
            {
                "group": group,
                "members": [
                    Member(one, one.unit.name_on(cycle.ends_on))
                    for one in members
                    if one.group_id == group.pk
                ],
            }
            for group in cycle.groups.all()
        ]
        leaders = (
            Leadership.objects.filter(cluster=cycle.cluster_id, year__in=(cycle.year, cycle.year + 1))
            .select_related("unit")
            .order_by("year", "until", "-role", "position", "pk")
        )
        return super().get_context_data(
            groups=groups,
            leaders=leaders,
            manages=bool(can(self.request.user, "cycles.manage", cycle)),
            **kwargs,
        )


class Managed(CyclePage):
    """A page that only the standing body uses; it leads back to the members."""

    permission = "cycles.manage"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Who may not know of the year gets 404 before any question of rights.
        _found = self.cycle
        return super().dispatch(request, *args, **kwargs)

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Members and leaders"), self.address("members")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("members")

    def get_success_url(self) -> str:
        return self.address("members")


class AddMember(Managed, FormPage):
    """Make a unit a member of the year."""

    template_name = "clusters/cycle_form.html"
    title = _("Add a member")
    form_class = MemberForm
    button = _("Add the member")
    success = _("The unit is a member now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cycle": self.cycle}

    def act(self, form: Any) -> Membership:
        data = form.cleaned_data
        return add_member(
            cycle=self.cycle,
            unit=data["unit"],
            group=data["group"],
            actor=self.request.user,
            position=self.cycle.memberships.count() + 1,
            reason=data["reason"],
        )


class ChangeMember(Managed, ActionPage):
    """Record that a member does not stand for awards, or left."""

    template_name = "clusters/cycle_action.html"
    form_class = ChangeMemberForm
    needs_reason = True
    button = _("Save the membership")
    success = _("The membership is changed.")

    @cached_property
    def membership(self) -> Membership:
        found = Membership.objects.filter(cycle=self.cycle, unit__code=self.kwargs["unit"]).select_related(
            "unit"
        )
        membership = found.first()
        if membership is None:
            raise Http404
        return membership

    def get_title(self) -> str:
        return gettext("Membership of %(unit)s") % {"unit": self.membership.unit.name}

    def get_seen(self) -> str:
        return f"{self.membership.stands} {self.membership.until}"

    def get_initial(self) -> dict[str, Any]:
        member = self.membership
        return {**super().get_initial(), "stands": member.stands, "until": member.until}

    def get_consequences(self) -> list[Any]:
        return [
            _("A unit that does not stand cannot be nominated; it still votes and is ranked."),
            _("A unit that left is no longer ranked; what it sent before is kept."),
        ]

    def act(self, form: Any) -> Membership:
        data = form.cleaned_data
        return change_membership(
            membership=self.membership,
            actor=self.request.user,
            stands=data["stands"],
            until=data["until"],
            reason=data["reason"],
        )


class AddGroup(Managed, FormPage):
    """Add a kind of member with its own table, ranking and pledge."""

    template_name = "clusters/cycle_form.html"
    title = _("Add a group of members")
    lead = _("A group has its own criteria table, its own ranking and, where it signs apart, its own pledge.")
    form_class = GroupForm
    button = _("Add the group")
    success = _("The group is added.")

    def act(self, form: Any) -> MemberGroup:
        data = form.cleaned_data
        return add_group(cycle=self.cycle, code=data["code"], name=data["name"], actor=self.request.user)


class Appoint(Managed, FormPage):
    """Appoint the head or a deputy of this year or the next."""

    template_name = "clusters/cycle_form.html"
    title = _("Appoint head or deputy")
    lead = _("A new head ends the term of the one before; a cluster has at most two deputies.")
    form_class = AppointmentForm
    button = _("Record the appointment")
    success = _("The appointment is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cycle": self.cycle}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "year": self.cycle.year}

    def act(self, form: Any) -> Leadership:
        data = dict(form.cleaned_data)
        year = data.pop("year")
        return appoint(
            cluster=self.cycle.cluster, year=year, appointment=Appointment(**data), actor=self.request.user
        )
