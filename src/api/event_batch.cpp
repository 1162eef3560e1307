#include "api/event_batch.hpp"

#include "base/limits.hpp"

#include <simdjson.h>

namespace sojourn::api {
namespace {

namespace ondemand = simdjson::ondemand;

/// Why an event alone is wrong. Anything else that goes wrong is thrown as simdjson_error and is the whole body's.
struct WrongField {
  std::string_view pointer;
  std::string detail;
};

[[noreturn]] void wrong(std::string_view pointer, std::string detail) {
  throw WrongField{pointer, std::move(detail)};
}

/// Reads every value below, so that what was only skipped is known to be JSON and not too deep.
void walk(ondemand::value value, std::size_t depth) {
  if (depth > limits::json_depth_max) wrong("/data", fmt::format("should nest at most {} deep", limits::json_depth_max));
  switch (value.type()) {
    case ondemand::json_type::object:
      for (auto field : value.get_object()) {
        std::string_view key = field.unescaped_key();
        static_cast<void>(key);
        walk(field.value(), depth + 1);
      }
      return;
    case ondemand::json_type::array:
      for (auto item : value.get_array()) walk(item.value(), depth + 1);
      return;
    case ondemand::json_type::string: static_cast<void>(std::string_view(value.get_string())); return;
    case ondemand::json_type::number: static_cast<void>(ondemand::number(value.get_number())); return;
    case ondemand::json_type::boolean: static_cast<void>(bool(value.get_bool())); return;
    case ondemand::json_type::null:
      if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
      return;
  }
}

std::optional<std::string_view> optional_text(ondemand::value value, std::string_view pointer, std::size_t chars_max) {
  const ondemand::json_type type = value.type();
  if (type == ondemand::json_type::null) {
    walk(value, 0);
    return std::nullopt;
  }
  if (type != ondemand::json_type::string) wrong(pointer, "should be a text");
  const std::string_view text = value.get_string();
  if (text.size() > chars_max) wrong(pointer, fmt::format("should have at most {} bytes", chars_max));
  return text;
}

/// Ids that customers keep as numbers are taken as their digits.
std::string_view text_or_number(ondemand::value value, std::string_view pointer, std::size_t chars_max) {
  if (value.type() != ondemand::json_type::number) return optional_text(value, pointer, chars_max).value_or("");
  const std::string_view token = value.raw_json_token();
  const std::size_t end = token.find_last_not_of(" \t\r\n");
  const std::string_view digits = token.substr(0, end + 1);
  if (std::int64_t number = 0; value.get_int64().get(number) != simdjson::SUCCESS)
    wrong(pointer, "should be a text or a whole number");
  return digits;
}

std::optional<Instant> optional_time(ondemand::value value, std::string_view pointer) {
  const auto text = optional_text(value, pointer, 64);
  if (!text) return std::nullopt;
  const auto instant = parse_rfc3339(*text);
  if (!instant) wrong(pointer, instant.error().message);
  return *instant;
}

void read_data(ondemand::value value, visits::Event& event) {
  if (value.type() == ondemand::json_type::null) return walk(value, 0);
  if (value.type() != ondemand::json_type::object) wrong("/data", "should be an object");
  ondemand::object object = value.get_object();
  std::size_t members = 0;
  for (auto field : object) {
    if (++members > limits::event_data_keys_max)
      wrong("/data", fmt::format("should have at most {} members", limits::event_data_keys_max));
    const std::string_view key = field.unescaped_key();
    ondemand::value member = field.value();
    if (key == "page") {
      event.page = optional_text(member, "/data/page", limits::page_chars_max).value_or("");
    } else if (key == "title") {
      event.title = optional_text(member, "/data/title", limits::title_chars_max).value_or("");
    } else if (key == "property_id") {
      event.property_id = text_or_number(member, "/data/property_id", limits::property_id_chars_max);
    } else if (key == "workflow_id") {
      event.workflow_id = text_or_number(member, "/data/workflow_id", limits::workflow_id_chars_max);
    } else {
      walk(member, 2);
    }
  }
  object.reset();
  std::string_view raw = object.raw_json();
  while (!raw.empty() && raw.back() != '}') raw.remove_suffix(1);
  if (raw.size() > limits::event_data_bytes_max)
    wrong("/data", fmt::format("should have at most {} bytes", limits::event_data_bytes_max));
  if (raw.size() > 2) event.data = raw;
}

void read_type(ondemand::value value, visits::Event& event) {
  const auto name = optional_text(value, "/type", limits::event_type_chars_max);
  if (!name || name->empty()) return;
  event.type = visits::event_type_of(*name);
  if (event.type == visits::EventType::custom && *name == "visit_end") wrong("/type", "is reserved");
  event.type_name = *name;
}

/// False for a key that is not an event's.
bool read_event_member(std::string_view key, ondemand::value value, store::IncomingEvent& incoming) {
  visits::Event& event = incoming.event;
  if (key == "id") {
    event.id = text_or_number(value, "/id", limits::event_id_chars_max);
  } else if (key == "type" || key == "event_type") {
    read_type(value, event);
  } else if (key == "timestamp") {
    incoming.claimed = optional_time(value, "/timestamp");
  } else if (key == "data" || key == "event_data") {
    read_data(value, event);
  } else if (key == "seq") {
    std::uint64_t sequence = 0;
    if (value.get_uint64().get(sequence) != simdjson::SUCCESS || sequence > UINT32_MAX)
      wrong("/seq", "should be a whole number below 4294967296");
    event.moment.sequence = static_cast<std::uint32_t>(sequence);
    incoming.has_sequence = true;
  } else {
    return false;
  }
  return true;
}

void finish_event(store::IncomingEvent& incoming) {
  if (incoming.event.id.empty()) wrong("/id", "is required");
  if (incoming.event.type_name.empty()) wrong("/type", "is required");
  incoming.event.moment.id_hash = visits::hash_event_id(incoming.event.id);
}

void read_event(ondemand::value value, store::IncomingEvent& incoming) {
  if (value.type() != ondemand::json_type::object) wrong("", "should be an object");
  for (auto field : value.get_object()) {
    const std::string_view key = field.unescaped_key();
    ondemand::value member = field.value();
    if (!read_event_member(key, member, incoming)) walk(member, 2);
  }
  finish_event(incoming);
}

void read_events(ondemand::value value, std::string_view where, EventBatch& batch) {
  if (value.type() != ondemand::json_type::array) wrong(where, "should be a list of events");
  std::uint32_t index = 0;
  for (auto item : value.get_array()) {
    if (index >= limits::batch_events_max) wrong(where, fmt::format("should have at most {} events", limits::batch_events_max));
    store::IncomingEvent incoming;
    incoming.index = index;
    incoming.event.moment.sequence = index;  // Where the client has no sequence of its own, the order of its batch decides.
    try {
      read_event(item.value(), incoming);
      batch.events.push_back(incoming);
    } catch (const WrongField& field) {
      batch.rejected.push_back({index, {std::string(field.pointer), field.detail}});
    }
    ++index;
  }
}

std::string_view raw_object(ondemand::value value, std::string_view pointer) {
  if (value.type() == ondemand::json_type::null) {
    walk(value, 0);
    return "";
  }
  if (value.type() != ondemand::json_type::object) wrong(pointer, "should be an object");
  ondemand::object object = value.get_object();
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    static_cast<void>(key);
    walk(field.value(), 3);
  }
  object.reset();
  return object.raw_json();
}

void read_session(ondemand::value value, BeaconSession& session) {
  if (value.type() != ondemand::json_type::object) wrong("", "should be an object");
  for (auto field : value.get_object()) {
    const std::string_view key = field.unescaped_key();
    ondemand::value member = field.value();
    if (key == "session_id") {
      session.session_id = optional_text(member, "/session_id", uuid_text_chars).value_or("");
    } else if (key == "session_key") {
      session.batch.session_key = optional_text(member, "/session_key", limits::session_key_chars_max).value_or("");
    } else if (key == "start") {
      session.start = raw_object(member, "/start");
    } else if (key == "end") {
      session.end = raw_object(member, "/end");
    } else if (key == "tab") {
      session.tab = raw_object(member, "/tab");
    } else if (key == "events") {
      read_events(member, "/events", session.batch);
    } else {
      walk(member, 2);
    }
  }
  if (session.session_id.empty()) wrong("/session_id", "is required");
}

}  // namespace

struct EventBatchReader::Memory {
  ondemand::parser parser;
};

namespace {

/// Parsers keep their buffers from one request to the next; a thread has as many as it handles requests at once, up to a maximum.
constexpr std::size_t pooled_parsers_max = 128;
constexpr std::size_t pooled_capacity_max = 256 * 1024;

std::vector<std::unique_ptr<EventBatchReader::Memory>>& pool() {
  thread_local std::vector<std::unique_ptr<EventBatchReader::Memory>> parsers;
  return parsers;
}

template <typename Read>
auto guarded(Read read) -> Result<decltype(read())> {
  try {
    return read();
  } catch (const WrongField& field) {
    return invalid(std::string(field.pointer), field.detail);
  } catch (const simdjson::simdjson_error&) {
    return invalid("", "should be valid JSON");
  }
}

ondemand::object root_of(ondemand::document& document) {
  if (document.type() != ondemand::json_type::object) wrong("", "should be a JSON object");
  return document.get_object();
}

void check_at_end(ondemand::document& document) {
  // simdjson 3.0 has no at_end(): past the last value it knows no location any more.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) wrong("", "should be valid JSON");
}

}  // namespace

EventBatchReader::EventBatchReader() {
  if (pool().empty()) {
    memory_ = std::make_unique<Memory>();
    return;
  }
  memory_ = std::move(pool().back());
  pool().pop_back();
}

EventBatchReader::~EventBatchReader() {
  if (pool().size() < pooled_parsers_max && memory_->parser.capacity() <= pooled_capacity_max) pool().push_back(std::move(memory_));
}

Result<EventBatch> EventBatchReader::read_batch(std::string_view body) {
  return guarded([&] {
    ondemand::document document = memory_->parser.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING);
    EventBatch batch;
    bool has_events = false;
    for (auto field : root_of(document)) {
      const std::string_view key = field.unescaped_key();
      ondemand::value member = field.value();
      if (key == "events") {
        read_events(member, "/events", batch);
        has_events = true;
      } else if (key == "sent_at") {
        batch.sent_at = optional_time(member, "/sent_at");
      } else if (key == "session_key") {
        batch.session_key = optional_text(member, "/session_key", limits::session_key_chars_max).value_or("");
      } else {
        walk(member, 1);
      }
    }
    check_at_end(document);
    if (!has_events) wrong("/events", "is required");
    return batch;
  });
}

Result<EventBatch> EventBatchReader::read_single(std::string_view body) {
  return guarded([&] {
    ondemand::document document = memory_->parser.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING);
    EventBatch batch;
    store::IncomingEvent incoming;
    for (auto field : root_of(document)) {
      const std::string_view key = field.unescaped_key();
      ondemand::value member = field.value();
      if (key == "sent_at") {
        batch.sent_at = optional_time(member, "/sent_at");
      } else if (key == "session_key") {
        batch.session_key = optional_text(member, "/session_key", limits::session_key_chars_max).value_or("");
      } else if (!read_event_member(key, member, incoming)) {
        walk(member, 1);
      }
    }
    check_at_end(document);
    finish_event(incoming);
    batch.events.push_back(incoming);
    return batch;
  });
}

Result<Beacon> EventBatchReader::read_beacon(std::string_view body) {
  std::uint32_t index = 0;
  bool in_session = false;
  auto beacon = guarded([&] {
    ondemand::document document = memory_->parser.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING);
    Beacon read;
    std::optional<Instant> sent_at;
    for (auto field : root_of(document)) {
      const std::string_view key = field.unescaped_key();
      ondemand::value member = field.value();
      if (key == "site") {
        read.site = optional_text(member, "/site", limits::short_text_chars_max).value_or("");
      } else if (key == "sent_at") {
        sent_at = optional_time(member, "/sent_at");
      } else if (key == "sessions") {
        if (member.type() != ondemand::json_type::array) wrong("/sessions", "should be a list");
        for (auto item : member.get_array()) {
          if (index >= limits::beacon_sessions_max)
            wrong("/sessions", fmt::format("should have at most {} sessions", limits::beacon_sessions_max));
          in_session = true;
          read_session(item.value(), read.sessions.emplace_back());
          in_session = false;
          ++index;
        }
      } else {
        walk(member, 1);
      }
    }
    check_at_end(document);
    for (BeaconSession& session : read.sessions) session.batch.sent_at = sent_at;
    return read;
  });
  if (!beacon && in_session && !beacon.error().fields.empty()) {
    Error error = beacon.error();
    error.fields[0].pointer = fmt::format("/sessions/{}{}", index, error.fields[0].pointer);
    return std::unexpected(std::move(error));
  }
  return beacon;
}

}  // namespace sojourn::api
