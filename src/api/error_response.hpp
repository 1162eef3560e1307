#pragma once

// Errors as they go over the wire: RFC 9457 problems, each kind with its status. The only place that knows both.

#include "base/error.hpp"
#include "net/http.hpp"

namespace sojourn::api {

int status_of(ErrorKind kind);
/// `application/problem+json` with the error's fields, and Retry-After where there is one.
net::Response problem(const Error& error);
/// The problem object alone, for answers that hold several.
std::string problem_json(const Error& error);

}  // namespace sojourn::api
