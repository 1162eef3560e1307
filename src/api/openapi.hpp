#pragma once

// The OpenAPI 3.1 document, made from the route table.

#include "api/route.hpp"

namespace sojourn::api {

std::string openapi_document(const std::vector<Route>& routes);

}  // namespace sojourn::api
