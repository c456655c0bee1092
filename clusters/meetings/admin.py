"""Meetings in the console: looked at; their facts are written on the pages of their year."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.meetings.models import AgendaItem, Attendance, Meeting, Speech
from emulation.core.admin_lists import ReadOnlyAdmin, ReadOnlyInline


class AttendanceInline(ReadOnlyInline):
    model = Attendance
    fields = ["role", "person", "office", "unit", "body"]


class AgendaInline(ReadOnlyInline):
    model = AgendaItem
    fields = ["text"]


class SpeechInline(ReadOnlyInline):
    model = Speech
    fields = ["person", "body", "asks", "answered_by", "answer"]


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["cycle", "kind", "held_on", "place", "manner"]
    list_filter = ["kind", "cycle__year"]
    list_select_related = ["cycle__cluster"]
    search_fields = ["cycle__cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-cycle__year", "cycle", "held_on", "pk"]
    inlines = [AttendanceInline, AgendaInline, SpeechInline]
