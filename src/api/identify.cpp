// Identify: a visitor turns out to be a lead, by their own page or by staff.

#include "api/handlers.hpp"

#include "accounts/user_token.hpp"
#include "api/service.hpp"
#include "api/session_call.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

/// Facts about a person that the site knows: an object of at most as many bytes as an event's data.
std::string read_traits(ObjectReader& root) {
  const std::string traits = root.json_of("traits").value_or("");
  if (traits.empty()) return traits;
  if (!traits.starts_with('{')) root.refuse("traits", "should be an object");
  if (traits.size() > limits::event_data_bytes_max)
    root.refuse("traits", fmt::format("should have at most {} bytes", limits::event_data_bytes_max));
  return traits;
}

}  // namespace

Task<net::Response> identify_session(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  const auto visit = visit_id_of(call);
  if (!visit) co_return problem(visit.error());
  auto root = document->root();
  const std::string email = root.text_or_empty("email", limits::short_text_chars_max);
  const std::string name = root.text_or_empty("name", limits::short_text_chars_max);
  const std::string phone = root.text_or_empty("phone", 50);
  const std::string token = root.text_or_empty("user_token", 4096);
  const std::string claimed = root.text_or_empty("user_id", limits::user_id_chars_max);
  const std::string session_key = root.text_or_empty("session_key", limits::session_key_chars_max);
  const std::string traits = read_traits(root);
  if (!email.empty() && (email.find('@') == std::string::npos || email.find_first_of(" \t\r\n") != std::string::npos))
    root.refuse("email", "should be an e-mail address");
  if (email.empty() && phone.empty() && claimed.empty() && token.empty() && name.empty())
    root.refuse("email", "is required, or a phone, name or user_id");
  if (auto problems = document->problems()) co_return problem(*problems);

  const bool is_staff = call.caller.role.has_value();
  std::string user_id;
  if (!claimed.empty() || !token.empty()) {
    if (token.empty() && !is_staff)
      co_return problem(Error{.kind = ErrorKind::unauthenticated,
                              .message = "a user_id is only taken with a user_token that vouches for it",
                              .fields = {{"/user_token", "is required with user_id"}}});
    user_id = claimed;
    if (!token.empty()) {
      std::vector<VisitId> ids{*visit};
      const auto scope = store::Scope::every_site();
      auto found = co_await service.fresh_visits(std::move(ids), scope);
      if (!found) co_return problem(found.error());
      if (found->empty())
        co_return problem(Error{.kind = ErrorKind::not_found, .message = "there is no such session", .fields = {}});
      const auto directory = service.accounts().directory();
      auto vouched =
          accounts::verify_user_token(token, directory->site(found->front().visit.site)->user_token_secret, call.received);
      if (!vouched) co_return problem(vouched.error());
      if (!claimed.empty() && claimed != *vouched)
        co_return problem(
            Error{.kind = ErrorKind::not_allowed, .message = "the user token vouches for another user", .fields = {}});
      user_id = std::move(*vouched);
    }
  }
  store::Identify command;
  command.visit = *visit;
  command.origins = origins_of(call);
  command.scope = is_staff ? &call.caller.scope : nullptr;
  command.by_staff = is_staff;
  command.key = is_staff ? std::nullopt : key_of(call, session_key);
  command.email = email;
  command.name = name;
  command.phone = phone;
  command.user_id = user_id;
  command.traits = traits;
  command.by = call.caller.staff_name;
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().member("lead_id", verdict->lead).member("is_anonymous", false).end_object();
  });
}

}  // namespace sojourn::api
