// The commands about a site's history: its settings, the days' figures, old visits. Long work is asked for in small steps, so that
// a running server goes on with everything else between them; an interrupted command leaves nothing half done.

#include "app/commands.hpp"
#include "app/control_client.hpp"
#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

#include <unistd.h>
#include <cstdio>

namespace sojourn::app {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

/// One line on a terminal that is written over and over; silent elsewhere.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (is_drawn_) std::fputs("\r\033[K", stderr);
  }
  template <typename... Values>
  void draw(fmt::format_string<Values...> format, Values&&... values) {
    const auto now = Clock::now();
    if (!is_terminal_ || (is_drawn_ && now - drawn_at_ < std::chrono::milliseconds(200))) return;
    drawn_at_ = now;
    is_drawn_ = true;
    std::fprintf(stderr, "\r\033[K%s", fmt::format(format, std::forward<Values>(values)...).c_str());
  }

 private:
  const bool is_terminal_ = ::isatty(STDERR_FILENO) != 0;
  bool is_drawn_ = false;
  Clock::time_point drawn_at_;
};

int print_json(const std::string& answer) {
  std::printf("%s\n", answer.c_str());
  return exit_done;
}

std::uint64_t number(ObjectReader& root, std::string_view key) {
  return static_cast<std::uint64_t>(root.integer(key, 0, INT64_MAX).value_or(0));
}

}  // namespace

int run_site_set(const CommandOptions& options) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("site", options.site).member("name", options.new_name).member("time_zone", options.time_zone);
  json.member("retention_days", options.retention_days).member("idle_timeout", options.idle_timeout);
  json.member("heartbeat_interval", options.heartbeat_interval);
  if (!options.origins.empty()) {
    json.key("origins").begin_array();
    for (const std::string& origin : options.origins) json.value(origin);
    json.end_array();
  }
  json.end_object();
  auto client = ControlClient::open(options.data);
  if (!client) return say(client.error());
  const auto answer = client->ask("PUT", "/control/sites", body);
  return answer ? print_json(*answer) : say(answer.error());
}

int run_rollup(const CommandOptions& options) {
  auto client = ControlClient::open(options.data);
  if (!client) return say(client.error());
  const auto began = Clock::now();
  std::uint64_t visits = 0, days = 0, kept = 0;
  {
    ProgressLine progress;
    std::string from = options.from;
    do {
      std::string body;
      JsonWriter json(body);
      json.begin_object().member("site", options.site).member_or_null("from", from).member_or_null("to", options.to).end_object();
      const auto answer = client->ask("POST", "/control/rollup", body);
      auto document = answer ? JsonDocument::parse(*answer) : Result<JsonDocument>(std::unexpected(answer.error()));
      if (!document) return say(document.error());
      auto root = document->root();
      visits += number(root, "visits");
      days += number(root, "days");
      kept += number(root, "kept");
      from = root.text_or_empty("next", 10);
      // Days are texts of one length, so that they compare like days.
      if (!options.to.empty() && from > options.to) from.clear();
      const double seconds = seconds_since(began);
      progress.draw("{} days, {} visits, {:.0f} visits/s, at {}", days, visits, static_cast<double>(visits) / seconds, from);
    } while (!from.empty());
  }
  const double seconds = seconds_since(began);
  if (options.as_json) {
    std::string out;
    JsonWriter(out)
        .begin_object()
        .member("days", days)
        .member("visits", visits)
        .member("kept", kept)
        .member("seconds", seconds)
        .end_object();
    return print_json(out);
  }
  std::printf("%llu days rebuilt from %llu visits in %.1f s; %llu days kept as they are, since visits of theirs were removed\n",
              static_cast<unsigned long long>(days), static_cast<unsigned long long>(visits), seconds,
              static_cast<unsigned long long>(kept));
  return exit_done;
}

int run_retention(const CommandOptions& options) {
  auto client = ControlClient::open(options.data);
  if (!client) return say(client.error());
  std::string body;
  JsonWriter(body).begin_object().member("site", options.site).member("dry_run", options.is_dry_run).end_object();
  const auto began = Clock::now();
  std::uint64_t visits = 0, events = 0, bytes = 0;
  std::string before, first;
  {
    ProgressLine progress;
    for (bool is_done = false; !is_done;) {
      const auto answer = client->ask("POST", "/control/retention", body);
      auto document = answer ? JsonDocument::parse(*answer) : Result<JsonDocument>(std::unexpected(answer.error()));
      if (!document) return say(document.error());
      auto root = document->root();
      visits += number(root, "visits");
      events += number(root, "events");
      bytes = number(root, "bytes");
      before = root.text_or_empty("before", 10);
      first = *answer;
      is_done = options.is_dry_run || root.boolean("done").value_or(true);
      progress.draw("{} visits and {} events removed", visits, events);
    }
  }
  if (options.as_json && options.is_dry_run) return print_json(first);
  if (options.as_json) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("before", before).member("visits", visits).member("events", events);
    json.member("seconds", seconds_since(began)).end_object();
    return print_json(out);
  }
  if (options.is_dry_run) {
    std::printf("Would be removed: %llu visits that began before %s, with %llu events, about %.1f MB. The daily statistics stay.\n",
                static_cast<unsigned long long>(visits), before.c_str(), static_cast<unsigned long long>(events),
                static_cast<double>(bytes) / 1e6);
  } else {
    std::printf("Removed: %llu visits that began before %s, with %llu events, in %.1f s. The daily statistics stay.\n",
                static_cast<unsigned long long>(visits), before.c_str(), static_cast<unsigned long long>(events),
                seconds_since(began));
  }
  return exit_done;
}

int run_export(const CommandOptions& options) {
  if (const auto site = parse_uuid(options.site); !site) return say(site.error());
  auto client = ControlClient::open(options.data);
  if (!client) return say(client.error());
  // Beside the file first, so that what lies at PATH is whole or what was there before.
  const std::string partial = options.out + ".part";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(partial.c_str(), "wb"), std::fclose);
  if (!file)
    return say({.kind = ErrorKind::unavailable, .message = fmt::format("{}: {}", partial, std::strerror(errno)), .fields = {}});
  const auto began = Clock::now();
  std::uint64_t rows = 0, bytes = 0;
  {
    ProgressLine progress;
    std::string cursor;
    do {
      const std::string path = fmt::format("/control/export?site={}&kind={}&format={}&from={}&to={}&cursor={}", options.site,
                                           options.kind, options.format, options.from.empty() ? "1970-01-01" : options.from,
                                           options.to.empty() ? "2999-12-31" : options.to, cursor);
      auto answer = client->send("GET", path, "");
      if (!answer) {
        std::remove(partial.c_str());
        return say(answer.error());
      }
      const std::string count = answer->header("X-Rows");
      rows += std::strtoull(count.c_str(), nullptr, 10);
      bytes += answer->body.size();
      cursor = answer->header("X-Next-Cursor");
      if (std::fwrite(answer->body.data(), 1, answer->body.size(), file.get()) != answer->body.size()) {
        return say({.kind = ErrorKind::unavailable, .message = fmt::format("{}: {}", partial, std::strerror(errno)), .fields = {}});
      }
      progress.draw("{} rows, {:.1f} MB, {:.0f} rows/s", rows, static_cast<double>(bytes) / 1e6,
                    static_cast<double>(rows) / seconds_since(began));
    } while (!cursor.empty());
  }
  if (std::fflush(file.get()) != 0 || ::fsync(::fileno(file.get())) != 0 ||
      std::rename(partial.c_str(), options.out.c_str()) != 0) {
    return say({.kind = ErrorKind::unavailable, .message = fmt::format("{}: {}", options.out, std::strerror(errno)), .fields = {}});
  }
  if (options.as_json) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("rows", rows).member("bytes", bytes).member("seconds", seconds_since(began)).end_object();
    return print_json(out);
  }
  std::printf("%llu rows in %s\n", static_cast<unsigned long long>(rows), options.out.c_str());
  return exit_done;
}

}  // namespace sojourn::app
