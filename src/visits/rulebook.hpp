#pragma once

// The rules that each site has published. What a store has read from its record; everybody who scores asks here.

#include "visits/score_rules.hpp"

#include "base/uuid.hpp"

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace sojourn::visits {

struct PublishedRules {
  std::int64_t version = 0;  ///< 0 for the rules that a site starts with.
  ScoreRules rules;
};

/// Any thread.
class Rulebook {
 public:
  /// What the site has published last, else the defaults. Never null.
  std::shared_ptr<const PublishedRules> of(const SiteId& site) const {
    const std::shared_lock lock(mutex_);
    const auto found = by_site_.find(site);
    return found == by_site_.end() ? defaults_ : found->second;
  }

  void put(const SiteId& site, PublishedRules rules) {
    auto shared = std::make_shared<const PublishedRules>(std::move(rules));
    const std::unique_lock lock(mutex_);
    by_site_[site] = std::move(shared);
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<SiteId, std::shared_ptr<const PublishedRules>> by_site_;
  const std::shared_ptr<const PublishedRules> defaults_ =
      std::make_shared<const PublishedRules>(PublishedRules{0, default_score_rules()});
};

}  // namespace sojourn::visits
