#pragma once

// What a viewer asks of the panel, from query parameters or from a subscription's filter.

#include "base/json_reader.hpp"
#include "live/board.hpp"
#include "net/query.hpp"

namespace sojourn::api {

/// limit, within, sort, category, city, device, anonymous, q. invalid_input names the one at fault.
Result<live::Query> panel_query(const net::QueryParameters& query);
/// The same members of a JSON object; what is wrong is noted in the reader.
live::Query panel_query(ObjectReader& filter);

}  // namespace sojourn::api
