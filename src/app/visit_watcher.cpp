#include "app/visit_watcher.hpp"

#include <spdlog/spdlog.h>

namespace sojourn::app {
namespace {

constexpr std::array<std::string_view, 3> signs_of_trouble = {"dead_click", "form_fail", "rage_click"};

/// Rises whenever something happens that may be, or complete, a struggle.
std::uint64_t signs_in(const visits::Figures& figures) {
  using visits::EventType;
  std::uint64_t signs = figures.count(EventType::error) + figures.count(EventType::search) + figures.count(EventType::form_submit);
  // There and back twice needs four pages, three clicks in a second three clicks.
  if (figures.count(EventType::page_view) >= 4) signs += figures.count(EventType::page_view);
  if (figures.count(EventType::click) >= visits::rage_clicks_min) signs += figures.count(EventType::click);
  for (const std::string_view name : signs_of_trouble) signs += figures.custom_count(name);
  return signs;
}

std::string who_is(const visits::Visit& visit) {
  if (!visit.known_as)
    return visit.location.city.empty() ? "An anonymous visitor" : fmt::format("A visitor from {}", visit.location.city);
  return visit.known_as->name.empty() ? visit.known_as->email : visit.known_as->name;
}

}  // namespace

VisitWatcher::VisitWatcher(journal::Journal& journal, live::Board& board, accounts::Accounts& accounts,
                           const visits::Rulebook& rules, const Clock& clock, Tell tell)
    : journal_(journal), board_(board), accounts_(accounts), rules_(rules), clock_(clock), tell_(std::move(tell)) {}

void VisitWatcher::start(std::unique_ptr<store::Reader> reader) {
  reader_ = std::move(reader);
  thread_ = std::thread([this] { run(); });
}

void VisitWatcher::stop() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  task_came_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::optional<VisitWatcher::Task> VisitWatcher::worth_a_look(const store::VisitChange& change) {
  const visits::Visit& visit = change.visit;
  if (change.kind == store::VisitChange::Kind::ended) {
    known_.erase(visit.id);
    return std::nullopt;
  }
  const int score = score_of(visit, rules_.of(visit.site)->rules);
  const bool is_hot = visits::category_of(score) == visits::ScoreCategory::hot;
  const bool is_awaited = change.kind == store::VisitChange::Kind::started && change.marks && !change.marks->followers.empty();
  const std::uint64_t signs = signs_in(visit.figures);
  const auto before = known_.find(visit.id);
  const bool became_hot = is_hot && (before == known_.end() || !before->second.is_hot);
  const bool returned = is_awaited && (before == known_.end() || !before->second.was_greeted);
  const bool may_struggle = signs > 1 && (before == known_.end() || before->second.signs != signs);
  if (!became_hot && !returned && !may_struggle) return std::nullopt;
  if (lane_of(visit).lane == visits::Lane::bots) return std::nullopt;
  Known& known = known_[visit.id];
  known.is_hot = known.is_hot || is_hot;
  known.was_greeted = known.was_greeted || returned;
  known.signs = signs;
  Task task{.site = visit.site, .visit = visit.id, .became_hot = became_hot, .returned = returned, .may_struggle = may_struggle};
  task.is_snoozed = change.marks && change.marks->snoozed_until && *change.marks->snoozed_until > clock_.now();
  task.score = score;
  task.who = who_is(visit);
  task.page = visit.figures.current_page.path.text;
  return task;
}

void VisitWatcher::see(std::span<const store::VisitChange> changes) {
  std::vector<Task> found;
  for (const store::VisitChange& change : changes) {
    if (auto task = worth_a_look(change)) found.push_back(std::move(*task));
  }
  if (found.empty()) return;
  {
    const std::scoped_lock lock(mutex_);
    for (Task& task : found) {
      if (tasks_.size() < visits_waiting_max) {
        tasks_.push_back(std::move(task));
      } else {
        known_.erase(task.visit);  // Passed over, not forgotten: the visit's next change finds everything new.
      }
    }
  }
  task_came_.notify_one();
}

void VisitWatcher::run() {
  std::vector<Task> taken;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      task_came_.wait(lock, [&] { return is_stopping_ || !tasks_.empty(); });
      if (is_stopping_) return;
      while (!tasks_.empty() && taken.size() < visits_per_look) {
        // Several changes of one visit are one look.
        const auto same = std::ranges::find(taken, tasks_.front().visit, &Task::visit);
        if (same == taken.end()) {
          taken.push_back(std::move(tasks_.front()));
        } else {
          same->became_hot = same->became_hot || tasks_.front().became_hot;
          same->returned = same->returned || tasks_.front().returned;
          same->may_struggle = same->may_struggle || tasks_.front().may_struggle;
          same->score = tasks_.front().score;
          same->who = std::move(tasks_.front().who);
          same->page = std::move(tasks_.front().page);
        }
        tasks_.pop_front();
      }
    }
    look(taken);
    taken.clear();
  }
}

void VisitWatcher::look(std::span<Task> tasks) {
  for (const Task& task : tasks) {
    if (task.became_hot)
      raise(task, people::AlertKind::became_hot, fmt::format("{} is hot", task.who),
            fmt::format("Score {}, on {}", task.score, task.page));
    if (task.returned) raise(task, people::AlertKind::returned, fmt::format("{} is back", task.who), "You follow this person.");
  }
  std::vector<VisitId> ids;
  for (const Task& task : tasks) {
    if (task.may_struggle) ids.push_back(task.visit);
  }
  if (ids.empty()) return;
  Result<std::vector<store::StoredVisit>> visits;
  store::Inspect inspect{[&](store::Store& store) { visits = store.visits(ids, store::Scope::every_site()); }};
  const auto asked = journal_.carry_out_blocking(std::move(inspect));
  if (!asked || !visits) return;  // Too busy: what they do next brings them here again.
  for (const store::StoredVisit& stored : *visits) {
    const auto struggles = struggles_of(stored);
    if (struggles.empty()) continue;
    std::vector<std::string> names;
    for (const visits::Struggle& struggle : struggles) names.emplace_back(struggle.name);
    const VisitId visit = stored.visit.id;
    board_.set_struggles(stored.visit.site, visit, std::move(names));
    const auto task = std::ranges::find(tasks, visit, &Task::visit);
    raise(*task, people::AlertKind::struggling, fmt::format("{} has a hard time", task->who), struggles.front().text);
  }
}

std::vector<visits::Struggle> VisitWatcher::struggles_of(const store::StoredVisit& stored) {
  const auto events = reader_->events(stored);
  if (!events) return {};
  visits::BehaviourReader reader;
  std::vector<visits::BehaviourEvent> behaviour;
  for (const store::StoredEvent& event : *events) behaviour.push_back(reader.read(event.type, event.moment.at, event.data));
  return visits::struggles_of(behaviour);
}

void VisitWatcher::raise(const Task& task, people::AlertKind kind, std::string title, std::string text) {
  const auto directory = accounts_.directory();
  const store::Site* site = directory->site(task.site);
  if (site == nullptr || !site->alerts.of(kind).is_on) return;
  const auto zone = TimeZone::find(site->time_zone);
  store::RaiseAlert command;
  command.alert.kind = kind;
  command.alert.visit = task.visit;
  command.alert.title = std::move(title);
  command.alert.text = std::move(text);
  command.repeat_after = std::chrono::minutes(site->alerts.repeat_after_minutes);
  command.is_quiet = zone && site->alerts.is_quiet(zone->minute_of_day(clock_.now()));
  command.is_snoozed = task.is_snoozed;
  command.emails = site->alerts.of(kind).emails;
  auto raised = journal_.carry_out_blocking(std::move(command));
  if (!raised) {
    spdlog::warn("watcher: an alert was not stored: {}", raised.error().message);
    return;
  }
  if (raised->alert && raised->alert->suppressed.empty()) tell_(*raised->alert);
}

}  // namespace sojourn::app
