"""Documents that are printed: pages with their coordinates and a digest, so that a printout can be verified."""

from api.documents.printouts.composition import Prepared, make_document, prepared
from api.documents.printouts.document_request import PURPOSE, Document, DocumentAsked, Source
from api.documents.printouts.registry import DOCUMENTS, document_label, operation_of

__all__ = [
    "DOCUMENTS",
    "PURPOSE",
    "Document",
    "DocumentAsked",
    "Prepared",
    "Source",
    "document_label",
    "make_document",
    "operation_of",
    "prepared",
]
