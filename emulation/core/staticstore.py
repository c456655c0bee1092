"""Static files under names that change with their content, compressed, with modules that find each other."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined] # noqa: SLF001


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the `import` lines of our own small modules.

    Not those of others: Django's switch for all scripts trips over comments in them.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
