#include "visits/event_data.hpp"

#include "base/limits.hpp"

#include <simdjson.h>

namespace sojourn::visits {

struct EventDataReader::Memory {
  simdjson::dom::parser parser;
  std::string padded;           ///< A copy of the input with the slack that simdjson reads past the end.
  std::string property_number;  ///< Ids that came as numbers, in their text form.
  std::string workflow_number;
};

EventDataReader::EventDataReader() : memory_(std::make_unique<Memory>()) {
  const auto error = memory_->parser.allocate(limits::event_data_bytes_max, limits::json_depth_max + 1);
  if (error != simdjson::SUCCESS) throw std::bad_alloc();
  memory_->padded.resize(limits::event_data_bytes_max + simdjson::SIMDJSON_PADDING);
}

EventDataReader::~EventDataReader() = default;
EventDataReader::EventDataReader(EventDataReader&&) noexcept = default;

Result<EventFacts> EventDataReader::read(std::string_view json) {
  if (json.size() > limits::event_data_bytes_max) {
    return invalid("", fmt::format("should have at most {} bytes", limits::event_data_bytes_max));
  }
  std::memcpy(memory_->padded.data(), json.data(), json.size());
  simdjson::dom::object object;
  const auto error = memory_->parser.parse(memory_->padded.data(), json.size(), false).get(object);
  if (error == simdjson::DEPTH_ERROR) return invalid("", fmt::format("should nest at most {} deep", limits::json_depth_max));
  if (error == simdjson::INCORRECT_TYPE) return invalid("", "should be an object");
  if (error != simdjson::SUCCESS) return invalid("", "should be valid JSON");
  if (object.size() > limits::event_data_keys_max) {
    return invalid("", fmt::format("should have at most {} members", limits::event_data_keys_max));
  }

  EventFacts facts;
  for (const auto [key, value] : object) {
    std::string_view* fact = nullptr;
    std::size_t chars_max = 0;
    std::string* number_text = nullptr;
    if (key == "page") {
      fact = &facts.page;
      chars_max = limits::page_chars_max;
    } else if (key == "title") {
      fact = &facts.title;
      chars_max = limits::title_chars_max;
    } else if (key == "property_id") {
      fact = &facts.property_id;
      chars_max = limits::property_id_chars_max;
      number_text = &memory_->property_number;
    } else if (key == "workflow_id") {
      fact = &facts.workflow_id;
      chars_max = limits::workflow_id_chars_max;
      number_text = &memory_->workflow_number;
    } else {
      continue;
    }
    if (value.is_null()) continue;
    std::int64_t number = 0;
    if (number_text != nullptr && value.get(number) == simdjson::SUCCESS) {
      *number_text = fmt::format("{}", number);
      *fact = *number_text;
      continue;
    }
    if (value.get(*fact) != simdjson::SUCCESS) return invalid(fmt::format("/{}", key), "should be a text");
    if (fact->size() > chars_max) return invalid(fmt::format("/{}", key), fmt::format("should have at most {} bytes", chars_max));
  }
  return facts;
}

}  // namespace sojourn::visits
