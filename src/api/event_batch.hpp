#pragma once

// Event batches as they come over the wire, the hot path: parsed in place by simdjson's on-demand reader, each value walked before
// it is believed. A wrong event is told apart from wrong JSON: the first is rejected alone, the second is the whole request's
// error.

#include "store/work.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::api {

/// One visit's part of a request. Views point into the request's body or the parser's memory.
struct EventBatch {
  std::string session_key;
  std::optional<Instant> sent_at;
  std::vector<store::IncomingEvent> events;
  std::vector<store::RejectedEvent> rejected;
};

/// One session of a beacon.
struct BeaconSession {
  std::string session_id;
  std::string_view start;  ///< The JSON object, "" where absent.
  std::string_view end;
  std::string_view tab;
  EventBatch batch;
};

struct Beacon {
  std::string site;
  std::vector<BeaconSession> sessions;
};

/// Reads bodies; keeps a parser while it lives, from a pool of the thread. What it gave out is valid as long as it lives.
/// The body must be followed by `net::body_padding_bytes` readable bytes.
class EventBatchReader {
 public:
  EventBatchReader();
  ~EventBatchReader();
  EventBatchReader(const EventBatchReader&) = delete;
  EventBatchReader& operator=(const EventBatchReader&) = delete;

  /// `{"sent_at", "events": […], "session_key"?}`
  Result<EventBatch> read_batch(std::string_view body);
  /// One event object, with sent_at and session_key beside its own members.
  Result<EventBatch> read_single(std::string_view body);
  /// `{"site", "sent_at", "sessions": […]}`
  Result<Beacon> read_beacon(std::string_view body);

  struct Memory;

 private:
  std::unique_ptr<Memory> memory_;
};

}  // namespace sojourn::api
