#pragma once

// Who may do what: the sites with their public keys and origins, and the API tokens. A snapshot in memory, replaced as a whole when
// something changes, so that no request waits for a question to the store.

#include "store/store.hpp"

#include <atomic>
#include <memory>
#include <unordered_map>

namespace sojourn::accounts {

/// One snapshot. Immutable; any thread.
class Directory {
 public:
  Directory(std::vector<store::Site> sites, std::vector<store::ApiToken> tokens);

  const store::Site* site(const SiteId& id) const;
  const store::Site* site_of_public_key(std::string_view public_key) const;
  const std::vector<store::Site>& sites() const { return sites_; }

  /// The token's rights, where it is known and has not expired.
  const store::ApiToken* token(std::string_view text, Instant now) const;

  /// The sites on whose pages this `Origin` may stand; none for an unknown one.
  store::Scope sites_allowing(std::string_view origin) const;

 private:
  std::vector<store::Site> sites_;
  std::unordered_map<SiteId, const store::Site*> by_id_;
  std::unordered_map<std::string, const store::Site*> by_public_key_;
  std::unordered_map<SecretHash, store::ApiToken> tokens_;
};

/// Whether the site lists this origin (scheme, host and port, as browsers send it) or `*`.
bool allows_origin(const store::Site& site, std::string_view origin);

/// Holds the current snapshot. Any thread.
class Accounts {
 public:
  /// Reads the sites and tokens anew.
  Result<void> reload(store::Reader& reader);
  std::shared_ptr<const Directory> directory() const { return directory_.load(); }

 private:
  std::atomic<std::shared_ptr<const Directory>> directory_{
      std::make_shared<const Directory>(std::vector<store::Site>{}, std::vector<store::ApiToken>{})};
};

/// A new site with a fresh id, public key and user token secret.
store::Site make_site(std::string name, std::vector<std::string> origins, Instant now, Random& random);

/// `https://example.com`, `http://localhost:3000` or `*`; invalid_input otherwise, with what is wrong with it.
Result<std::string> parse_origin(std::string_view text);

/// A new API token: what to show once, and what to store.
struct NewApiToken {
  Secret text;
  store::ApiToken token;
};
NewApiToken make_api_token(store::Role role, std::optional<SiteId> site, std::string name, Random& random);

}  // namespace sojourn::accounts
