#include "store/work.hpp"

namespace sojourn::store {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::owner: return "owner";
    case Role::admin: return "admin";
    case Role::agent: return "agent";
    case Role::analyst: return "analyst";
    case Role::auditor: return "auditor";
  }
  return "auditor";
}

std::optional<Role> role_of(std::string_view name) {
  for (const Role role : {Role::owner, Role::admin, Role::agent, Role::analyst, Role::auditor}) {
    if (name_of(role) == name) return role;
  }
  return std::nullopt;
}

std::string_view name_of(DeliveryKind kind) {
  switch (kind) {
    case DeliveryKind::property: return "property";
    case DeliveryKind::invite: return "invite";
    case DeliveryKind::alert: return "alert";
  }
  return "";
}

std::string_view name_of(DeliveryChannel channel) {
  return channel == DeliveryChannel::email ? "email" : "on_site";
}

std::string_view name_of(DeliveryState state) {
  switch (state) {
    case DeliveryState::waiting: return "waiting";
    case DeliveryState::sent: return "sent";
    case DeliveryState::shown: return "shown";
    case DeliveryState::clicked: return "clicked";
    case DeliveryState::dismissed: return "dismissed";
    case DeliveryState::failed: return "failed";
  }
  return "waiting";
}

std::optional<DeliveryState> delivery_state_of(std::string_view name) {
  using enum DeliveryState;
  for (const DeliveryState state : {waiting, sent, shown, clicked, dismissed, failed}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace sojourn::store
