#include "visits/log_sessions.hpp"

#include "visits/visit.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

const VisitorKeys keys(std::as_bytes(std::span("a secret")));

LogHit hit(std::uint64_t visitor, std::uint32_t at) {
  return {.visitor = visitor, .line = at, .at = at};
}

/// The lengths of the visits, in the order of visitors and time.
std::vector<std::uint64_t> lengths(std::vector<LogHit> hits) {
  std::vector<std::uint64_t> result;
  for (const auto& visit : form_visits(hits)) result.push_back(visit.count);
  return result;
}

/// The visits as what does not depend on where their lines stood.
using Line = std::tuple<std::uint64_t, std::uint32_t, std::uint64_t>;
std::multiset<std::vector<Line>> facts_of(std::vector<LogHit> hits) {
  std::multiset<std::vector<Line>> facts;
  for (const auto& visit : form_visits(hits)) {
    std::vector<Line> lines;
    for (const auto& one : std::span(hits).subspan(visit.first, visit.count)) lines.emplace_back(one.visitor, one.at, one.line);
    facts.insert(std::move(lines));
  }
  return facts;
}

std::string sample() {
  std::ifstream file("tests/data/access_sample.log", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The ids of all events of a text, with how often each came.
std::map<std::string, int> event_ids(std::string_view text) {
  auto chunk = read_chunk(text, 0, keys);
  std::map<std::string, int> ids;
  for (const auto& visit : form_visits(chunk.hits)) {
    const auto hits = std::span(chunk.hits).subspan(visit.first, visit.count);
    const auto ordinals = ordinals_of(hits);
    for (std::size_t i = 0; i < hits.size(); ++i) ++ids[to_string(event_id_of(line_at(text, hits[i].place), ordinals[i]))];
  }
  return ids;
}

TEST(LogSessions, CutsWhereAGapIsLongerThanTheIdleTimeout) {
  EXPECT_EQ(lengths({hit(1, 1000), hit(1, 2800)}), std::vector<std::uint64_t>({2}));
  EXPECT_EQ(lengths({hit(1, 1000), hit(1, 2801)}), std::vector<std::uint64_t>({1, 1}));
  EXPECT_EQ(lengths({hit(1, 1000), hit(2, 1000), hit(1, 1000)}), std::vector<std::uint64_t>({2, 1}));
  EXPECT_EQ(lengths({}), std::vector<std::uint64_t>());
}

TEST(LogSessions, ToldApartByAddressAndAgent) {
  EXPECT_EQ(keys.visitor("203.0.113.9", "a"), keys.visitor("203.0.113.9", "a"));
  EXPECT_NE(keys.visitor("203.0.113.9", "a"), keys.visitor("203.0.113.9", "b"));
  EXPECT_NE(keys.visitor("203.0.113.9", "a"), keys.visitor("203.0.113.8", "a"));
  EXPECT_NE(keys.visitor("203.0.113.9", "a"), VisitorKeys(std::as_bytes(std::span("other"))).visitor("203.0.113.9", "a"));
}

/// The figures are those that tests/reference/log_sessions.py prints for the sample.
TEST(LogSessions, AgreesWithTheIndependentComputation) {
  const auto text = sample();
  auto chunk = read_chunk(text, 0, keys);
  const auto visits = form_visits(chunk.hits);

  std::int64_t total = 0;
  std::size_t bounces = 0, single = 0;
  std::set<std::uint64_t> visitors;
  for (const auto& visit : visits) {
    const auto hits = std::span(chunk.hits).subspan(visit.first, visit.count);
    const std::int64_t duration = hits.back().at - hits.front().at;
    const auto actions = std::ranges::count_if(hits, [](const LogHit& one) { return one.kind != LogKind::error; });
    total += duration;
    bounces += is_bounce(duration, static_cast<std::uint32_t>(actions));
    single += hits.size() == 1;
    visitors.insert(hits.front().visitor);
  }
  const auto count = [&](LogKind kind) { return std::ranges::count(chunk.hits, kind, &LogHit::kind); };

  EXPECT_EQ(chunk.lines, 1942U);
  EXPECT_EQ(chunk.unreadable, 30U);
  EXPECT_EQ(chunk.hits.size(), 1912U);
  EXPECT_EQ(count(LogKind::page_view), 701);
  EXPECT_EQ(count(LogKind::error), 329);
  EXPECT_EQ(visitors.size(), 50U);
  EXPECT_EQ(visits.size(), 389U);
  EXPECT_EQ(bounces, 88U);
  EXPECT_EQ(single, 76U);
  EXPECT_EQ(total, 625247);
}

TEST(LogSessions, PiecesReadApartAreTheWhole) {
  const auto text = sample();
  const auto whole = read_chunk(text, 0, keys);
  for (const std::size_t bytes : {1UL, 100UL, 5000UL, 10'000'000UL}) {
    LogChunk all;
    for (const auto piece : cut_at_lines(text, bytes)) {
      append(all, read_chunk(piece, static_cast<std::uint64_t>(piece.data() - text.data()), keys));
    }
    EXPECT_EQ(all.hits, whole.hits);
    EXPECT_EQ(all.lines, whole.lines);
    EXPECT_EQ(all.first_unreadable, whole.first_unreadable);
  }
}

TEST(LogSessions, NamesUnreadableLinesByTheirNumber) {
  const auto chunk = read_chunk("x\nh - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 7\r\n\nlast", 0, keys);
  const std::vector<UnreadableLine> expected = {{1, LogFault::no_address}, {3, LogFault::no_address}, {4, LogFault::no_address}};
  EXPECT_EQ(chunk.lines, 4U);
  EXPECT_EQ(chunk.first_unreadable, expected);
}

TEST(LogSessions, EveryLineHasItsOwnEventId) {
  const auto ids = event_ids(sample());
  EXPECT_EQ(ids.size(), 1912U);
  EXPECT_TRUE(std::ranges::all_of(ids, [](const auto& id) { return id.second == 1; }));
}

TEST(LogSessions, TheSameLinesBringTheSameEventIds) {
  const auto text = sample();
  std::string reversed;
  const auto pieces = cut_at_lines(text, 1);
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) reversed += *piece;
  EXPECT_EQ(event_ids(reversed), event_ids(text));
}

RC_GTEST_PROP(LogSessions, DependOnTheSetOfLinesOnly, ()) {
  const auto hits = *rc::gen::container<std::vector<LogHit>>(rc::gen::apply(
      [](std::uint64_t visitor, std::uint32_t at, std::uint64_t line) {
        return LogHit{.visitor = visitor, .line = line, .at = at};
      },
      rc::gen::inRange<std::uint64_t>(0, 4), rc::gen::inRange<std::uint32_t>(0, 20'000), rc::gen::inRange<std::uint64_t>(0, 3)));
  auto shuffled = hits;
  std::mt19937_64 chance(*rc::gen::arbitrary<std::uint64_t>());
  std::ranges::shuffle(shuffled, chance);

  RC_ASSERT(facts_of(hits) == facts_of(shuffled));
}

RC_GTEST_PROP(LogSessions, HoldEveryLineOnceAndNoLongGap, (const std::vector<std::uint16_t>& times)) {
  std::vector<LogHit> hits;
  for (const auto at : times) hits.push_back(hit(at % 3, at));
  const auto visits = form_visits(hits);

  std::uint64_t next = 0;
  for (const auto& visit : visits) {
    RC_ASSERT(visit.first == next && visit.count > 0);
    next += visit.count;
    for (auto i = visit.first + 1; i < next; ++i)
      RC_ASSERT(hits[i].at - hits[i - 1].at <= 1800U && hits[i].visitor == hits[i - 1].visitor);
    if (next < hits.size() && hits[next].visitor == hits[next - 1].visitor) RC_ASSERT(hits[next].at - hits[next - 1].at > 1800U);
  }
  RC_ASSERT(next == hits.size());
}

}  // namespace
}  // namespace sojourn::visits
