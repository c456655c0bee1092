"""What the pages of every slice are made of; `docs/pages.md` shows them at work.

`Page` gives a title, a sentence, a breadcrumb and acts to the frame · `ListPage` lists rows with filters in the
address · `FormPage` and `ActionPage` turn one POST into one call of one service.
"""

from emulation.core.views.acts import ActionForm, ActionPage, FormPage
from emulation.core.views.lists import Column, Filter, ListPage
from emulation.core.views.page import DetailPage, Page, TemplatePage

__all__ = [
    "ActionForm",
    "ActionPage",
    "Column",
    "DetailPage",
    "Filter",
    "FormPage",
    "ListPage",
    "Page",
    "TemplatePage",
]
