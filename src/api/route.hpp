#pragma once

// One entry of the route table: everything there is to say about a route. The router, the OpenAPI document, the checks of access
// and the tests of them are all made from the same entries.

#include "base/task.hpp"
#include "net/http.hpp"
#include "store/scope.hpp"
#include "store/work.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::api {

/// Who may call.
enum class Who : std::uint8_t {
  anyone,         ///< Health and documents.
  visitor,        ///< A page with the site's public key; its Origin must be the site's.
  session,        ///< Whoever holds the visit's session key.
  staff_read,     ///< Any staff role.
  staff_write,    ///< Staff who may change things: owner, admin, agent.
  admin,          ///< owner, admin.
  staff_or_user,  ///< Staff, or the very user with a signed user token.
  operator_,      ///< The control socket only.
  test_clock,     ///< The control socket and loopback, with --test-clock only.
};
std::string_view name_of(Who who);

/// How often one address may call.
enum class Rate : std::uint8_t { unlimited, ingest, staff };

struct Parameter {
  std::string_view name;
  std::string_view description;
};

class Call;
class Service;

struct Route {
  net::Method method;
  std::string_view path;  ///< With `{id}` for a variable segment.
  Who who;
  std::size_t body_bytes_max;  ///< 0 for none.
  Rate rate;
  bool is_work;  ///< Needs the journal: refused before its body is read while the queue is full.
  std::string_view summary;
  std::vector<Parameter> query;
  std::string_view body_example;
  Task<net::Response> (*handle)(Service&, Call&);
};

/// Who the caller turned out to be, and what they may touch.
struct Caller {
  std::optional<store::Role> role;  ///< Of staff.
  std::string staff_id;             ///< Tells colleagues apart; "" where the caller is no staff.
  std::string staff_name;           ///< As colleagues see it.
  store::Scope scope = store::Scope::only(std::vector<SiteId>{});
  std::optional<store::Scope> origins;  ///< The sites that allow the request's Origin, where it names one.
};

/// A request on its way through its handler.
class Call {
 public:
  Call(net::Request request, const Route& route, std::vector<std::string> variables)
      : request(std::move(request)), route(route), variables(std::move(variables)) {}

  net::Request request;
  const Route& route;
  std::vector<std::string> variables;  ///< The decoded `{…}` segments, in their order.
  Caller caller;
  Instant received;
};

/// Finds routes by method and path.
class RouteTable {
 public:
  explicit RouteTable(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;  ///< Null where no method of the path matches.
    bool path_is_known = false;
    std::vector<std::string> variables;
  };
  Match find(net::Method method, std::string_view path) const;
  /// `GET, POST` of a path, for 405 and OPTIONS.
  std::string allowed_methods(std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

/// Every route there is.
const std::vector<Route>& all_routes();

}  // namespace sojourn::api
