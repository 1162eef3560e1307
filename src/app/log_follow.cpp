// `sojourn import --follow`: the lines of a growing log become live visits, until it is stopped.

#include "app/commands.hpp"
#include "app/control_client.hpp"
#include "app/log_tail.hpp"
#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

#include <signal.h>
#include <unistd.h>
#include <cstdio>

namespace sojourn::app {
namespace {

constexpr std::size_t lines_bytes_max = 160 * 1024;  ///< Asked for at a time; with ordinals well below what one request may hold.
constexpr long look_again_ns = 200'000'000;
constexpr int tries_max = 30;  ///< While the server has no room; about half a minute.

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

/// Waits a moment; true where it is time to stop.
bool is_told_to_stop(const sigset_t& signals, long nanoseconds) {
  const timespec moment{nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
  return sigtimedwait(&signals, nullptr, &moment) > 0;
}

struct Sums {
  std::uint64_t lines = 0, unreadable = 0, sessions = 0, events = 0, duplicates = 0;

  void add(ObjectReader report) {
    const auto number = [&](std::string_view key) {
      return static_cast<std::uint64_t>(report.integer(key, 0, INT64_MAX).value_or(0));
    };
    lines += number("lines");
    unreadable += number("unreadable");
    sessions += number("sessions");
    events += number("events");
    duplicates += number("duplicates");
  }
};

}  // namespace

int run_follow(const CommandOptions& options) {
  // Before any thread begins, so that the signals come to this one alone.
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  if (options.files.size() != 1) {
    return say({.kind = ErrorKind::invalid_input, .message = "--follow takes one file", .fields = {}});
  }
  if (const auto site = parse_uuid(options.site); !site) return say(site.error());
  auto client = ControlClient::open(options.data);
  if (!client) return say(client.error());
  const std::string path = fmt::format("/control/import/lines?site={}", options.site);
  const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
  LogTail tail(options.files.front());
  Sums sums;
  while (true) {
    const auto lines = tail.read(lines_bytes_max);
    if (!lines) return say(lines.error());
    if (lines->empty()) {
      if (is_told_to_stop(signals, look_again_ns)) break;
      continue;
    }
    std::string body;
    for (const TailLine& line : *lines) body += fmt::format("{}\t{}\t{}\n", line.ordinal, line.place, line.text);
    auto report = client->ask("POST", path, body);
    for (int tries = 1; !report && report.error().kind == ErrorKind::unavailable && tries < tries_max; ++tries) {
      if (is_told_to_stop(signals, 1'000'000'000)) return exit_done;
      report = client->ask("POST", path, body);  // Lines that went in before are known: nothing is doubled.
    }
    auto document = report ? JsonDocument::parse(*report) : Result<JsonDocument>(std::unexpected(report.error()));
    if (!document) return say(document.error());
    sums.add(document->root());
    if (is_terminal) {
      std::fprintf(stderr, "\r\033[K%llu lines, %llu new visits, %llu new events", static_cast<unsigned long long>(sums.lines),
                   static_cast<unsigned long long>(sums.sessions), static_cast<unsigned long long>(sums.events));
    }
    if (is_told_to_stop(signals, 0)) break;
  }
  if (is_terminal) std::fputs("\n", stderr);
  if (options.as_json) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("lines", sums.lines).member("unreadable", sums.unreadable).member("sessions", sums.sessions);
    json.member("events", sums.events).member("duplicates", sums.duplicates).end_object();
    std::printf("%s\n", out.c_str());
  }
  return exit_done;
}

}  // namespace sojourn::app
