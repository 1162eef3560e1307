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

}  // namespace sojourn::store
