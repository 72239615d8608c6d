"""Catalogue files as shops hand them over: each form turns a file into products and refusals, line by line. Pure.

To add a form, copy the nearest file and name it in `forms`. A product with a wrong line is left out whole, so that
nothing is half-done; a file that cannot be read to its end is refused whole.
"""

from goodword.catalog.importers import google, shopify, vendure
from goodword.catalog.importers.reading import Choices, Draft, FileRefused, LineRefusal, Reader
from goodword.catalog.importers.validation import validated

forms: dict[str, Reader] = {
    "shopify": shopify.read,
    "google-tsv": google.read_tsv,
    "google-xml": google.read_xml,
    "vendure": vendure.read,
}

__all__ = ["Choices", "Draft", "FileRefused", "LineRefusal", "forms", "validated"]
