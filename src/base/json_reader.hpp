#pragma once

// Reads small JSON bodies by name and type, and collects every field that is wrong with its JSON Pointer, so that a client
// learns all its mistakes at once. simdjson's DOM underneath: fully validated, at most `json_depth_max` deep.
// (Event batches, the hot path, have their own reader in api/event_batch.)

#include "base/error.hpp"
#include "base/instant.hpp"

#include <simdjson.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

enum class Need { required, optional };

/// One JSON object being read. Absent keys and `null` are the same. Views point into the document and live as long as it.
class ObjectReader {
 public:
  ObjectReader(simdjson::dom::object object, std::string pointer, std::vector<FieldError>& problems)
      : object_(object), pointer_(std::move(pointer)), problems_(&problems) {}

  /// Text of at most `chars_max` bytes; required text may not be empty.
  std::optional<std::string_view> text(std::string_view key, std::size_t chars_max, Need need = Need::optional);
  /// The same, empty where absent.
  std::string text_or_empty(std::string_view key, std::size_t chars_max) { return std::string(text(key, chars_max).value_or("")); }
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most, Need need = Need::optional);
  std::optional<double> number(std::string_view key, Need need = Need::optional);
  std::optional<bool> boolean(std::string_view key, Need need = Need::optional);
  std::optional<Instant> time(std::string_view key, Need need = Need::optional);
  std::optional<ObjectReader> object(std::string_view key, Need need = Need::optional);
  std::optional<std::vector<std::string>> texts(std::string_view key, std::size_t chars_max, std::size_t count_max,
                                                Need need = Need::optional);

  /// Whether the key is there and null.
  bool is_null(std::string_view key) const;
  /// Any value, as JSON.
  std::optional<std::string> json_of(std::string_view key);
  /// Its keys in their order.
  std::vector<std::string_view> keys() const;

  /// The objects of a list; what is none is refused.
  std::vector<ObjectReader> objects(std::string_view key, std::size_t count_max);

  /// Says that `key` is wrong for a reason of the caller's.
  void refuse(std::string_view key, std::string detail);

 private:
  std::optional<simdjson::dom::element> find(std::string_view key, Need need);

  simdjson::dom::object object_;
  std::string pointer_;
  std::vector<FieldError>* problems_;
};

/// A parsed body together with what was found wrong in it.
class JsonDocument {
 public:
  /// Parses a whole body that is one object. invalid_input where it is not JSON, too deep, or not an object.
  static Result<JsonDocument> parse(std::string_view body);

  ObjectReader root();
  /// invalid_input with every problem found so far, or nothing.
  std::optional<Error> problems() const;

 private:
  JsonDocument() = default;

  std::unique_ptr<simdjson::dom::parser> parser_;
  simdjson::dom::object root_;
  std::unique_ptr<std::vector<FieldError>> problems_;
};

/// The invalid_input error that names these fields.
Error invalid_fields(std::vector<FieldError> fields);

}  // namespace sojourn
