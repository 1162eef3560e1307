#include "api/route.hpp"

#include "net/query.hpp"

namespace sojourn::api {
namespace {

/// Whether the path fits the pattern, segment by segment; variable segments are collected as they stand.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string_view>& variables) {
  variables.clear();
  while (true) {
    const std::size_t pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t path_end = std::min(path.find('/', 1), path.size());
    const std::string_view wanted = pattern.substr(0, pattern_end);
    const std::string_view given = path.substr(0, path_end);
    if (wanted.size() > 1 && wanted[1] == '{') {
      if (given.size() < 2) return false;
      variables.push_back(given.substr(1));
    } else if (wanted != given) {
      return false;
    }
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
    if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
  }
}

bool serves(const Route& route, net::Method method) {
  return route.method == method || (method == net::Method::head && route.method == net::Method::get);
}

}  // namespace

std::string_view name_of(Who who) {
  switch (who) {
    case Who::anyone: return "anyone";
    case Who::visitor: return "visitor";
    case Who::session: return "session";
    case Who::staff_read: return "staff_read";
    case Who::staff_write: return "staff_write";
    case Who::admin: return "admin";
    case Who::staff_or_user: return "staff_or_user";
    case Who::operator_: return "operator";
    case Who::test_clock: return "test_clock";
  }
  return "anyone";
}

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {}

RouteTable::Match RouteTable::find(net::Method method, std::string_view path) const {
  Match match;
  std::vector<std::string_view> variables;
  for (const Route& route : routes_) {
    if (!fits(route.path, path, variables)) continue;
    match.path_is_known = true;
    if (!serves(route, method)) continue;
    match.route = &route;
    for (const std::string_view variable : variables) {
      auto decoded = net::percent_decode(variable);
      if (!decoded) return {};
      match.variables.push_back(std::move(*decoded));
    }
    return match;
  }
  return match;
}

std::string RouteTable::allowed_methods(std::string_view path) const {
  std::string allowed;
  std::vector<std::string_view> variables;
  for (const Route& route : routes_) {
    if (!fits(route.path, path, variables)) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += net::name_of(route.method);
    if (route.method == net::Method::get) allowed += ", HEAD";
  }
  return allowed;
}

}  // namespace sojourn::api
