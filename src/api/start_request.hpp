#pragma once

// How a visit starts: `start` of the contract, as a body of its own or within a beacon.

#include "api/route.hpp"
#include "base/json_reader.hpp"
#include "places/place_database.hpp"

namespace sojourn::api {

struct StartRequest {
  store::StartVisit command;  ///< Without key, address and the texts below, which must outlive it.
  std::string visitor_id;
  std::string visitor_id_before;
  bool has_storage = true;  ///< Otherwise the visitor is known for the day only.
  std::string user_id;
  std::string automation;
};

/// Fields that are wrong are refused in the document; not_allowed where a user token vouches for somebody else.
Result<StartRequest> read_start(ObjectReader root, const store::Site& site, const Call& call, std::optional<Instant> sent_at);

/// Looks the whole address up, which is not kept. Nothing happens without a database.
void find_place(store::StartVisit& command, const places::PlaceDatabase* places, const net::PeerAddress& peer);

/// `location` of a start, which replaces what was found; only for callers who are believed.
void read_location(ObjectReader root, visits::Location& location);

}  // namespace sojourn::api
