#include "app/log_import.hpp"

#include "app/log_file.hpp"
#include "base/json_writer.hpp"
#include "base/limits.hpp"
#include "net/peer_address.hpp"
#include "visits/log_sessions.hpp"
#include "visits/user_agent.hpp"

#include <future>

namespace sojourn::app {
namespace {

constexpr std::size_t piece_bytes = 4 * 1024 * 1024;
constexpr std::size_t batch_events =
    4'000;  ///< Visits are handed to the journal in batches of about so many events, two at a time.
constexpr std::size_t listed_unreadable_max = 100;

/// Parses a text in pieces on as many threads as there are cores.
visits::LogChunk read_text(std::string_view text, std::uint64_t place, const visits::VisitorKeys& keys,
                           std::atomic<std::uint64_t>& bytes_read) {
  const auto pieces = visits::cut_at_lines(text, piece_bytes);
  std::vector<visits::LogChunk> chunks(pieces.size());
  std::atomic<std::size_t> next{0};
  const auto read_some = [&] {
    for (std::size_t i = next++; i < pieces.size(); i = next++) {
      chunks[i] = visits::read_chunk(pieces[i], place + static_cast<std::uint64_t>(pieces[i].data() - text.data()), keys);
      bytes_read += pieces[i].size();
    }
  };
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i) helpers.emplace_back(read_some);
  read_some();
  for (std::thread& helper : helpers) helper.join();
  visits::LogChunk all;
  for (visits::LogChunk& chunk : chunks) visits::append(all, std::move(chunk));
  return all;
}

visits::EventType event_type_of(visits::LogKind kind) {
  switch (kind) {
    case visits::LogKind::page_view: return visits::EventType::page_view;
    case visits::LogKind::error: return visits::EventType::error;
    case visits::LogKind::request: return visits::EventType::custom;
  }
  return visits::EventType::custom;
}

/// The devices of user agents seen lately: logs repeat them.
class Devices {
 public:
  const visits::Device& of(std::string_view user_agent) {
    const auto known = devices_.find(std::string(user_agent));
    if (known != devices_.end()) return known->second;
    if (devices_.size() > 10'000) devices_.clear();
    const visits::UserAgent parsed = visits::parse_user_agent(user_agent);
    visits::Device device;
    device.type = name_of(parsed.type);
    device.browser = parsed.browser;
    device.os = parsed.os;
    return devices_[std::string(user_agent)] = std::move(device);
  }

 private:
  std::unordered_map<std::string, visits::Device> devices_;
};

/// Visits on their way into the journal, with everything that their views point to.
struct Batch {
  struct OneVisit {
    std::string visitor_id;
    std::string referrer;
    std::string address;
    visits::Device device;
    std::vector<visits::Event> events;
  };
  std::deque<OneVisit> visits;
  std::deque<std::string> texts;
  std::size_t events = 0;
  std::vector<std::future<Result<store::ImportVisit::Verdict>>> verdicts;
};

std::string truncated_address(std::string_view address) {
  const auto parsed = net::PeerAddress::parse(address);
  return parsed ? parsed->truncated() : "";  // A host's name would point at one machine.
}

}  // namespace

/// The text of one file, and where its lines and bytes begin in the numbering of all.
struct FileText {
  LogFile file;
  std::string path;
  std::uint64_t place = 0;
  std::uint64_t first_line = 1;
};

struct LogImporter::Report {
  std::uint64_t lines = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t sessions = 0;
  std::uint64_t events = 0;
  std::uint64_t duplicates = 0;
  double seconds = 0;
  struct Unreadable {
    std::string file;
    std::uint64_t line;
    std::string reason;
  };
  std::vector<Unreadable> first_unreadable;

  std::string to_json() const {
    std::string out;
    JsonWriter json(out);
    json.begin_object()
        .member("lines", lines)
        .member("unreadable", unreadable)
        .member("sessions", sessions)
        .member("events", events);
    json.member("duplicates", duplicates).member("seconds", seconds).key("unreadable_lines").begin_array();
    for (const Unreadable& line : first_unreadable) {
      json.begin_object().member("file", line.file).member("line", line.line).member("reason", line.reason).end_object();
    }
    json.end_array().end_object();
    return out;
  }
};

void LogImporter::stop() {
  is_stopping_ = true;
  const std::scoped_lock lock(mutex_);
  if (thread_.joinable()) thread_.join();
}

void LogImporter::import(const SiteId& site, std::vector<std::string> files, std::function<void(Result<std::string>)> done) {
  const std::scoped_lock lock(mutex_);
  if (is_stopping_ || is_running_.exchange(true)) return done(fail(ErrorKind::conflict, "another import is running"));
  if (thread_.joinable()) thread_.join();
  const store::Site* found = accounts_.directory()->site(site);
  if (found == nullptr) {
    is_running_ = false;
    return done(fail(ErrorKind::not_found, "there is no such site"));
  }
  bytes_ = lines_ = lines_done_ = 0;
  thread_ = std::thread([this, site = *found, files = std::move(files), done = std::move(done)] {
    auto report = run(site, files);
    is_running_ = false;
    report ? done(report->to_json()) : done(std::unexpected(report.error()));
  });
}

api::ImportProgress LogImporter::progress() const {
  return {.is_running = is_running_, .bytes_read = bytes_, .lines = lines_, .lines_done = lines_done_};
}

Result<LogImporter::Report> LogImporter::run(const store::Site& site, const std::vector<std::string>& paths) {
  const auto began = std::chrono::steady_clock::now();
  Report report;
  const SecretHash secret = hash_secret("visitors of logs:" + site.user_token_secret);
  const visits::VisitorKeys keys(std::as_bytes(std::span(secret.bytes)));

  std::vector<FileText> files;
  visits::LogChunk all;
  std::uint64_t place = 0;
  for (const std::string& path : paths) {
    auto file = LogFile::open(path);
    if (!file) return std::unexpected(file.error());
    files.push_back({std::move(*file), path, place, all.lines + 1});
    const std::string_view text = files.back().file.text();
    visits::append(all, read_text(text, place, keys, bytes_));
    place += text.size();
  }
  lines_ = all.lines;
  report.lines = all.lines;
  report.unreadable = all.unreadable;
  for (const visits::UnreadableLine& line : all.first_unreadable) {
    if (report.first_unreadable.size() >= listed_unreadable_max) break;
    const auto after = std::ranges::upper_bound(files, line.number, {}, &FileText::first_line);
    const FileText& file = *std::prev(after);
    report.first_unreadable.push_back({file.path, line.number - file.first_line + 1, std::string(name_of(line.fault))});
  }

  const Seconds idle_timeout(site.idle_timeout_seconds);
  const auto formed = visits::form_visits(all.hits, idle_timeout);
  Devices devices;
  visits::AccessLogReader reader;
  std::deque<Batch> under_way;
  const auto finish_oldest = [&]() -> Result<void> {
    Batch& batch = under_way.front();
    for (auto& future : batch.verdicts) {
      auto verdict = future.get();
      if (!verdict) return std::unexpected(verdict.error());
      report.events += verdict->accepted;
      report.duplicates += verdict->duplicates;
      report.sessions += verdict->is_new ? 1 : 0;
    }
    lines_done_ += batch.events;
    under_way.pop_front();
    return {};
  };
  const auto hand_over = [&](Batch& batch) {
    for (Batch::OneVisit& visit : batch.visits) {
      store::ImportVisit command;
      command.site = site.id;
      command.idle_timeout = idle_timeout;
      command.visitor_id = visit.visitor_id;
      command.device = visit.device;
      command.referrer = visit.referrer;
      command.address = visit.address;
      command.events = visit.events;
      batch.verdicts.push_back(journal_.carry_out_later(std::move(command)));
    }
  };

  for (std::size_t i = 0; i < formed.size() && !is_stopping_; ++i) {
    if (under_way.empty() || !under_way.back().verdicts.empty()) under_way.emplace_back();
    Batch& batch = under_way.back();
    const auto hits = std::span(all.hits).subspan(formed[i].first, formed[i].count);
    const auto ordinals = visits::ordinals_of(hits);
    Batch::OneVisit& visit = batch.visits.emplace_back();
    visit.visitor_id = fmt::format("log-{:016x}", hits.front().visitor);
    for (std::size_t n = 0; n < hits.size(); ++n) {
      const visits::LogHit& hit = hits[n];
      const auto after = std::ranges::upper_bound(files, hit.place, {}, &FileText::place);
      const FileText& file = *std::prev(after);
      const std::string_view text = visits::line_at(file.file.text(), hit.place - file.place);
      const auto line = reader.read(text);
      if (!line) continue;
      if (n == 0) {
        visit.device = devices.of(line->user_agent);
        visit.address = truncated_address(line->address);
        if (line->referrer != "-") visit.referrer = visits::unescaped(line->referrer).substr(0, limits::page_chars_max);
      }
      visits::Event event;
      event.type = event_type_of(hit.kind);
      event.type_name = name_of(hit.kind);
      event.id = batch.texts.emplace_back(to_string(visits::event_id_of(text, ordinals[n])));
      // Within a second the log's own order decides.
      event.moment = {Instant::from_seconds(hit.at), static_cast<std::uint32_t>(hit.place), visits::hash_event_id(event.id)};
      event.page = batch.texts.emplace_back(visits::unescaped(line->target).substr(0, limits::page_chars_max));
      std::string& data = batch.texts.emplace_back();
      JsonWriter(data)
          .begin_object()
          .member("page", event.page)
          .member("method", line->method)
          .member("status", line->status)
          .end_object();
      event.data = data;
      visit.events.push_back(event);
    }
    batch.events += hits.size();
    if (batch.events < batch_events && i + 1 < formed.size()) continue;
    hand_over(batch);
    if (under_way.size() < 2) continue;
    if (auto finished = finish_oldest(); !finished) return std::unexpected(finished.error());
  }
  while (!under_way.empty()) {
    if (auto finished = finish_oldest(); !finished) return std::unexpected(finished.error());
  }
  if (is_stopping_)
    return fail(ErrorKind::unavailable, "the server is stopping; what was imported stays, and the import can be repeated");
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return report;
}

}  // namespace sojourn::app
