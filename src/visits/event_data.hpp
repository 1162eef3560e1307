#pragma once

// The `data` of an event: a JSON object of the client's, checked to the last value before it is stored or echoed, and the few facts
// in it that the rules use.

#include "visits/event.hpp"

#include "base/error.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace sojourn::visits {

/// Facts by which events fold: views into the reader's own memory, valid until its next read.
struct EventFacts {
  std::string_view page;
  std::string_view title;
  std::string_view property_id;
  std::string_view workflow_id;
};

/// Reads one event's data at a time; keeps its parser's memory between reads. One thread at a time.
class EventDataReader {
 public:
  EventDataReader();
  ~EventDataReader();
  EventDataReader(EventDataReader&&) noexcept;

  /// `json` is an object of at most `event_data_bytes_max`; it need not be padded. invalid_input names the member at fault
  /// by a pointer relative to data ("" is data itself).
  Result<EventFacts> read(std::string_view json);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace sojourn::visits
