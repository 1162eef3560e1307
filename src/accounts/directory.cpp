#include "accounts/directory.hpp"

namespace sojourn::accounts {

Directory::Directory(std::vector<store::Site> sites, std::vector<store::ApiToken> tokens) : sites_(std::move(sites)) {
  for (const store::Site& site : sites_) {
    by_id_[site.id] = &site;
    by_public_key_[site.public_key] = &site;
  }
  for (const store::ApiToken& token : tokens) tokens_[token.hash] = token;
}

const store::Site* Directory::site(const SiteId& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const store::Site* Directory::site_of_public_key(std::string_view public_key) const {
  const auto found = by_public_key_.find(std::string(public_key));
  return found == by_public_key_.end() ? nullptr : found->second;
}

const store::ApiToken* Directory::token(std::string_view text, Instant now) const {
  const auto found = tokens_.find(hash_secret(text));
  if (found == tokens_.end()) return nullptr;
  const bool has_expired = found->second.expires && *found->second.expires <= now;
  return has_expired ? nullptr : &found->second;
}

store::Scope Directory::sites_allowing(std::string_view origin) const {
  std::vector<SiteId> allowing;
  for (const store::Site& site : sites_) {
    if (allows_origin(site, origin)) allowing.push_back(site.id);
  }
  return store::Scope::only(std::move(allowing));
}

bool allows_origin(const store::Site& site, std::string_view origin) {
  return std::ranges::any_of(site.origins, [&](const std::string& listed) { return listed == "*" || listed == origin; });
}

Result<void> Accounts::reload(store::Reader& reader) {
  auto sites = reader.sites();
  if (!sites) return std::unexpected(sites.error());
  auto tokens = reader.tokens();
  if (!tokens) return std::unexpected(tokens.error());
  directory_.store(std::make_shared<const Directory>(std::move(*sites), std::move(*tokens)));
  return {};
}

store::Site make_site(std::string name, std::vector<std::string> origins, Instant now, Random& random) {
  store::Site site;
  site.id = SiteId{make_uuid7(now, random)};
  site.name = std::move(name);
  site.origins = std::move(origins);
  site.public_key = make_secret("pk_", random).reveal();
  site.user_token_secret = make_secret("uts_", random).reveal();
  return site;
}

Result<std::string> parse_origin(std::string_view text) {
  if (text == "*") return std::string(text);
  const bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
  if (!has_scheme) return invalid("origin", fmt::format("{} should begin with https:// or http://", text));
  if (text.ends_with('/')) text.remove_suffix(1);
  const std::string_view host = text.substr(text.find("://") + 3);
  if (host.empty() || host.find_first_of("/?#@ \t") != std::string_view::npos) {
    return invalid("origin", fmt::format("{} should be a scheme, a host and perhaps a port, such as https://example.com", text));
  }
  std::string origin(text);
  std::ranges::transform(origin, origin.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (origin.starts_with("https://") && origin.ends_with(":443")) origin.resize(origin.size() - 4);
  if (origin.starts_with("http://") && origin.ends_with(":80")) origin.resize(origin.size() - 3);
  return origin;
}

NewApiToken make_api_token(store::Role role, std::optional<SiteId> site, std::string name, Random& random) {
  NewApiToken made;
  made.text = make_secret("sja_", random);
  made.token.hash = hash_secret(made.text.reveal());
  made.token.name = std::move(name);
  made.token.role = role;
  made.token.site = site;
  return made;
}

}  // namespace sojourn::accounts
