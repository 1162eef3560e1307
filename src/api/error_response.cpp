#include "api/error_response.hpp"

#include "base/json_writer.hpp"

namespace sojourn::api {
namespace {

std::string_view title_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_input: return "Invalid input";
    case ErrorKind::unauthenticated: return "Not signed in";
    case ErrorKind::not_allowed: return "Not allowed";
    case ErrorKind::not_found: return "Not found";
    case ErrorKind::conflict: return "Conflict";
    case ErrorKind::gone: return "Gone";
    case ErrorKind::too_large: return "Too large";
    case ErrorKind::limit_reached: return "Too many requests";
    case ErrorKind::unavailable: return "Not available at the moment";
    case ErrorKind::internal: return "Internal error";
  }
  return "Internal error";
}

}  // namespace

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_input: return 400;
    case ErrorKind::unauthenticated: return 401;
    case ErrorKind::not_allowed: return 403;
    case ErrorKind::not_found: return 404;
    case ErrorKind::conflict: return 409;
    case ErrorKind::gone: return 410;
    case ErrorKind::too_large: return 413;
    case ErrorKind::limit_reached: return 429;
    case ErrorKind::unavailable: return 503;
    case ErrorKind::internal: return 500;
  }
  return 500;
}

std::string problem_json(const Error& error) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.member("type", fmt::format("/problems/{}", name_of(error.kind)));
  json.member("title", title_of(error.kind)).member("status", status_of(error.kind)).member("detail", error.message);
  if (!error.fields.empty()) {
    json.key("errors").begin_array();
    for (const FieldError& field : error.fields) {
      json.begin_object().member("pointer", field.pointer).member("detail", field.detail).end_object();
    }
    json.end_array();
  }
  json.end_object();
  return body;
}

net::Response problem(const Error& error) {
  net::Response response(status_of(error.kind), "application/problem+json", problem_json(error));
  if (error.kind == ErrorKind::unauthenticated) response.header("WWW-Authenticate", "Bearer");
  if (error.retry_after.count() > 0) response.header("Retry-After", std::to_string(error.retry_after.count()));
  return response;
}

}  // namespace sojourn::api
