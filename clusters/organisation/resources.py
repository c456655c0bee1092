"""Units and clusters in and out of Excel."""

import dataclasses
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from clusters.organisation.models import Cluster, ClusterKind, Level, Unit, UnitKind
from clusters.organisation.services import (
    ClusterFacts,
    UnitFacts,
    cluster_facts,
    save_clusters,
    save_units,
    unit_facts,
)
from emulation.core.resources import Column, Line, SheetResource
from emulation.core.resources.widgets import (
    ChoiceWidget,
    CodeWidget,
    DayWidget,
    ListWidget,
    NewCodeWidget,
    TextWidget,
    WholeWidget,
)
from emulation.core.text import search_key

_NOTED = 10


class _FactsResource(SheetResource):
    """A register whose rows are known by their code: stored facts against the facts of the file."""

    identity = ("code",)
    names: tuple[str, ...]

    def current(self, lines: Sequence[Line]) -> None:
        rows = self.known([line["code"] for line in lines])
        for line in lines:
            line.subject = line["code"]
            facts = rows.get(line["code"])
            line.compare(None if facts is None else {name: getattr(facts, name) for name in self.names})
            line.item = dataclasses.replace(facts or self.blank(line["code"]), **self.given(line))

    @abstractmethod
    def known(self, codes: Iterable[str]) -> dict[str, Any]:
        """Return the stored facts by code."""

    @abstractmethod
    def blank(self, code: str) -> Any:
        """Return the facts of a row that is not stored yet."""

    def given(self, line: Line) -> dict[str, Any]:
        """Return the facts that the line states."""
        return {name: line[name] for name in self.names if name in line.values and name != "code"}


class UnitResource(_FactsResource):
    """The register of units."""

    page_title = "Đơn vị"
    file_name = "don-vi"
    names = ("name", "short_name", "kind", "parent", "position", "dissolved_on", "aliases")

    code = Column("Mã đơn vị", "code", "mã", widget=NewCodeWidget(), required=True)
    name = Column(
        "Tên đơn vị", "name", "đơn vị", "unit name", widget=TextWidget(required=True), required=True
    )
    short_name = Column("Tên viết tắt", "short_name", "viết tắt", widget=TextWidget())
    kind = Column(
        "Loại đơn vị", "kind", "loại", widget=ChoiceWidget(dict(UnitKind.choices), when_empty=UnitKind.OTHER)
    )
    parent = Column(
        "Mã đơn vị cấp trên", "parent", "cấp trên", "parent code", "parent unit code", widget=CodeWidget()
    )
    position = Column(
        "Thứ tự", "position", "stt", "số tt", "order", "official order", widget=WholeWidget(when_empty=0)
    )
    dissolved_on = Column("Ngày giải thể", "dissolved_on", "giải thể", widget=DayWidget())
    aliases = Column("Tên gọi khác", "aliases", "other spellings", "other names", widget=ListWidget())

    def rows_to_export(self, queryset: Any) -> Iterable[UnitFacts]:
        return map(unit_facts, queryset.select_related("parent").prefetch_related("aliases"))

    def known(self, codes: Iterable[str]) -> dict[str, UnitFacts]:
        units = Unit.objects.filter(code__in=set(codes)).select_related("parent").prefetch_related("aliases")
        return {unit.code: unit_facts(unit) for unit in units}

    def blank(self, code: str) -> UnitFacts:
        return UnitFacts(code=code, name="")

    def prepare(self, lines: Sequence[Line]) -> None:
        """Say which names of the file stand in the register under another code already."""
        codes: dict[str, set[str]] = defaultdict(set)
        for code, name in Unit.objects.order_by().values_list("code", "name"):
            codes[search_key(name)].add(code)
        for line in lines:
            others = codes[search_key(line.values.get("name") or "")] - {line.values.get("code")}
            if others and len(self.result.notes) < _NOTED:
                text = gettext("Row %(row)s: “%(name)s” is in the register as %(codes)s already.")
                values = {"row": line.number, "name": line["name"], "codes": ", ".join(sorted(others))}
                self.result.notes.append(text % values)

    def write(self, lines: Sequence[Line]) -> None:
        save_units(facts=[line.item for line in lines if line.pending], actor=self.actor)


class ClusterResource(_FactsResource):
    """The register of clusters."""

    page_title = "Cụm, khối thi đua"
    file_name = "cum-khoi"
    names = ("name", "kind", "level", "owner", "family", "parent", "position")

    code = Column("Mã cụm", "code", "mã", "cluster code", widget=NewCodeWidget(), required=True)
    name = Column(
        "Tên cụm", "name", "cụm", "cluster", "cluster name", widget=TextWidget(required=True), required=True
    )
    kind = Column("Loại cụm", "kind", "loại", widget=ChoiceWidget(dict(ClusterKind.choices)), required=True)
    level = Column("Cấp", "level", widget=ChoiceWidget(dict(Level.choices)), required=True)
    owner = Column(
        "Mã cơ quan tổ chức",
        "owner",
        "cơ quan tổ chức",
        "owner code",
        widget=CodeWidget(),
        required=True,
    )
    family = Column("Nhóm cụm", "family", "hệ thống", widget=TextWidget())
    parent = Column("Thuộc cụm (mã)", "parent", "mã cụm cấp trên", "parent code", widget=CodeWidget())
    position = Column(
        "Thứ tự", "position", "stt", "số tt", "order", "official order", widget=WholeWidget(when_empty=0)
    )

    def rows_to_export(self, queryset: Any) -> Iterable[ClusterFacts]:
        return map(cluster_facts, queryset.select_related("owner", "parent"))

    def known(self, codes: Iterable[str]) -> dict[str, ClusterFacts]:
        clusters = Cluster.objects.filter(code__in=set(codes)).select_related("owner", "parent")
        return {cluster.code: cluster_facts(cluster) for cluster in clusters}

    def blank(self, code: str) -> ClusterFacts:
        return ClusterFacts(code=code, name="")

    def write(self, lines: Sequence[Line]) -> None:
        save_clusters(facts=[line.item for line in lines if line.pending], actor=self.actor)
