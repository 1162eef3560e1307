// The central law: a visit is the fold of the set of its events. Each test below builds random events and folds them in some other
// order, grouping or repetition; the figures must be equal to the last bit.

#include "visits/figures.hpp"
#include "visits/score.hpp"
#include "visits/seen_ids.hpp"
#include "visits/visit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

const Instant start = Instant::from_ms(1'795'253'400'000);

struct OwnedEvent {
  std::string id, custom_name, page, title, property;
  EventType type = EventType::custom;
  std::int64_t after_ms = 0;
  std::uint32_t sequence = 0;
  bool is_scored = true;

  Event view() const {
    Event event;
    event.id = id;
    event.type = type;
    event.type_name = type == EventType::custom ? std::string_view(custom_name) : name_of(type);
    event.moment = {start + Milliseconds(after_ms), sequence, hash_event_id(id)};
    event.is_scored = is_scored;
    event.page = page;
    event.title = title;
    event.property_id = property;
    return event;
  }
};

std::ostream& operator<<(std::ostream& out, const OwnedEvent& event) {
  return out << event.id << ":" << static_cast<int>(event.type) << "@" << event.after_ms;
}

/// Distinct ids, few distinct times and pages: ties are where order could matter.
rc::Gen<std::vector<OwnedEvent>> some_events() {
  const auto one = rc::gen::build<OwnedEvent>(
      rc::gen::set(&OwnedEvent::custom_name,
                   rc::gen::map(rc::gen::inRange(0, 100), [](int n) { return fmt::format("custom{}", n); })),
      rc::gen::set(&OwnedEvent::page, rc::gen::element<std::string>("", "/", "/a", "/b")),
      rc::gen::set(&OwnedEvent::title, rc::gen::element<std::string>("", "A", "B")),
      rc::gen::set(&OwnedEvent::property, rc::gen::element<std::string>("", "1", "2")),
      rc::gen::set(&OwnedEvent::type, rc::gen::map(rc::gen::inRange(0, static_cast<int>(event_type_count)),
                                                   [](int type) { return static_cast<EventType>(type); })),
      rc::gen::set(&OwnedEvent::after_ms, rc::gen::element<std::int64_t>(0, 1, 1000, 60'000, 86'400'000)),
      rc::gen::set(&OwnedEvent::sequence, rc::gen::inRange<std::uint32_t>(0, 3)), rc::gen::set(&OwnedEvent::is_scored));
  return rc::gen::map(rc::gen::container<std::vector<OwnedEvent>>(one), [](std::vector<OwnedEvent> events) {
    for (std::size_t i = 0; i < events.size(); ++i) events[i].id = fmt::format("e{}", i);
    return events;
  });
}

Figures fold_all(const std::vector<OwnedEvent>& events) {
  Figures figures = figures_at(start);
  for (const OwnedEvent& event : events) fold(figures, event.view());
  return figures;
}

std::vector<OwnedEvent> shuffled(std::vector<OwnedEvent> events) {
  for (std::size_t i = events.size(); i > 1; --i) {
    std::swap(events[i - 1], events[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  return events;
}

RC_GTEST_PROP(FiguresLaw, AnyOrderGivesTheSame, ()) {
  const auto events = *some_events();
  RC_ASSERT(fold_all(shuffled(events)) == fold_all(events));
}

RC_GTEST_PROP(FiguresLaw, MergeCommutes, ()) {
  const auto a = fold_all(*some_events());
  const auto b = fold_all(*some_events());
  // Ids of the two sets overlap here; merge must not care.
  const auto ab = merge(a, b);
  const auto ba = merge(b, a);
  RC_ASSERT(ab.counts == ba.counts);
  RC_ASSERT(ab.scored_counts == ba.scored_counts);
  RC_ASSERT(ab.properties == ba.properties);
  RC_ASSERT(ab.last_scored == ba.last_scored);
  RC_ASSERT(ab.custom_counts == ba.custom_counts);
  RC_ASSERT(ab.last_activity == ba.last_activity);
}

RC_GTEST_PROP(FiguresLaw, AnySplitMergesToTheSame, ()) {
  const auto events = *some_events();
  std::vector<OwnedEvent> parts[3];
  for (const OwnedEvent& event : events) parts[*rc::gen::inRange<std::size_t>(0, 3)].push_back(event);
  const Figures left = merge(merge(fold_all(parts[0]), fold_all(parts[1])), fold_all(parts[2]));
  const Figures right = merge(fold_all(parts[0]), merge(fold_all(parts[1]), fold_all(parts[2])));
  RC_ASSERT(left == right);
  RC_ASSERT(left == fold_all(events));
  RC_ASSERT(merge(fold_all(parts[2]), merge(fold_all(parts[1]), fold_all(parts[0]))) == left);
}

RC_GTEST_PROP(FiguresLaw, AVisitWithoutEventsIsNeutral, ()) {
  const auto figures = fold_all(*some_events());
  RC_ASSERT(merge(figures, figures_at(start)) == figures);
  RC_ASSERT(merge(figures_at(start), figures) == figures);
}

RC_GTEST_PROP(FiguresLaw, RepeatsChangeNothing, ()) {
  const auto events = *some_events();
  auto repeated = events;
  for (const OwnedEvent& event : events) {
    const int copies = *rc::gen::inRange(0, 3);
    for (int i = 0; i < copies; ++i) repeated.push_back(event);
  }
  Figures figures = figures_at(start);
  SeenIds seen;
  for (const OwnedEvent& event : shuffled(repeated)) {
    if (seen.insert(event.view().moment.id_hash)) fold(figures, event.view());
  }
  RC_ASSERT(figures == fold_all(events));
}

RC_GTEST_PROP(FiguresLaw, LastActivityAndCountsNeverFall, ()) {
  Figures figures = figures_at(start);
  for (const OwnedEvent& event : *some_events()) {
    const Figures before = figures;
    fold(figures, event.view());
    RC_ASSERT(figures.last_activity >= before.last_activity);
    RC_ASSERT(figures.action_count() >= before.action_count());
  }
}

RC_GTEST_PROP(FiguresLaw, StoredFormRoundTrips, ()) {
  const auto figures = fold_all(*some_events());
  const auto back = decode(encode(figures));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == figures);
}

RC_GTEST_PROP(FiguresLaw, DamagedStoredFormIsNeverMistakenForWhole, ()) {
  auto bytes = encode(fold_all(*some_events()));
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
  RC_ASSERT(!decode(bytes).has_value());
}

RC_GTEST_PROP(EventTimeLaw, LiesBetweenStartAndReceiptWhateverTheClientSays, (std::int64_t claimed, std::int64_t sent)) {
  const auto bounded = [](std::int64_t ms) { return Instant::from_ms(ms % 4'000'000'000'000); };
  const Instant received = start + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 86'400'000));
  const Instant at = event_time(bounded(claimed), bounded(sent), start, received);
  RC_ASSERT(at >= start);
  RC_ASSERT(at <= received);
}

RC_GTEST_PROP(EventTimeLaw, ASlowRequestDoesNotOvertakeTheNextOne, ()) {
  const Instant first = start + Seconds(10);
  const Instant second = first + Milliseconds(*rc::gen::inRange(0, 500));
  const Milliseconds slow(*rc::gen::inRange(0, 2001));
  RC_ASSERT(event_time(first, first, start, first + slow) <= event_time(second, second, start, second + Milliseconds(1)));
}

RC_GTEST_PROP(EventTimeLaw, DoesNotDependOnTheClientsClock, ()) {
  const Milliseconds skew(*rc::gen::inRange<std::int64_t>(-1'576'800'000'000, 1'576'800'000'000));
  const Instant received = start + Seconds(100);
  const Instant happened = start + Milliseconds(*rc::gen::inRange<std::int64_t>(0, 100'000));
  const bool is_small = std::chrono::abs(skew) <= network_delay_max;
  const Instant expected = is_small ? std::clamp(happened + skew, start, received) : happened;
  RC_ASSERT(event_time(happened + skew, received + skew, start, received) == expected);
}

}  // namespace
}  // namespace sojourn::visits
