#include "api/start_request.hpp"

#include "accounts/user_token.hpp"
#include "api/device.hpp"
#include "base/limits.hpp"

#include <cmath>

namespace sojourn::api {
namespace {

constexpr Milliseconds start_age_max = std::chrono::hours(24);

/// How the visitor came, where the page does not say so: `internal` from a page of the site itself.
std::string source_of(std::string_view given, std::string_view referrer, std::string_view origin) {
  if (!given.empty()) return std::string(given);
  if (referrer.empty()) return "direct";
  const bool is_own =
      !origin.empty() && referrer.starts_with(origin) && (referrer.size() == origin.size() || referrer[origin.size()] == '/');
  return is_own ? "internal" : "external";
}

/// The user a start or identify claims: vouched for by a token of the site, or (for a start) a plain label.
Result<std::string> claimed_user(ObjectReader& root, const store::Site& site, Instant now) {
  const std::string user_id = root.text_or_empty("user_id", limits::user_id_chars_max);
  const std::string token = root.text_or_empty("user_token", 4096);
  if (token.empty()) return user_id;
  auto vouched = accounts::verify_user_token(token, site.user_token_secret, now);
  if (!vouched) return vouched;
  if (!user_id.empty() && user_id != *vouched) return fail(ErrorKind::not_allowed, "the user token vouches for another user");
  return vouched;
}

/// A number of degrees, refused beyond `most` to either side.
std::optional<double> read_degrees(ObjectReader& place, std::string_view key, double most) {
  const auto degrees = place.number(key);
  if (degrees && std::abs(*degrees) > most) place.refuse(key, fmt::format("should be from -{} to {}", most, most));
  return degrees;
}

}  // namespace

Result<StartRequest> read_start(ObjectReader root, const store::Site& site, const Call& call, std::optional<Instant> sent_at) {
  StartRequest start;
  store::StartVisit& command = start.command;
  command.site = site.id;
  command.idle_timeout = Seconds(site.idle_timeout_seconds);
  start.visitor_id = root.text_or_empty("visitor_id", limits::visitor_id_chars_max);
  const std::string storage = root.text_or_empty("storage", 20);
  if (!storage.empty() && storage != "none" && storage != "local") root.refuse("storage", "should be none or local");
  start.has_storage = storage != "none";
  auto user = claimed_user(root, site, call.received);
  if (!user) return std::unexpected(user.error());
  command.is_vouched = !root.text_or_empty("user_token", 4096).empty();
  start.user_id = std::move(*user);
  bool is_driven = false;
  if (auto device = root.object("device")) {
    command.device.type = device->text_or_empty("type", 20);
    command.device.browser = device->text_or_empty("browser", limits::short_text_chars_max);
    command.device.os = device->text_or_empty("os", limits::short_text_chars_max);
    command.device.screen_size = device->text_or_empty("screen_size", 20);
    const bool is_known = command.device.type.empty() || command.device.type == "desktop" || command.device.type == "mobile" ||
                          command.device.type == "tablet" || command.device.type == "bot";
    if (!is_known) device->refuse("type", "should be desktop, mobile, tablet or bot");
    is_driven = device->boolean("webdriver").value_or(false);
  }
  const DeviceHeaders headers = device_headers(call.request);
  fill_device(command.device, headers);
  start.automation = automation_of(command.device, headers, is_driven);
  if (auto entry = root.object("entry")) {
    command.entry.page = entry->text_or_empty("page", limits::page_chars_max);
    command.entry.referrer = entry->text_or_empty("referrer", limits::page_chars_max);
    command.entry.campaign = entry->text_or_empty("campaign", limits::short_text_chars_max);
    const std::string source = entry->text_or_empty("source", 20);
    if (!source.empty() && source != "direct" && source != "internal" && source != "external")
      entry->refuse("source", "should be direct, internal or external");
    command.entry.source = source_of(source, command.entry.referrer, call.request.header("Origin"));
  }
  if (command.entry.source.empty()) command.entry.source = "direct";
  if (const auto began = root.time("timestamp")) {
    command.began = visits::event_time(began, sent_at, call.received - start_age_max, call.received);
  }
  return start;
}

void find_place(store::StartVisit& command, const places::PlaceDatabase* places, const net::PeerAddress& peer) {
  if (places != nullptr && !peer.is_unix()) command.location = places->place_of(peer.bytes());
}

void read_location(ObjectReader root, visits::Location& location) {
  auto place = root.object("location");
  if (!place) return;
  location = {};
  location.city = place->text_or_empty("city", limits::short_text_chars_max);
  location.state = place->text_or_empty("state", limits::short_text_chars_max);
  location.country = place->text_or_empty("country", limits::short_text_chars_max);
  const auto latitude = read_degrees(*place, "latitude", 90);
  const auto longitude = read_degrees(*place, "longitude", 180);
  if (latitude && longitude) location.coordinates = visits::Coordinates{*latitude, *longitude};
  if (latitude && !longitude) place->refuse("longitude", "is required beside a latitude");
  if (longitude && !latitude) place->refuse("latitude", "is required beside a longitude");
}

}  // namespace sojourn::api
