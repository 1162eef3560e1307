#include "catalogue/catalogue.hpp"

namespace sojourn::catalogue {

void Catalogue::put(const SiteId& site, Property property) {
  const std::unique_lock lock(mutex_);
  std::string id = property.property_id;
  by_site_[site].insert_or_assign(std::move(id), std::move(property));
}

std::optional<Property> Catalogue::find(const SiteId& site, const std::string& property_id) const {
  const std::shared_lock lock(mutex_);
  const auto properties = by_site_.find(site);
  if (properties == by_site_.end()) return std::nullopt;
  const auto found = properties->second.find(property_id);
  if (found == properties->second.end()) return std::nullopt;
  return found->second;
}

std::vector<Property> Catalogue::all(const SiteId& site) const {
  std::vector<Property> properties;
  const std::shared_lock lock(mutex_);
  if (const auto found = by_site_.find(site); found != by_site_.end()) {
    for (const auto& [id, property] : found->second) properties.push_back(property);
  }
  return properties;
}

std::size_t Catalogue::size(const SiteId& site) const {
  const std::shared_lock lock(mutex_);
  const auto properties = by_site_.find(site);
  return properties == by_site_.end() ? 0 : properties->second.size();
}

}  // namespace sojourn::catalogue
