#include "api/server_application.hpp"

#include "api/access.hpp"
#include "api/page_sockets.hpp"
#include "api/panel_query.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

constexpr std::string_view live_path = "/api/admin/live";
constexpr std::string_view events_path = "/api/admin/live/events";
constexpr std::string_view page_path = "/ws/page";

// Strict on purpose: no inline script or style, nothing from elsewhere, not framed.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

bool is_public(const Route& route) {
  return route.who == Who::visitor || route.who == Who::session;
}

Credentials credentials_of(const net::Request& request) {
  return {.authorization = request.header("Authorization"),
          .origin = request.header("Origin"),
          .is_unix = request.peer.is_unix(),
          .is_loopback = request.peer.is_loopback()};
}

bool is_api_path(std::string_view path) {
  return path.starts_with("/api/") || path.starts_with("/control/") || path.starts_with("/test/");
}

Error nothing_here() {
  return Error{.kind = ErrorKind::not_found, .message = "there is nothing here", .fields = {}};
}

void add_page_headers(net::Response& response) {
  response.header("Content-Security-Policy", content_security_policy).header("Referrer-Policy", "no-referrer");
  response.header("Cross-Origin-Opener-Policy", "same-origin")
      .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

}  // namespace

ServerApplication::ServerApplication(Service& service, LiveHubs& hubs) : service_(service), hubs_(hubs), table_(all_routes()) {}

std::optional<Error> ServerApplication::over_rate(const Route& route, const net::Request& head) {
  if (route.rate == Rate::unlimited) return std::nullopt;
  const Instant now = service_.now();
  const auto wait = route.rate == Rate::ingest ? service_.rate_limiter.take_ingest(head.peer, now)
                                               : service_.rate_limiter.take_staff(head.peer, now);
  if (!wait) return std::nullopt;
  return Error{
      .kind = ErrorKind::limit_reached, .message = "too many requests from this address", .fields = {}, .retry_after = *wait};
}

net::Admission ServerApplication::admit(const net::Request& head) {
  const auto match = table_.find(head.method, head.path);
  if (match.route == nullptr)
    return net::Admission::body_up_to(limits::small_body_bytes_max);  // Answered by handle, once its body has gone by.
  const auto refuse = [&](const Error& error) {
    service_.metrics.count_answer(status_of(error.kind));
    return net::Admission::refuse(problem(error));
  };
  if (match.route->is_work && !service_.journal().has_room()) {
    return refuse(
        Error{.kind = ErrorKind::unavailable, .message = "too much work is waiting", .fields = {}, .retry_after = Seconds(1)});
  }
  if (const auto over = over_rate(*match.route, head)) return refuse(*over);
  return net::Admission::body_up_to(match.route->body_bytes_max);
}

Task<net::Response> ServerApplication::handle(net::Request request) {
  const std::string_view origin = request.header("Origin");
  auto response = co_await handle_route(request);
  service_.metrics.count_answer(response.status());
  if (!origin.empty()) {
    // A page may read the answer exactly where one of the sites lists it; the handlers have checked which.
    const bool is_listed = !service_.accounts().directory()->sites_allowing(origin).sites()->empty();
    if (is_listed && request.path.starts_with("/api/v1/"))
      response.header("Access-Control-Allow-Origin", origin)
          .header("Vary", "Origin")
          .header("Access-Control-Expose-Headers", "Retry-After");
  }
  co_return response;
}

Task<net::Response> ServerApplication::handle_route(net::Request request) {
  auto match = table_.find(request.method, request.path);
  if (match.route == nullptr) {
    if (request.method == net::Method::options) co_return answer_preflight(request);
    if (match.path_is_known) {
      net::Response refusal = net::problem(405, "this method is not known here");
      refusal.header("Allow", table_.allowed_methods(request.path));
      co_return refusal;
    }
    co_return answer_file(request);
  }
  Call call(request, *match.route, std::move(match.variables));
  call.received = service_.now();
  const auto directory = service_.accounts().directory();
  auto caller = check_access(*match.route, credentials_of(request), call.variables, *directory, call.received,
                             service_.test_clock() != nullptr);
  if (!caller) co_return problem(caller.error());
  call.caller = std::move(*caller);
  auto response = co_await match.route->handle(service_, call);
  if (!is_public(*match.route)) response.header("Cache-Control", "no-store");
  co_return response;
}

net::Response ServerApplication::answer_preflight(const net::Request& request) const {
  const std::string allowed = table_.allowed_methods(request.path);
  if (allowed.empty()) return problem(nothing_here());
  net::Response response(204);
  response.header("Allow", allowed);
  response.header("Access-Control-Allow-Methods", allowed)
      .header("Access-Control-Allow-Headers", "content-type, x-session-key, x-site-key");
  response.header("Access-Control-Max-Age", "600");
  return response;
}

net::Response ServerApplication::answer_file(const net::Request& request) const {
  if (is_api_path(request.path) || !net::is_plain_path(request.path)) return problem(nothing_here());
  if (Extension* extension = extension_) {
    if (auto response = extension->answer(request)) {
      add_page_headers(*response);
      return std::move(*response);
    }
  }
  const bool is_read = request.method == net::Method::get || request.method == net::Method::head;
  if (!is_read) return problem(nothing_here());
  const auto assets = net::embedded_assets();
  std::string_view path = request.path.substr(1);
  const net::Asset* asset = net::find_asset(assets, path.empty() ? "index.html" : path);
  const bool wants_page = request.header("Accept").find("text/html") != std::string_view::npos;
  if (asset == nullptr && wants_page && !path.starts_with("demo")) asset = net::find_asset(assets, "index.html");
  if (asset == nullptr) return problem(nothing_here());
  net::Response response = net::answer_asset(*asset, request);
  add_page_headers(response);
  // The tracker is for the pages of others; its second part is a module, which browsers fetch as such.
  const bool is_tracker = path.starts_with("sojourn");
  response.header("Cross-Origin-Resource-Policy", is_tracker ? "cross-origin" : "same-origin");
  if (is_tracker) response.header("Access-Control-Allow-Origin", "*");
  return response;
}

bool ServerApplication::streams(const net::Request& request) {
  return request.path == events_path;
}

std::variant<std::unique_ptr<net::SocketHandler>, net::Response> ServerApplication::upgrade(const net::Request& request) {
  if (request.path == page_path) return make_page_socket(service_, std::string(request.header("Origin")));
  const bool is_stream = request.path == events_path;
  if (request.path != live_path && !is_stream) return problem(nothing_here());
  // A page may open the panel's socket only from the server's own address: anything else is another site's script.
  const std::string_view origin = request.header("Origin");
  const std::string_view host = request.header("Host");
  const bool is_own = origin.empty() || origin == fmt::format("http://{}", host) || origin == fmt::format("https://{}", host);
  if (!is_own)
    return problem(
        Error{.kind = ErrorKind::not_allowed, .message = "the panel's socket is only for the dashboard's own pages", .fields = {}});
  const auto query = net::QueryParameters::parse(request.query);
  if (!query) return problem(query.error());
  LiveRequest wanted;
  wanted.site = std::string(query->find("site").value_or(""));
  if (is_stream) {
    const auto caller = staff_caller(request.header("Authorization"), *service_.accounts().directory(), service_.now());
    if (!caller) return problem(caller.error());
    auto filter = panel_query(*query, caller->staff_id);
    if (!filter) return problem(filter.error());
    wanted.stream = LiveRequest::Stream{std::move(*filter), std::string(request.header("Last-Event-ID"))};
  }
  if (const std::string_view authorization = request.header("Authorization"); !authorization.empty()) {
    const auto caller = staff_caller(authorization, *service_.accounts().directory(), service_.now());
    if (!caller) return problem(caller.error());
    wanted.authorization = std::string(authorization);
  }
  return hubs_.make_socket(std::move(wanted));
}

}  // namespace sojourn::api
