#pragma once

// Which sites a caller may touch. Every piece of work and every question carries one: nothing crosses sites.

#include "base/uuid.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace sojourn::store {

class Scope {
 public:
  static Scope every_site() { return Scope(std::nullopt); }
  static Scope only(SiteId site) { return Scope(std::vector{site}); }
  static Scope only(std::vector<SiteId> sites) { return Scope(std::move(sites)); }

  bool allows(SiteId site) const { return !sites_ || std::ranges::find(*sites_, site) != sites_->end(); }
  /// The sites by name, or nothing where every site is allowed.
  const std::optional<std::vector<SiteId>>& sites() const { return sites_; }

 private:
  explicit Scope(std::optional<std::vector<SiteId>> sites) : sites_(std::move(sites)) {}
  std::optional<std::vector<SiteId>> sites_;
};

}  // namespace sojourn::store
