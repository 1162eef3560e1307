#include "api/cookieless.hpp"

#include "base/time_zone.hpp"

namespace sojourn::api {
namespace {

/// 128 bits, keyed by a salt of 256: whoever has the name cannot try all addresses without the salt.
std::string name_under(const std::string& salt, const SiteId& site, const net::Request& request) {
  if (salt.empty()) return "";
  const SecretHash hash =
      hash_secret(fmt::format("{}\n{}\n{}\n{}", salt, to_string(site), request.peer.text(), request.header("User-Agent")));
  return "d-" + to_base64url(std::span(hash.bytes).first(16));
}

}  // namespace

Task<Result<DailyNames>> daily_names(Service& service, const Call& call, const SiteId& site) {
  store::TakeSalts take{TimeZone().day_of(call.received)};
  auto salts = co_await service.commit(std::move(take));
  if (!salts) co_return std::unexpected(salts.error());
  co_return DailyNames{name_under(salts->today, site, call.request), name_under(salts->yesterday, site, call.request)};
}

}  // namespace sojourn::api
