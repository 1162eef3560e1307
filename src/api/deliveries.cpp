// What a colleague sends to a visitor: a property by e-mail or as a card on the page, an invitation.

#include "api/deliveries.hpp"

#include "api/handlers.hpp"
#include "api/page_sockets.hpp"
#include "api/visit_json.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

/// The property as a card shows it: with the page and the picture that the site has named for it.
void write_card_property(JsonWriter& json, const SiteId& site, const std::string& property_id,
                         const catalogue::Catalogue& catalogue) {
  const auto property = catalogue.find(site, property_id);
  if (!property) {
    json.null();
    return;
  }
  json.begin_object().member("id", property_id).member_or_null("address", property->address).member_or_null("city", property->city);
  json.member_or_null("state", property->state).member("price", property->price).member("bedrooms", property->bedrooms);
  json.member_or_null("type", property->type);
  if (auto details = JsonDocument::parse(property->details)) {
    auto root = details->root();
    json.member_or_null("url", root.text_or_empty("url", limits::page_chars_max));
    json.member_or_null("image", root.text_or_empty("image", limits::page_chars_max));
  }
  json.end_object();
}

Task<net::Response> add_delivery(Service& service, Call& call, store::Delivery delivery) {
  const auto visit = parse_id<VisitId>(call.variables.at(0));
  if (!visit) co_return problem(Error{.kind = ErrorKind::not_found, .message = "there is no such session", .fields = {}});
  store::AddDelivery command;
  command.visit = *visit;
  command.scope = &call.caller.scope;
  command.delivery = std::move(delivery);
  command.delivery.by = call.caller.staff_name;
  if (const std::string_view key = call.request.header("Idempotency-Key"); !key.empty())
    command.repeat_key = fmt::format("{}:{}", call.caller.staff_id, key.substr(0, 200));
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  store::Delivery& made = verdict->delivery;
  if (!verdict->is_repeat && made.channel == store::DeliveryChannel::email) service.nudge_mailer();
  if (!verdict->is_repeat && made.channel == store::DeliveryChannel::on_site) {
    if (service.pages().deliver(made.visit, card_message(service, made))) {
      store::UpdateDelivery sent{
          .id = made.id, .visit = std::nullopt, .state = store::DeliveryState::sent, .detail = "", .retry_at = {}};
      auto updated = co_await service.commit(std::move(sent));
      if (updated) made = std::move(updated->delivery);
    }
  }
  co_return json_response(verdict->is_repeat ? 200 : 201,
                          [&](JsonWriter& json) { write_delivery(json, made, service.catalogue()); });
}

}  // namespace

void write_delivery(JsonWriter& json, const store::Delivery& delivery, const catalogue::Catalogue& catalogue) {
  json.begin_object()
      .member("delivery_id", delivery.id)
      .member("session_id", delivery.visit)
      .member("kind", name_of(delivery.kind));
  json.member("channel", name_of(delivery.channel)).key("property");
  write_property(json, delivery.site, delivery.property_id, catalogue);
  json.member_or_null("to", delivery.to).member_or_null("note", delivery.note).member("state", name_of(delivery.state));
  json.member_or_null("detail", delivery.detail).member("attempts", delivery.attempts).member("by", delivery.by);
  json.member("created_at", delivery.created_at).member("updated_at", delivery.updated_at).end_object();
}

std::string card_message(Service& service, const store::Delivery& delivery) {
  std::string message;
  JsonWriter json(message);
  json.begin_object()
      .member("type", "card")
      .member("delivery_id", delivery.id)
      .member("kind", name_of(delivery.kind))
      .key("property");
  write_card_property(json, delivery.site, delivery.property_id, service.catalogue());
  json.member_or_null("note", delivery.note).member("from", delivery.by).end_object();
  return message;
}

Task<net::Response> send_property(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  store::Delivery delivery;
  delivery.property_id = std::string(root.text("property_id", limits::property_id_chars_max, Need::required).value_or(""));
  delivery.note = root.text_or_empty("note", limits::note_chars_max);
  const std::string channel = std::string(root.text("channel", 20, Need::required).value_or(""));
  if (channel == "email") delivery.channel = store::DeliveryChannel::email;
  if (!channel.empty() && channel != "email" && channel != "on_site") root.refuse("channel", "should be email or on_site");
  if (!delivery.property_id.empty()) {
    auto found = co_await service.fresh_visit(call.variables.at(0), call.caller.scope);
    if (!found) co_return problem(found.error());
    if (!service.catalogue().find(found->visit.site, delivery.property_id)) root.refuse("property_id", "is not in the catalogue");
  }
  if (auto problems = document->problems()) co_return problem(*problems);
  co_return co_await add_delivery(service, call, std::move(delivery));
}

Task<net::Response> invite(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body.empty() ? "{}" : call.request.body);
  if (!document) co_return problem(document.error());
  store::Delivery delivery;
  delivery.kind = store::DeliveryKind::invite;
  delivery.note = document->root().text_or_empty("text", limits::note_chars_max);
  if (auto problems = document->problems()) co_return problem(*problems);
  co_return co_await add_delivery(service, call, std::move(delivery));
}

Task<net::Response> deliveries(Service& service, Call& call) {
  auto visit = co_await service.fresh_visit(call.variables.at(0), call.caller.scope);
  if (!visit) co_return problem(visit.error());
  auto found = co_await service.ask([&](store::Reader& reader) { return reader.deliveries(visit->visit.id); });
  if (!found) co_return problem(found.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("deliveries").begin_array();
    for (const store::Delivery& delivery : *found) write_delivery(json, delivery, service.catalogue());
    json.end_array().end_object();
  });
}

}  // namespace sojourn::api
