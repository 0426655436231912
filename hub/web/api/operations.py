"""Every operation of the API, in the order in which the document and the page show them."""

from hub.web.api import compare, document, eligibility, frameworks, organisations, search, suppliers
from hub.web.api.operation import Operation

READING: tuple[Operation, ...] = (
    search.OPERATION,
    frameworks.OPERATION,
    suppliers.OPERATION,
    eligibility.OPERATION,
    compare.OPERATION,
    organisations.LIST,
    organisations.ONE,
)

OPERATIONS = (*READING, document.operation(READING))
