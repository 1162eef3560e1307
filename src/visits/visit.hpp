#pragma once

// A visit: one stay on the site. What is fixed when it starts, how it may have ended, and the figures that its events fold into.

#include "visits/figures.hpp"

#include "base/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sojourn::visits {

struct Device {
  std::string type;  ///< desktop | mobile | tablet | bot, "" where unknown.
  std::string browser;
  std::string os;
  std::string screen_size;
  bool operator==(const Device&) const = default;
};

/// How the visitor came.
struct Entry {
  std::string page;
  std::string source;  ///< direct | internal | external
  std::string referrer;
  std::string campaign;
  bool operator==(const Entry&) const = default;
};

/// Degrees of the place, not of the person.
struct Coordinates {
  double latitude = 0;
  double longitude = 0;
  bool operator==(const Coordinates&) const = default;
};

struct Location {
  std::string city;
  std::string state;
  std::string country;
  std::optional<Coordinates> coordinates;
  bool operator==(const Location&) const = default;
};

/// The person that a visitor was identified as.
struct KnownAs {
  LeadId lead;
  std::string email;
  std::string name;
  bool operator==(const KnownAs&) const = default;
};

enum class ExitReason : std::uint8_t { logout = 1, timeout = 2, error = 3, navigation = 4 };
std::string_view name_of(ExitReason reason);
std::optional<ExitReason> exit_reason_of(std::string_view name);

/// The first end of a visit that somebody declared; a timeout is not declared but follows from the figures.
struct DeclaredEnd {
  Moment moment;
  ExitReason reason = ExitReason::navigation;
  std::string page;
  std::string last_action;
  bool operator==(const DeclaredEnd&) const = default;
};

/// Where a visit is shown and counted, see lane.hpp.
enum class Lane : std::uint8_t { people = 0, bots = 1 };

struct Visit {
  VisitId id;
  SiteId site;
  std::string visitor_id;
  std::string user_id;  ///< "" while unknown, as are the others.
  std::optional<KnownAs> known_as;
  Instant start;
  Milliseconds idle_timeout{0};  ///< The site's when the visit started.
  Device device;
  Entry entry;
  Location location;
  std::string address;             ///< Truncated before it came here.
  bool is_returning = false;       ///< The visitor was here within the seven days before.
  std::string automation;          ///< Why it is a program, as far as was known at the start; "" for a person.
  std::optional<Lane> staff_lane;  ///< A colleague's judgement.
  std::string staff_lane_by;
  Figures figures;
  std::optional<DeclaredEnd> declared_end;

  /// Nobody that we know stands behind it; a user id that was not vouched for is only a label.
  bool is_anonymous() const { return !known_as; }
  /// The entry page as given, else the first page viewed.
  std::string_view entry_page() const {
    return entry.page.empty() ? std::string_view(figures.first_page.text) : std::string_view(entry.page);
  }
  /// The page that the end named, else the last page viewed; means something once the visit is not active.
  std::string_view exit_page() const {
    const bool is_named = declared_end && !declared_end->page.empty();
    return is_named ? std::string_view(declared_end->page) : std::string_view(figures.current_page.path.text);
  }
};

/// How a visit stands at `now`.
struct Standing {
  bool is_active = true;
  Instant ended_at;  ///< Where it is not active: the declared end, or the last activity.
  ExitReason reason = ExitReason::timeout;
};
Standing standing_of(const Visit& visit, Instant now);

/// When time alone ends an active visit: the first moment that is more than the idle timeout after the last activity.
Instant times_out_at(const Visit& visit);

/// Whether an event of time `at` belongs to this visit rather than to a later one.
bool covers(const Visit& visit, Instant at);

/// Whole seconds from the start to the end, or to the last activity while it is open.
std::int64_t duration_seconds(const Visit& visit, Instant now);

/// Left at once: under 30 s and at most one action.
bool is_bounce(std::int64_t duration_seconds, std::uint32_t action_count);

/// A difference between sending and receipt up to this is the network's and not the clock's. Taking it off would move the events of
/// a slow request behind those of the quick one that came after it.
inline constexpr Milliseconds network_delay_max{2'000};

/// The time of an event on the server's clock: the client's error is taken off by when it says it sent the batch, and the result
/// lies between the visit's start and the moment of receipt.
Instant event_time(std::optional<Instant> claimed, std::optional<Instant> sent_at, Instant start, Instant received);

}  // namespace sojourn::visits
