#include "app/log_import.hpp"

#include "app/log_file.hpp"
#include "app/log_visits.hpp"
#include "base/json_writer.hpp"
#include "visits/log_sessions.hpp"

#include <charconv>

namespace sojourn::app {
namespace {

constexpr std::size_t piece_bytes = 4 * 1024 * 1024;
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
  {
    const std::scoped_lock lock(lines_mutex_);
    lines_came_.notify_all();
  }
  if (lines_thread_.joinable()) lines_thread_.join();
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

void LogImporter::import_lines(const SiteId& site, std::string lines, std::function<void(Result<std::string>)> done) {
  const std::scoped_lock lock(lines_mutex_);
  if (is_stopping_) return done(fail(ErrorKind::unavailable, "the server is stopping"));
  if (waiting_lines_.size() >= waiting_lines_max) {
    return done(std::unexpected(
        Error{.kind = ErrorKind::unavailable, .message = "too many lines are waiting", .fields = {}, .retry_after = Seconds(1)}));
  }
  if (!lines_thread_.joinable()) lines_thread_ = std::thread([this] { run_lines(); });
  waiting_lines_.push_back({site, std::move(lines), std::move(done)});
  lines_came_.notify_one();
}

void LogImporter::run_lines() {
  std::unique_lock lock(lines_mutex_);
  while (true) {
    lines_came_.wait(lock, [&] { return is_stopping_ || !waiting_lines_.empty(); });
    if (waiting_lines_.empty()) return;
    const Lines lines = std::move(waiting_lines_.front());
    waiting_lines_.pop_front();
    lock.unlock();
    lines.done(take_lines(lines.site, lines.text));
    lock.lock();
  }
}

/// Each line comes as `ordinal TAB place TAB line`.
Result<std::string> LogImporter::take_lines(const SiteId& id, std::string_view text) {
  const auto directory = accounts_.directory();
  const store::Site* site = directory->site(id);
  if (site == nullptr) return fail(ErrorKind::not_found, "there is no such site");
  const visits::VisitorKeys keys = visitor_keys_of(*site);
  struct Line {
    std::uint32_t ordinal = 0;
    std::string_view text;
  };
  Report report;
  visits::LogRecordReader reader;
  std::vector<visits::LogHit> hits;
  std::unordered_map<std::uint64_t, Line> lines;  // By place.
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view raw = text.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t first_tab = std::min(raw.find('\t'), raw.size());
    const std::size_t second_tab = std::min(raw.find('\t', first_tab + 1), raw.size());
    Line line{.text = raw.substr(std::min(second_tab + 1, raw.size()))};
    std::uint64_t place = 0;
    std::from_chars(raw.data(), raw.data() + first_tab, line.ordinal);
    std::from_chars(raw.data() + std::min(first_tab + 1, raw.size()), raw.data() + second_tab, place);
    ++report.lines;
    if (const auto record = reader.read(line.text)) {
      hits.push_back(visits::hit_of(*record, line.text, place, keys));
      lines[place] = line;
    } else {
      ++report.unreadable;
    }
  }
  LogVisits under_way(journal_, *site);
  std::vector<std::uint32_t> ordinals;
  for (const visits::LogVisit& formed : visits::form_visits(hits, Seconds(site->idle_timeout_seconds))) {
    const auto of_visit = std::span(hits).subspan(formed.first, formed.count);
    ordinals.clear();
    for (const visits::LogHit& hit : of_visit) ordinals.push_back(lines[hit.place].ordinal);
    under_way.add(of_visit, ordinals, [&](const visits::LogHit& hit) { return lines[hit.place].text; });
  }
  auto handed_over = under_way.hand_over();
  auto finished = under_way.finish();
  if (!handed_over) return std::unexpected(handed_over.error());
  if (!finished) return std::unexpected(finished.error());
  report.sessions = under_way.counts().sessions;
  report.events = under_way.counts().events;
  report.duplicates = under_way.counts().duplicates;
  return report.to_json();
}

Result<LogImporter::Report> LogImporter::run(const store::Site& site, const std::vector<std::string>& paths) {
  const auto began = std::chrono::steady_clock::now();
  Report report;
  const visits::VisitorKeys keys = visitor_keys_of(site);

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
  LogVisits under_way(journal_, site);
  const auto line_of = [&](const visits::LogHit& hit) {
    const auto after = std::ranges::upper_bound(files, hit.place, {}, &FileText::place);
    const FileText& file = *std::prev(after);
    return visits::line_at(file.file.text(), hit.place - file.place);
  };
  Result<void> went_well;
  for (std::size_t i = 0; i < formed.size() && !is_stopping_ && went_well; ++i) {
    const auto hits = std::span(all.hits).subspan(formed[i].first, formed[i].count);
    under_way.add(hits, visits::ordinals_of(hits), line_of);
    if (under_way.is_full()) went_well = under_way.hand_over();
    lines_done_ = under_way.lines_done();
  }
  if (went_well) went_well = under_way.hand_over();
  if (auto finished = under_way.finish(); !finished && went_well) went_well = finished;
  if (!went_well) return std::unexpected(went_well.error());
  report.sessions = under_way.counts().sessions;
  report.events = under_way.counts().events;
  report.duplicates = under_way.counts().duplicates;
  if (is_stopping_)
    return fail(ErrorKind::unavailable, "the server is stopping; what was imported stays, and the import can be repeated");
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return report;
}

}  // namespace sojourn::app
