#include "base/json_reader.hpp"

#include "base/limits.hpp"

namespace sojourn {

std::optional<simdjson::dom::element> ObjectReader::find(std::string_view key, Need need) {
  simdjson::dom::element element;
  const bool there = object_[key].get(element) == simdjson::SUCCESS && !element.is_null();
  if (there) return element;
  if (need == Need::required) refuse(key, "is required");
  return std::nullopt;
}

bool ObjectReader::is_null(std::string_view key) const {
  simdjson::dom::element element;
  return object_[key].get(element) == simdjson::SUCCESS && element.is_null();
}

std::optional<std::string> ObjectReader::json_of(std::string_view key) {
  const auto element = find(key, Need::optional);
  if (!element) return std::nullopt;
  return simdjson::minify(*element);
}

std::vector<std::string_view> ObjectReader::keys() const {
  std::vector<std::string_view> found;
  for (const auto [key, value] : object_) found.push_back(key);
  return found;
}

void ObjectReader::refuse(std::string_view key, std::string detail) {
  problems_->push_back({fmt::format("{}/{}", pointer_, key), std::move(detail)});
}

std::optional<std::string_view> ObjectReader::text(std::string_view key, std::size_t chars_max, Need need) {
  const auto element = find(key, need);
  if (!element) return std::nullopt;
  std::string_view value;
  if (element->get(value) != simdjson::SUCCESS) {
    refuse(key, "should be a text");
    return std::nullopt;
  }
  if (value.size() > chars_max) {
    refuse(key, fmt::format("should have at most {} bytes", chars_max));
    return std::nullopt;
  }
  if (value.empty() && need == Need::required) {
    refuse(key, "should not be empty");
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view key, std::int64_t least, std::int64_t most, Need need) {
  const auto element = find(key, need);
  if (!element) return std::nullopt;
  std::int64_t value = 0;
  if (element->get(value) != simdjson::SUCCESS || value < least || value > most) {
    refuse(key, fmt::format("should be a whole number from {} to {}", least, most));
    return std::nullopt;
  }
  return value;
}

std::optional<double> ObjectReader::number(std::string_view key, Need need) {
  const auto element = find(key, need);
  if (!element) return std::nullopt;
  double value = 0;
  if (element->get(value) != simdjson::SUCCESS) {
    refuse(key, "should be a number");
    return std::nullopt;
  }
  return value;
}

std::optional<bool> ObjectReader::boolean(std::string_view key, Need need) {
  const auto element = find(key, need);
  if (!element) return std::nullopt;
  bool value = false;
  if (element->get(value) != simdjson::SUCCESS) {
    refuse(key, "should be true or false");
    return std::nullopt;
  }
  return value;
}

std::optional<Instant> ObjectReader::time(std::string_view key, Need need) {
  const auto value = text(key, 64, need);
  if (!value) return std::nullopt;
  auto instant = parse_rfc3339(*value);
  if (!instant) {
    refuse(key, instant.error().message);
    return std::nullopt;
  }
  return *instant;
}

std::optional<ObjectReader> ObjectReader::object(std::string_view key, Need need) {
  const auto element = find(key, need);
  if (!element) return std::nullopt;
  simdjson::dom::object value;
  if (element->get(value) != simdjson::SUCCESS) {
    refuse(key, "should be an object");
    return std::nullopt;
  }
  return ObjectReader(value, fmt::format("{}/{}", pointer_, key), *problems_);
}

std::vector<ObjectReader> ObjectReader::objects(std::string_view key, std::size_t count_max) {
  std::vector<ObjectReader> found;
  const auto element = find(key, Need::optional);
  if (!element) return found;
  simdjson::dom::array array;
  if (element->get(array) != simdjson::SUCCESS || array.size() > count_max) {
    refuse(key, fmt::format("should be a list of at most {} objects", count_max));
    return found;
  }
  for (simdjson::dom::element item : array) {
    simdjson::dom::object object;
    const std::string at = fmt::format("{}/{}", key, found.size());
    if (item.get(object) != simdjson::SUCCESS) {
      refuse(at, "should be an object");
      return found;
    }
    found.emplace_back(object, fmt::format("{}/{}", pointer_, at), *problems_);
  }
  return found;
}

std::optional<std::vector<std::string>> ObjectReader::texts(std::string_view key, std::size_t chars_max, std::size_t count_max,
                                                            Need need) {
  const auto element = find(key, need);
  if (!element) return std::nullopt;
  simdjson::dom::array array;
  if (element->get(array) != simdjson::SUCCESS || array.size() > count_max) {
    refuse(key, fmt::format("should be a list of at most {} texts", count_max));
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (simdjson::dom::element item : array) {
    std::string_view value;
    if (item.get(value) != simdjson::SUCCESS || value.size() > chars_max) {
      refuse(fmt::format("{}/{}", key, values.size()), fmt::format("should be a text of at most {} bytes", chars_max));
      return std::nullopt;
    }
    values.emplace_back(value);
  }
  return values;
}

Result<JsonDocument> JsonDocument::parse(std::string_view body) {
  if (body.empty()) return invalid("", "should be valid JSON");  // Nothing, which may be at no address, is not for memcpy.
  JsonDocument document;
  document.parser_ = std::make_unique<simdjson::dom::parser>();
  document.problems_ = std::make_unique<std::vector<FieldError>>();
  // simdjson counts the root as a level of its own.
  if (document.parser_->allocate(std::max<std::size_t>(body.size(), 64), limits::json_depth_max + 1) != simdjson::SUCCESS) {
    return fail(ErrorKind::unavailable, "no memory for this body");
  }
  simdjson::dom::element element;
  const auto error = document.parser_->parse(body.data(), body.size(), true).get(element);
  if (error == simdjson::DEPTH_ERROR) return invalid("", fmt::format("should nest at most {} deep", limits::json_depth_max));
  if (error != simdjson::SUCCESS) return invalid("", "should be valid JSON");
  if (element.get(document.root_) != simdjson::SUCCESS) return invalid("", "should be a JSON object");
  return document;
}

ObjectReader JsonDocument::root() {
  return ObjectReader(root_, "", *problems_);
}

std::optional<Error> JsonDocument::problems() const {
  if (problems_->empty()) return std::nullopt;
  return invalid_fields(*problems_);
}

Error invalid_fields(std::vector<FieldError> fields) {
  std::string message = fields.size() == 1 ? fmt::format("{} {}", fields[0].pointer, fields[0].detail)
                                           : fmt::format("{} fields are wrong", fields.size());
  return Error{.kind = ErrorKind::invalid_input, .message = std::move(message), .fields = std::move(fields)};
}

}  // namespace sojourn
