"""The errors that Kaltura's API answers with: code, named arguments and message, as its server declares them."""

import re

# code → (argument names, message; @NAME@ stands for an argument)
ERRORS: dict[str, tuple[tuple[str, ...], str]] = {
    "ACTION_BLOCKED": (
        ("ACTION_NAME", "SERVICE_NAME"),
        'Action "@ACTION_NAME@" in service "@SERVICE_NAME@" is blocked',
    ),
    "ACTION_DOES_NOT_EXISTS": (
        ("ACTION_NAME", "SERVICE_NAME"),
        'Action "@ACTION_NAME@" does not exists for service "@SERVICE_NAME@"',
    ),
    "ACTION_NOT_SPECIFIED": ((), "Action name was not specified, please specify one"),
    "APP_TOKEN_EXPIRED": (("ID",), 'Application token id "@ID@" expired'),
    "APP_TOKEN_ID_NOT_FOUND": (("ID",), 'Application token id "@ID@" not found'),
    "APP_TOKEN_NOT_ACTIVE": (("ID",), 'Application token id "@ID@" not active'),
    "DRUID_QUERY_TIMED_OUT": ((), "Query timed out"),
    "INTERNAL_SERVERL_ERROR": ((), "Internal server error occurred"),
    "INVALID_ACTIONS_LIMIT": ((), "Invalid actions limit"),
    "INVALID_APP_TOKEN_HASH": ((), "Invalid application token hash"),
    "INVALID_KS": (("KSID", "ERR_CODE", "ERR_DESC"), 'Invalid KS "@KSID@", Error "@ERR_CODE@,@ERR_DESC@"'),
    "INVALID_PARAMETER_CHAR": (("XML_FIELD",), 'Invalid char in "@XML_FIELD@" field'),
    "INVALID_SET_ROLE": ((), "Invalid set role id"),
    "INVALID_WIDGET_ID": (("WIDGET_ID",), "Unknown widget [@WIDGET_ID@]"),
    "MISSING_KS": ((), "Missing KS, session not established"),
    "MISSING_MANDATORY_PARAMETER": (("PARAM_NAME",), 'Missing parameter "@PARAM_NAME@"'),
    "REPORT_NOT_FOUND": (("ID",), 'Report id "@ID@" not found'),
    "SEARCH_TOO_GENERAL": ((), "Unable to create report. Query produced too many results"),
    "SERVICE_ACCESS_CONTROL_RESTRICTED": (
        ("SERVICE",),
        "The access to service [@SERVICE@] is forbidden due to access control restriction",
    ),
    "SERVICE_DOES_NOT_EXISTS": (("SRV_NAME",), 'Service "@SRV_NAME@" does not exists'),
    "SERVICE_FORBIDDEN": (("SERVICE",), "The access to service [@SERVICE@] is forbidden"),
    "SERVICE_FORBIDDEN_CONTENT_BLOCKED": (
        (),
        "The access to this service is forbidden since the specified partner is blocked",
    ),
    "SERVICE_NOT_SPECIFIED": ((), "Service name was not specified, please specify one"),
    "START_SESSION_ERROR": (("PID",), "Error while starting session for partner [@PID@]"),
    "UNKNOWN_RESPONSE_FORMAT": (("FORMAT",), "Response format provided [@FORMAT@] is unknown"),
}

# Raised inside an action that answers with a file, these leave an empty body and two headers.
IN_HEADERS_ONLY = frozenset({"REPORT_NOT_FOUND", "UNKNOWN_RESPONSE_FORMAT"})
# Refusals before an action runs come with the header too, and with a body.
ALSO_IN_HEADERS = frozenset({"SERVICE_FORBIDDEN", "MISSING_KS"})

# Why a well-formed KS is refused; Kaltura puts the reason where a malformed KS would be repeated.
KS_REASONS = ("EXPIRED", "LOGOUT", "EXCEEDED_ACTIONS_LIMIT", "EXCEEDED_RESTRICTED_IP", "EXCEEDED_RESTRICTED_URI")


class ApiError(Exception):
    """An error of the API itself. `values` are its arguments, in the order of ERRORS."""

    def __init__(self, code: str, *values: str) -> None:
        names, template = ERRORS[code]
        super().__init__(code)
        self.code = code
        self.args_by_name = dict(zip(names, values, strict=True))
        self.message = re.sub(r"@(\w+)@", lambda match: self.args_by_name[match[1]], template)


def invalid_ks(said: str) -> ApiError:
    """INVALID_KS. said: the whole string that was sent, or one of KS_REASONS."""
    return ApiError("INVALID_KS", said, "-1", "INVALID_STR")
