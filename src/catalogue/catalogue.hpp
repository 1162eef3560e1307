#pragma once

// A site's properties (listings by default), by id. Held in memory whole: the panel names the property that somebody is looking at
// many times a second.

#include "base/uuid.hpp"

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace sojourn::catalogue {

struct Property {
  std::string property_id;
  std::string address;
  std::string city;
  std::string state;
  std::string type;
  std::string project;
  std::optional<double> price;
  std::optional<std::int64_t> bedrooms;
  std::string details;  ///< The JSON object as given, all members.
};

/// Any thread.
class Catalogue {
 public:
  void put(const SiteId& site, Property property);
  std::optional<Property> find(const SiteId& site, const std::string& property_id) const;
  /// Copies of all of a site's properties.
  std::vector<Property> all(const SiteId& site) const;
  std::size_t size(const SiteId& site) const;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<SiteId, std::unordered_map<std::string, Property>> by_site_;
};

}  // namespace sojourn::catalogue
