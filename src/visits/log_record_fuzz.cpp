// Any line gives a record whose parts keep to their limits, or a named fault.

#include "base/check.hpp"
#include "base/limits.hpp"
#include "visits/log_record.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn;
  static visits::LogRecordReader reader;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto record = reader.read(line);
  if (!record) {
    SOJOURN_CHECK(!name_of(record.error()).empty());
    return 0;
  }
  SOJOURN_CHECK(record->at >= Instant());
  SOJOURN_CHECK(!record->type_name.empty() && record->type_name.size() <= limits::event_type_chars_max);
  SOJOURN_CHECK(!record->visitor_id.empty() || !record->address.empty());
  SOJOURN_CHECK(record->visitor_id.size() <= limits::visitor_id_chars_max);
  SOJOURN_CHECK(record->facts.page.size() <= limits::page_chars_max);
  SOJOURN_CHECK(record->data.empty() || record->data.starts_with('{'));
  return 0;
}
