"""Static files under names that change with their content, compressed, with modules that find each other."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the `import` lines of our small JavaScript modules."""

    support_js_module_import_aggregation = True
