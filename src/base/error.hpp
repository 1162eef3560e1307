#pragma once

// What can go wrong in normal life, as a value: a kind that decides how it is answered, a sentence for the reader,
// and for bad input the field at fault. Exceptions stop at the adapters; above them there is only Result.

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

enum class ErrorKind {
  invalid_input,    ///< The request says something that cannot be: 400.
  unauthenticated,  ///< Nobody we know: 401.
  not_allowed,      ///< Known, but may not: 403.
  not_found,        ///< 404, for foreign things too.
  conflict,         ///< Somebody else was first: 409.
  gone,             ///< It was there and has ended: 410.
  too_large,        ///< Over a named limit: 413.
  limit_reached,    ///< Too often: 429; try again later.
  unavailable,      ///< Not now: 503; try again later, nothing was stored.
  internal,         ///< Our fault: 500.
};

/// The kind's name as it stands in logs and metrics.
std::string_view name_of(ErrorKind kind);

/// One field that is wrong: where, as a JSON Pointer (RFC 6901) or the parameter's name, and why.
struct FieldError {
  std::string pointer;
  std::string detail;
  bool operator==(const FieldError&) const = default;
};

struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;                  ///< A sentence; may be shown to the caller, so it holds no secret.
  std::vector<FieldError> fields;       ///< For invalid_input: every field at fault.
  std::chrono::seconds retry_after{0};  ///< For limit_reached and unavailable.
};

template <typename T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorKind::not_found, "no such visit")`.
inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{.kind = kind, .message = std::move(message), .fields = {}});
}

/// One field at fault: the message and the field's detail are the same sentence.
inline std::unexpected<Error> invalid(std::string pointer, std::string detail) {
  std::string message = detail;
  return std::unexpected(Error{.kind = ErrorKind::invalid_input,
                               .message = std::move(message),
                               .fields = {FieldError{std::move(pointer), std::move(detail)}}});
}

}  // namespace sojourn
