#pragma once

// The visits that were formed of a log's lines, on their way into the journal: many at a time, each with everything that its events
// point to.

#include "journal/journal.hpp"
#include "visits/log_sessions.hpp"

#include <deque>
#include <future>

namespace sojourn::app {

/// The hash that makes visitors of a site's addresses; the same site gives the same visitors.
visits::VisitorKeys visitor_keys_of(const store::Site& site);

/// What became of lines.
struct LogCounts {
  std::uint64_t sessions = 0;
  std::uint64_t events = 0;
  std::uint64_t duplicates = 0;
};

class LogVisits {
 public:
  /// The events of a batch; hand over at about so many.
  static constexpr std::size_t batch_events = 10'000;

  /// Both outlive it.
  LogVisits(journal::Journal& journal, const store::Site& site) : journal_(journal), site_(site) {}

  /// Adds one visit to the batch. `line_of` finds a hit's line, `ordinals` tell identical lines apart.
  void add(std::span<const visits::LogHit> hits, std::span<const std::uint32_t> ordinals,
           const std::function<std::string_view(const visits::LogHit&)>& line_of);
  bool is_full() const { return !batches_.empty() && batches_.back().events >= batch_events; }
  /// Gives the batch to the journal. Not more than two are under way: then it waits for the older one.
  Result<void> hand_over();
  /// Waits for all that was handed over.
  Result<void> finish();

  const LogCounts& counts() const { return counts_; }
  /// Lines whose verdict has come.
  std::uint64_t lines_done() const { return lines_done_; }

 private:
  struct OneVisit {
    std::string visitor_id;
    std::string referrer;
    std::string address;
    visits::Device device;
    std::vector<visits::Event> events;
  };
  struct Batch {
    std::deque<OneVisit> visits;
    std::deque<std::string> texts;
    std::size_t events = 0;
    std::vector<std::future<Result<store::ImportVisit::Verdict>>> verdicts;
  };
  const visits::Device& device_of(std::string_view user_agent);
  Result<void> finish_oldest();

  journal::Journal& journal_;
  const store::Site& site_;
  visits::LogRecordReader reader_;
  std::unordered_map<std::string, visits::Device> devices_;  ///< Of user agents seen lately: logs repeat them.
  std::deque<Batch> batches_;
  LogCounts counts_;
  std::uint64_t lines_done_ = 0;
};

}  // namespace sojourn::app
