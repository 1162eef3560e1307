#include "api/metrics.hpp"

#include "api/service.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>

namespace sojourn::api {
namespace {

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type) {
  prometheus::MetricFamily made;
  made.name = std::move(name);
  made.help = std::move(help);
  made.type = type;
  return made;
}

void add(prometheus::MetricFamily& to, double value, std::vector<prometheus::ClientMetric::Label> labels = {}) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  if (to.type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  to.metric.push_back(std::move(metric));
}

prometheus::MetricFamily single(std::string name, std::string help, prometheus::MetricType type, double value) {
  auto made = family(std::move(name), std::move(help), type);
  add(made, value);
  return made;
}

}  // namespace

std::string metrics_text(Service& service) {
  constexpr auto counter = prometheus::MetricType::Counter;
  constexpr auto gauge = prometheus::MetricType::Gauge;
  const journal::Figures journal = service.journal().figures();
  std::vector<prometheus::MetricFamily> all;

  auto answers = family("sojourn_http_answers_total", "HTTP answers by hundred of their status", counter);
  for (std::size_t hundred = 1; hundred < 6; ++hundred) {
    add(answers, static_cast<double>(service.metrics.answers(hundred)), {{"status", fmt::format("{}xx", hundred)}});
  }
  all.push_back(std::move(answers));
  all.push_back(single("sojourn_journal_groups_total", "Groups of work carried out", counter, static_cast<double>(journal.groups)));
  all.push_back(single("sojourn_journal_pieces_total", "Pieces of work carried out", counter, static_cast<double>(journal.pieces)));
  all.push_back(single("sojourn_journal_events_total", "Events that came with them", counter, static_cast<double>(journal.events)));
  all.push_back(single("sojourn_journal_refused_total", "Pieces of work refused because the queue was full", counter, static_cast<double>(journal.refused)));
  all.push_back(single("sojourn_journal_commit_seconds_total", "Time spent in committing groups", counter, journal.commit_seconds));
  all.push_back(single("sojourn_journal_queue_weight", "Pieces and events waiting", gauge, static_cast<double>(journal.queue_weight)));
  all.push_back(single("sojourn_live_visits", "Visits that are active now", gauge, static_cast<double>(service.board().size())));
  all.push_back(single("sojourn_live_sockets", "Open sockets of the live panel", gauge, static_cast<double>(service.metrics.live_sockets.load())));
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  all.push_back(single("process_max_resident_memory_bytes", "Largest resident size so far", gauge, static_cast<double>(used.ru_maxrss) * 1024));
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace sojourn::api
