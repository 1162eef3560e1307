// For operators and tools: health, readiness, metrics, the OpenAPI document, and who one is.

#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "api/service.hpp"

namespace sojourn::api {

Task<net::Response> health(Service&, Call&) {
  co_return json_response(200, [](JsonWriter& json) { json.begin_object().member("status", "ok").end_object(); });
}

Task<net::Response> readiness(Service& service, Call&) {
  if (service.journal().is_failed()) co_return problem(Error{.kind = ErrorKind::unavailable, .message = "the storage failed", .fields = {}, .retry_after = Seconds(5)});
  auto asked = co_await service.ask([](store::Reader& reader) { return reader.sites(); });
  if (!asked) co_return problem(asked.error());
  co_return json_response(200, [](JsonWriter& json) { json.begin_object().member("status", "ready").end_object(); });
}

Task<net::Response> metrics(Service& service, Call&) { co_return net::Response(200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(service)); }

Task<net::Response> openapi(Service&, Call&) {
  static const std::string document = openapi_document(all_routes());
  co_return net::Response::with_static_body(200, "application/json", document);
}

Task<net::Response> me(Service& service, Call& call) {
  const auto directory = service.accounts().directory();
  const auto& own = call.caller.scope.sites();
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("role", name_of(*call.caller.role)).key("site_id");
    own && own->size() == 1 ? json.value(own->front()) : json.null();
    json.key("sites").begin_array();
    for (const store::Site& site : directory->sites()) {
      if (!call.caller.scope.allows(site.id)) continue;
      json.begin_object().member("site_id", site.id).member("name", site.name).member("public_key", site.public_key).end_object();
    }
    json.end_array().end_object();
  });
}

}  // namespace sojourn::api
