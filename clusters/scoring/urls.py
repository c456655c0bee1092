"""Addresses of scoring, under the year of a cluster."""

from django.urls import path

from clusters.scoring.views import (
    adopting,
    comments,
    corrections,
    detail,
    editors,
    evidence,
    grid,
    moves,
    saving,
    sheet,
    totals,
)

urlpatterns = [
    path(
        "<slug:code>/<int:year>/criteria/<slug:group>/adopt/<int:number>/",
        adopting.AdoptTable.as_view(),
        name="table-adopt",
    ),
    path("<slug:code>/<int:year>/scores/", grid.ScorePage.as_view(), name="scores"),
    path("<slug:code>/<int:year>/scores/mark/", saving.save_mark, name="save-mark"),
    path("<slug:code>/<int:year>/scores/marks/", saving.save_block, name="save-marks"),
    path("<slug:code>/<int:year>/scores/totals/", totals.Totals.as_view(), name="score-totals"),
    path("<slug:code>/<int:year>/scores/detail/", detail.MarkDetail.as_view(), name="mark-detail"),
    path("<slug:code>/<int:year>/sheets/<slug:unit>/", sheet.UnitSheet.as_view(), name="sheet"),
    path("<slug:code>/<int:year>/sheets/<slug:unit>/submit/", moves.Submit.as_view(), name="sheet-submit"),
    path("<slug:code>/<int:year>/sheets/<slug:unit>/return/", moves.Return.as_view(), name="sheet-return"),
    path("<slug:code>/<int:year>/sheets/<slug:unit>/verify/", moves.Verify.as_view(), name="sheet-verify"),
    path("<slug:code>/<int:year>/sheets/<slug:unit>/reopen/", moves.Reopen.as_view(), name="sheet-reopen"),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/evidence/<int:criterion>/",
        evidence.EvidencePage.as_view(),
        name="evidence",
    ),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/evidence/<uuid:public_id>/",
        evidence.EvidenceFile.as_view(),
        name="evidence-file",
    ),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/evidence/<uuid:public_id>/<int:page>/",
        evidence.EvidencePreview.as_view(),
        name="evidence-preview",
    ),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/evidence/<uuid:public_id>/withdraw/",
        evidence.WithdrawEvidence.as_view(),
        name="evidence-withdraw",
    ),
    path("<slug:code>/<int:year>/sheets/<slug:unit>/accept/", moves.Accept.as_view(), name="sheet-accept"),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/editors/", editors.Editors.as_view(), name="sheet-editors"
    ),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/editors/<int:editor>/end/",
        editors.EndEditor.as_view(),
        name="editor-end",
    ),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/comments/",
        comments.Comments.as_view(),
        name="sheet-comments",
    ),
    path(
        "<slug:code>/<int:year>/sheets/<slug:unit>/comments/<uuid:comment>/withdraw/",
        comments.WithdrawComment.as_view(),
        name="comment-withdraw",
    ),
    path("<slug:code>/<int:year>/corrections/", corrections.Corrections.as_view(), name="corrections"),
    path("<slug:code>/<int:year>/corrections/export/", corrections.export, name="corrections-export"),
]
