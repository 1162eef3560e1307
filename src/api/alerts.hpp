#pragma once

// Alerts as they go over the wire.

#include "base/json_writer.hpp"
#include "store/work.hpp"

namespace sojourn::api {

void write_alert(JsonWriter& json, const store::Alert& alert);

}  // namespace sojourn::api
