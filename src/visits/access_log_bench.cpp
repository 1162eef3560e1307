#include "visits/access_log.hpp"
#include "visits/log_sessions.hpp"
#include "visits/user_agent.hpp"

#include "base/check.hpp"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace sojourn::visits {
namespace {

/// The lines of the file that SOJOURN_BENCH_LOG names, or of the sample; repeated up to about 64 MB, so that it does not fit a
/// cache.
const std::string& text() {
  static const std::string repeated = [] {
    const char* named = std::getenv("SOJOURN_BENCH_LOG");
    std::ifstream file(named == nullptr ? "tests/data/access_sample.log" : named, std::ios::binary);
    const std::string once{std::istreambuf_iterator<char>(file), {}};
    SOJOURN_CHECK(!once.empty());
    std::string all;
    while (all.size() < 64 * 1024 * 1024) all += once;
    return all;
  }();
  return repeated;
}

void count(benchmark::State& state, std::uint64_t lines) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lines));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text().size()));
}

void read_lines(benchmark::State& state) {
  std::uint64_t lines = 0;
  for (auto _ : state) {
    AccessLogReader reader;
    lines = 0;
    for (std::size_t begin = 0; begin < text().size(); ++lines) {
      const auto line = line_at(text(), begin);
      benchmark::DoNotOptimize(reader.read(line));
      begin += line.size() + 1;
    }
  }
  count(state, lines);
}
BENCHMARK(read_lines)->Unit(benchmark::kMillisecond);

void read_and_hash(benchmark::State& state) {
  const VisitorKeys keys(std::as_bytes(std::span("bench")));
  std::uint64_t lines = 0;
  for (auto _ : state) {
    const auto chunk = read_chunk(text(), 0, keys);
    lines = chunk.lines;
    benchmark::DoNotOptimize(chunk.hits.data());
  }
  count(state, lines);
}
BENCHMARK(read_and_hash)->Unit(benchmark::kMillisecond);

void sort_into_visits(benchmark::State& state) {
  const VisitorKeys keys(std::as_bytes(std::span("bench")));
  const auto chunk = read_chunk(text(), 0, keys);
  for (auto _ : state) {
    auto hits = chunk.hits;
    benchmark::DoNotOptimize(form_visits(hits).data());
  }
  count(state, chunk.lines);
}
BENCHMARK(sort_into_visits)->Unit(benchmark::kMillisecond);

void parse_agents(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_user_agent(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"));
  }
}
BENCHMARK(parse_agents);

}  // namespace
}  // namespace sojourn::visits
