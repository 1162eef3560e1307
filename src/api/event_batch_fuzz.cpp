// Any bytes as an event batch, a single event and a beacon. Whatever the on-demand reader takes must be JSON to the DOM parser too,
// and every event's data must be an object that the event data reader takes with the same facts.

#include "api/event_batch.hpp"

#include "base/check.hpp"
#include "visits/event_data.hpp"

#include <simdjson.h>

namespace {

using namespace sojourn;

void check_events(const std::vector<store::IncomingEvent>& events, visits::EventDataReader& reader) {
  for (const store::IncomingEvent& incoming : events) {
    const visits::Event& event = incoming.event;
    SOJOURN_CHECK(!event.id.empty() && !event.type_name.empty());
    if (event.data.empty()) continue;
    const auto facts = reader.read(event.data);
    SOJOURN_CHECK(facts.has_value());
    SOJOURN_CHECK(facts->page == event.page && facts->title == event.title);
  }
}

bool is_json(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  return parser.parse(text.data(), text.size(), true).get(element) == simdjson::SUCCESS;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string body(reinterpret_cast<const char*>(bytes), size);
  body.resize(size + simdjson::SIMDJSON_PADDING);
  const std::string_view view = std::string_view(body).substr(0, size);
  visits::EventDataReader data_reader;
  {
    api::EventBatchReader reader;
    if (const auto batch = reader.read_batch(view)) {
      SOJOURN_CHECK(is_json(view));
      check_events(batch->events, data_reader);
    }
  }
  {
    api::EventBatchReader reader;
    if (const auto batch = reader.read_single(view)) {
      SOJOURN_CHECK(is_json(view));
      check_events(batch->events, data_reader);
    }
  }
  {
    api::EventBatchReader reader;
    if (const auto beacon = reader.read_beacon(view)) {
      SOJOURN_CHECK(is_json(view));
      for (const api::BeaconSession& session : beacon->sessions) check_events(session.batch.events, data_reader);
    }
  }
  return 0;
}
