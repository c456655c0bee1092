"""What `docs/` says about the code is what the code does."""

import pytest
from django.conf import settings

from emulation.core.describing import documents


@pytest.mark.parametrize("name", sorted(documents()))
def test_generated_documents_are_up_to_date(name):
    written = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    assert written == documents()[name](), "run `manage.py write_docs`"
