#include "catalogue/recommendation.hpp"

#include <cmath>

namespace sojourn::catalogue {
namespace {

constexpr double city_share = 0.35;
constexpr double bedrooms_share = 0.2;
constexpr double type_share = 0.15;
constexpr double price_share = 0.3;
constexpr double price_distance_max = 0.4;  ///< Further off in price, relative to the one seen, there is no likeness.

bool is_same(const std::string& a, const std::string& b) {
  return !a.empty() && a == b;
}

double price_likeness(const Property& a, const Property& b) {
  if (!a.price || !b.price || *b.price <= 0) return 0;
  return std::max(0.0, 1 - std::abs(*a.price / *b.price - 1) / price_distance_max);
}

double likeness(const Property& offer, const Property& seen) {
  double sum = 0;
  if (is_same(offer.city, seen.city)) sum += city_share;
  if (offer.bedrooms && offer.bedrooms == seen.bedrooms) sum += bedrooms_share;
  if (is_same(offer.type, seen.type)) sum += type_share;
  return sum + price_share * price_likeness(offer, seen);
}

double weight_of(const Seen& seen) {
  return seen.views + save_weight * seen.saves;
}

std::string in_words(std::size_t count) {
  constexpr std::array<std::string_view, 6> words = {"none", "one", "two", "three", "four", "five"};
  return count < words.size() ? std::string(words[count]) : fmt::format("{}", count);
}

/// `3 bedrooms in Houston, like the two saved`; "" where these have nothing in common with the offer.
std::string common_reason(const Property& offer, std::span<const Seen> seen, bool of_saved) {
  const auto counts = [&](const Seen& one) { return of_saved ? one.saves > 0 : one.views + one.saves > 0; };
  std::size_t in_city = 0;
  std::size_t with_bedrooms = 0;
  std::size_t with_both = 0;
  for (const Seen& one : seen) {
    if (!counts(one)) continue;
    const bool city = is_same(offer.city, one.property.city);
    const bool bedrooms = offer.bedrooms && offer.bedrooms == one.property.bedrooms;
    in_city += city ? 1 : 0;
    with_bedrooms += bedrooms ? 1 : 0;
    with_both += city && bedrooms ? 1 : 0;
  }
  const std::string_view done = of_saved ? "saved" : "viewed";
  const std::string rooms = offer.bedrooms ? fmt::format("{} bedroom{}", *offer.bedrooms, *offer.bedrooms == 1 ? "" : "s") : "";
  if (with_both > 0) return fmt::format("{} in {}, like the {} {}", rooms, offer.city, in_words(with_both), done);
  if (in_city > 0) return fmt::format("in {}, like the {} {}", offer.city, in_words(in_city), done);
  if (with_bedrooms > 0) return fmt::format("{}, like the {} {}", rooms, in_words(with_bedrooms), done);
  return "";
}

std::vector<std::string> reasons_for(const Property& offer, std::span<const Seen> seen) {
  std::vector<std::string> reasons;
  std::string common = common_reason(offer, seen, true);
  if (common.empty()) common = common_reason(offer, seen, false);
  if (!common.empty()) reasons.push_back(std::move(common));
  const auto priced = std::ranges::find_if(seen, [&](const Seen& one) { return price_likeness(offer, one.property) >= 0.75; });
  if (priced != seen.end()) {
    const bool has_address = !priced->property.address.empty();
    reasons.push_back(fmt::format("about the price of {}", has_address ? priced->property.address : priced->property.property_id));
  }
  const auto alike = std::ranges::find_if(seen, [&](const Seen& one) { return is_same(offer.type, one.property.type); });
  if (reasons.empty() && alike != seen.end()) reasons.push_back(fmt::format("also of the type {}", offer.type));
  return reasons;
}

}  // namespace

std::vector<Recommendation> recommend(std::span<const Seen> seen, std::span<const Property> offers, std::size_t count) {
  double weights = 0;
  for (const Seen& one : seen) weights += weight_of(one);
  std::vector<std::pair<double, const Property*>> matches;
  if (weights == 0) return {};
  for (const Property& offer : offers) {
    const bool is_seen = std::ranges::any_of(seen, [&](const Seen& one) { return one.property.property_id == offer.property_id; });
    if (is_seen) continue;
    double match = 0;
    for (const Seen& one : seen) match += weight_of(one) / weights * likeness(offer, one.property);
    if (match >= match_min) matches.emplace_back(match, &offer);
  }
  const auto is_better = [](const auto& a, const auto& b) {
    return std::tuple(-a.first, std::string_view(a.second->property_id)) <
           std::tuple(-b.first, std::string_view(b.second->property_id));
  };
  std::ranges::sort(matches, is_better);
  std::vector<Recommendation> best;
  for (std::size_t i = 0; i < std::min(count, matches.size()); ++i) {
    const auto& [match, offer] = matches[i];
    best.push_back({*offer, std::round(match * 100) / 100, reasons_for(*offer, seen)});
  }
  return best;
}

}  // namespace sojourn::catalogue
