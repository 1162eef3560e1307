#include "api/handlers.hpp"

namespace sojourn::api {

void fill_device(visits::Device& device, std::string_view) {
  if (device.type.empty()) device.type = "desktop";
}

}  // namespace sojourn::api
