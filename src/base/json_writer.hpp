#pragma once

// Writes JSON by appending to one string: no tree, no second pass. Commas and quoting are its business; that keys and values
// alternate is the caller's.

#include "base/instant.hpp"
#include "base/uuid.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);
  JsonWriter& value(Instant instant);
  JsonWriter& value(const Uuid& uuid);
  template <typename Tag>
  JsonWriter& value(const Id<Tag>& id) {
    return value(id.uuid);
  }
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  JsonWriter& value(Number number) {
    return integer(static_cast<std::int64_t>(number));
  }
  template <typename T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  JsonWriter& null();
  /// Text that is JSON already, and was validated.
  JsonWriter& raw(std::string_view json);

  template <typename T>
  JsonWriter& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }
  /// null where the text is empty: how "not known" is kept in most of our values.
  JsonWriter& member_or_null(std::string_view name, std::string_view text);

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& integer(std::int64_t number);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

/// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so the output always parses.
void append_json_string(std::string& out, std::string_view text);

}  // namespace sojourn
