// The board against a model: a plain list of visits that is searched and sorted anew for each question. Random visits start, act
// and end at random times; every question must get the model's answer.

#include "live/board.hpp"
#include "live/record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::live {
namespace {

const Instant start = Instant::from_seconds(1'800'000'000);
const SiteId site{Uuid{{1}}};

visits::Visit visit_of(std::uint64_t number, Instant began, Instant last_activity, std::uint32_t inquiries = 0) {
  visits::Visit visit;
  SeededRandom random(number);
  visit.id.uuid = make_uuid7(began, random);
  visit.site = site;
  visit.start = began;
  visit.idle_timeout = Seconds(1800);
  visit.figures = visits::figures_at(began);
  visit.figures.last_activity = last_activity;
  visit.device.type = "desktop";
  visit.location.city = number % 2 == 0 ? "Houston" : "Austin";
  visits::Event event;
  event.type = visits::EventType::inquiry;
  event.moment.at = began;
  for (std::uint32_t i = 0; i < inquiries; ++i) visits::fold(visit.figures, event);
  return visit;
}

store::VisitChange change(store::VisitChange::Kind kind, visits::Visit visit) {
  return {kind, std::move(visit)};
}

std::vector<VisitId> ids_of(const Panel& panel) {
  std::vector<VisitId> ids;
  for (const PanelVisit& visit : panel.visits) ids.push_back(visit.visit);
  return ids;
}

class Model {
 public:
  std::map<VisitId, visits::Visit> visits;

  std::vector<const visits::Visit*> matching(const Query& query, Instant now) const {
    std::vector<const visits::Visit*> found;
    for (const auto& [id, visit] : visits) {
      if (visit.figures.last_activity.seconds() < (now - query.within).seconds()) continue;
      if (!query.city.empty() && visit.location.city != query.city) continue;
      if (query.category && visits::category_of(score(visit)) != *query.category) continue;
      found.push_back(&visit);
    }
    return found;
  }
  static int score(const visits::Visit& visit) { return score_of(visit, visits::default_score_rules()); }

  std::vector<VisitId> first(const Query& query, Instant now) const {
    auto found = matching(query, now);
    std::ranges::sort(found, [&](const visits::Visit* a, const visits::Visit* b) {
      if (query.sort == Sort::started) return std::tie(a->start, a->id) > std::tie(b->start, b->id);
      return std::tie(a->figures.last_activity, a->id) > std::tie(b->figures.last_activity, b->id);
    });
    std::vector<VisitId> ids;
    for (const visits::Visit* visit : found) {
      if (ids.size() < query.limit) ids.push_back(visit->id);
    }
    return ids;
  }
  Counts counts(const Query& query, Instant now) const {
    Counts counts;
    for (const visits::Visit* visit : matching(query, now)) {
      ++counts.total;
      const auto category = visits::category_of(score(*visit));
      ++(category == visits::ScoreCategory::hot ? counts.hot : category == visits::ScoreCategory::warm ? counts.warm : counts.cold);
    }
    return counts;
  }
};

RC_GTEST_PROP(Board, AnswersAsAPlainListWould, ()) {
  const visits::Rulebook rules;
  Board board(rules);
  Model model;
  Instant now = start;
  std::uint64_t made = 0;
  const int steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    now = now + Milliseconds(*rc::gen::inRange(0, 200'000));
    const int what = *rc::gen::inRange(0, 4);
    if (what <= 1 || model.visits.empty()) {
      const auto visit = visit_of(++made, now - Seconds(*rc::gen::inRange(0, 100)), now, *rc::gen::inRange<std::uint32_t>(0, 4));
      model.visits[visit.id] = visit;
      board.apply(std::vector{change(store::VisitChange::Kind::started, visit)}, now);
    } else {
      auto chosen =
          std::next(model.visits.begin(), *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(model.visits.size())));
      if (what == 2) {
        chosen->second.figures.last_activity =
            std::max(chosen->second.figures.last_activity, now - Seconds(*rc::gen::inRange(0, 1000)));
        visits::Event event;
        event.type = visits::EventType::tour_request;
        event.moment.at = chosen->second.start;
        visits::fold(chosen->second.figures, event);
        board.apply(std::vector{change(store::VisitChange::Kind::changed, chosen->second)}, now);
      } else {
        board.apply(std::vector{change(store::VisitChange::Kind::ended, chosen->second)}, now);
        model.visits.erase(chosen);
      }
    }
    for (const Sort sort : {Sort::started, Sort::activity}) {
      Query query{.limit = *rc::gen::inRange<std::size_t>(1, 8), .sort = sort};
      query.within = Seconds(*rc::gen::element(900, 900, 60, 5000));
      if (*rc::gen::inRange(0, 4) == 0) query.city = "Austin";
      if (*rc::gen::inRange(0, 4) == 0) query.category = visits::ScoreCategory::hot;
      const Panel panel = board.query(site, query, now);
      RC_ASSERT(ids_of(panel) == model.first(query, now));
      RC_ASSERT(panel.counts == model.counts(query, now));
    }
    Query by_score{.limit = 3, .sort = Sort::score};
    const Panel panel = board.query(site, by_score, now);
    std::vector<int> scores;
    for (const visits::Visit* visit : model.matching(by_score, now)) scores.push_back(Model::score(*visit));
    std::ranges::sort(scores, std::greater());
    scores.resize(std::min<std::size_t>(scores.size(), 3));
    std::vector<int> shown;
    for (const PanelVisit& visit : panel.visits) shown.push_back(visit.score);
    RC_ASSERT(shown == scores);
  }
}

TEST(Board, TheSequenceRisesWithEveryChangeAndWithWhatLeavesByTime) {
  const visits::Rulebook rules;
  Board board(rules);
  const auto visit = visit_of(1, start, start);
  board.apply(std::vector{change(store::VisitChange::Kind::started, visit)}, start);
  const auto after_start = board.sequence(site);
  EXPECT_GT(after_start, 0U);
  board.query(site, {}, start + std::chrono::minutes(16));
  EXPECT_GT(board.sequence(site), after_start);
}

TEST(Board, RemembersHowAVisitLeft) {
  const visits::Rulebook rules;
  Board board(rules);
  auto visit = visit_of(1, start, start);
  board.apply(std::vector{change(store::VisitChange::Kind::started, visit)}, start);
  visit.declared_end = visits::DeclaredEnd{
      .moment = {start + Seconds(5), 0, 0}, .reason = visits::ExitReason::logout, .page = "", .last_action = ""};
  board.apply(std::vector{change(store::VisitChange::Kind::ended, visit)}, start + Seconds(5));
  ASSERT_TRUE(board.departure(visit.id));
  EXPECT_EQ(board.departure(visit.id)->reason, visits::ExitReason::logout);
  EXPECT_EQ(board.size(), 0U);
}

TEST(Board, KeepsRobotsApart) {
  const visits::Rulebook rules;
  Board board(rules);
  auto visit = visit_of(1, start, start);
  visit.device.type = "bot";
  board.apply(std::vector{change(store::VisitChange::Kind::started, visit)}, start);
  EXPECT_EQ(board.query(site, {}, start).counts.total, 0U);
}

TEST(Board, ShowsAnotherSiteNothing) {
  const visits::Rulebook rules;
  Board board(rules);
  board.apply(std::vector{change(store::VisitChange::Kind::started, visit_of(1, start, start))}, start);
  EXPECT_TRUE(board.query(SiteId{Uuid{{2}}}, {}, start).visits.empty());
}

TEST(PackedTexts, GivesBackWhatWasPutIn) {
  PackedTexts texts;
  EXPECT_EQ(texts.get(page_text), "");
  std::array<std::string_view, own_text_count> put{};
  put[lead_email_text] = "a@b.c";
  put[property_text] = "42";
  texts.assign(put);
  for (std::size_t i = 0; i < own_text_count; ++i) EXPECT_EQ(texts.get(static_cast<OwnText>(i)), put[i]);
}

RC_GTEST_PROP(RecordTable, FindsWhatIsThereAndNothingElse, ()) {
  Slab slab;
  RecordTable table(slab);
  std::map<VisitId, std::uint32_t> model;
  SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
  for (int step = 0; step < 300; ++step) {
    if (model.empty() || random.below(3) > 0) {
      const std::uint32_t index = slab.add();
      slab[index].visit.uuid = make_uuid7(start, random);
      table.insert(slab[index].visit, index);
      model[slab[index].visit] = index;
    } else {
      auto chosen = std::next(model.begin(), static_cast<std::ptrdiff_t>(random.below(model.size())));
      table.erase(chosen->first);
      RC_ASSERT(table.find(chosen->first) == no_record);
      model.erase(chosen);
    }
  }
  RC_ASSERT(table.size() == model.size());
  for (const auto& [visit, index] : model) RC_ASSERT(table.find(visit) == index);
}

}  // namespace
}  // namespace sojourn::live
