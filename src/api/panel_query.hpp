#pragma once

// What a viewer asks of the panel, from query parameters or from a subscription's filter.

#include "base/json_reader.hpp"
#include "live/board.hpp"
#include "net/query.hpp"

namespace sojourn::api {

/// limit, offset, within, sort and the filters of the live panel, for the colleague `viewer_id` (`claimed=mine`). invalid_input
/// names all that are at fault.
Result<live::Query> panel_query(const net::QueryParameters& query, std::string_view viewer_id);
/// The same members of a JSON object; what is wrong is noted in the reader.
live::Query panel_query(ObjectReader& filter, std::string_view viewer_id);

}  // namespace sojourn::api
