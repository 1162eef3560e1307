#include "api/access.hpp"

#include "accounts/user_token.hpp"

namespace sojourn::api {
namespace {

constexpr std::string_view bearer = "Bearer ";

bool may(Who who, store::Role role) {
  using store::Role;
  switch (who) {
    case Who::staff_read:
    case Who::staff_or_user: return role != Role::auditor;
    case Who::staff_write: return role == Role::owner || role == Role::admin || role == Role::agent;
    case Who::admin: return role == Role::owner || role == Role::admin;
    default: return false;
  }
}

/// A user may ask about itself with a token that one of the sites has signed.
std::optional<Caller> user_caller(std::string_view token, const std::string& user_id, const accounts::Directory& directory,
                                  Instant now) {
  for (const store::Site& site : directory.sites()) {
    const auto vouched = accounts::verify_user_token(token, site.user_token_secret, now);
    if (vouched && *vouched == user_id)
      return Caller{.role = std::nullopt, .scope = store::Scope::only(site.id), .origins = std::nullopt};
  }
  return std::nullopt;
}

}  // namespace

Result<Caller> staff_caller(std::string_view authorization, const accounts::Directory& directory, Instant now) {
  if (!authorization.starts_with(bearer))
    return fail(ErrorKind::unauthenticated, "a token is needed: send Authorization: Bearer …");
  const store::ApiToken* token = directory.token(authorization.substr(bearer.size()), now);
  if (token == nullptr) return fail(ErrorKind::unauthenticated, "the token is not known, or has expired");
  const std::string id = token->name.empty() ? fmt::format("{:02x}{:02x}", token->hash.bytes[0], token->hash.bytes[1]) : "";
  return Caller{.role = token->role,
                .staff_id = fmt::format("{:02x}", fmt::join(token->hash.bytes.begin(), token->hash.bytes.begin() + 8, "")),
                .staff_name = token->name.empty() ? fmt::format("{} {}", name_of(token->role), id) : token->name,
                .scope = token->site ? store::Scope::only(*token->site) : store::Scope::every_site(),
                .origins = std::nullopt};
}

bool writes_for_site(std::string_view authorization, const accounts::Directory& directory, Instant now, SiteId site) {
  const auto caller = staff_caller(authorization, directory, now);
  return caller && may(Who::staff_write, *caller->role) && caller->scope.allows(site);
}

Result<Caller> check_access(const Route& route, const Credentials& credentials, const std::vector<std::string>& variables,
                            const accounts::Directory& directory, Instant now, bool has_test_clock) {
  switch (route.who) {
    case Who::anyone: return Caller{};
    case Who::visitor:
    case Who::session: {
      Caller caller;
      if (!credentials.origin.empty()) caller.origins = directory.sites_allowing(credentials.origin);
      return caller;
    }
    case Who::operator_:
      if (!credentials.is_unix) return fail(ErrorKind::not_found, "there is nothing here");
      return Caller{};
    case Who::test_clock:
      if (!has_test_clock || !(credentials.is_unix || credentials.is_loopback))
        return fail(ErrorKind::not_found, "there is nothing here");
      return Caller{};
    case Who::staff_or_user: {
      const std::string_view token =
          credentials.authorization.starts_with(bearer) ? credentials.authorization.substr(bearer.size()) : std::string_view();
      if (auto user = user_caller(token, variables.at(0), directory, now)) return *user;
      break;
    }
    default: break;
  }
  auto caller = staff_caller(credentials.authorization, directory, now);
  if (!caller) return caller;
  if (!may(route.who, *caller->role))
    return fail(ErrorKind::not_allowed, fmt::format("the role {} may not do this", name_of(*caller->role)));
  return caller;
}

}  // namespace sojourn::api
