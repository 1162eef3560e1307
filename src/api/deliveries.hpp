#pragma once

// Deliveries as they go over the wire: to staff, and to the visitor's page as a card.

#include "api/service.hpp"

namespace sojourn::api {

void write_delivery(JsonWriter& json, const store::Delivery& delivery, const catalogue::Catalogue& catalogue);

/// The frame that shows it on the visitor's page.
std::string card_message(Service& service, const store::Delivery& delivery);

}  // namespace sojourn::api
