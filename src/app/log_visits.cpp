#include "app/log_visits.hpp"

#include "net/peer_address.hpp"
#include "visits/user_agent.hpp"

namespace sojourn::app {
namespace {

constexpr std::size_t devices_max = 10'000;
constexpr std::size_t batches_under_way_max = 2;

std::string truncated_address(std::string_view address) {
  const auto parsed = net::PeerAddress::parse(address);
  return parsed ? parsed->truncated() : "";  // A host's name would point at one machine.
}

}  // namespace

visits::VisitorKeys visitor_keys_of(const store::Site& site) {
  const SecretHash secret = hash_secret("visitors of logs:" + site.user_token_secret);
  return visits::VisitorKeys(std::as_bytes(std::span(secret.bytes)));
}

const visits::Device& LogVisits::device_of(std::string_view user_agent) {
  const auto known = devices_.find(std::string(user_agent));
  if (known != devices_.end()) return known->second;
  if (devices_.size() > devices_max) devices_.clear();
  const visits::UserAgent parsed = visits::parse_user_agent(user_agent);
  visits::Device device;
  device.type = name_of(parsed.type);
  device.browser = parsed.browser;
  device.os = parsed.os;
  return devices_[std::string(user_agent)] = std::move(device);
}

void LogVisits::add(std::span<const visits::LogHit> hits, std::span<const std::uint32_t> ordinals,
                    const std::function<std::string_view(const visits::LogHit&)>& line_of) {
  if (batches_.empty() || !batches_.back().verdicts.empty()) batches_.emplace_back();
  Batch& batch = batches_.back();
  OneVisit& visit = batch.visits.emplace_back();
  for (std::size_t n = 0; n < hits.size(); ++n) {
    const visits::LogHit& hit = hits[n];
    const std::string_view text = line_of(hit);
    const auto record = reader_.read(text);
    if (!record) continue;
    if (n == 0) {
      visit.visitor_id = record->visitor_id.empty() ? fmt::format("log-{:016x}", hit.visitor) : std::string(record->visitor_id);
      visit.device = record->user_agent.empty() ? visits::Device{} : device_of(record->user_agent);
      visit.address = truncated_address(record->address);
      visit.referrer = record->referrer;
    }
    const auto kept = [&](std::string_view value) -> std::string_view {
      return value.empty() ? std::string_view() : batch.texts.emplace_back(value);
    };
    visits::Event event;
    event.type = record->type;
    const std::string_view known_name = name_of(record->type);
    event.type_name = known_name.empty() ? kept(record->type_name) : known_name;
    event.id = record->id.empty() ? batch.texts.emplace_back(to_string(visits::event_id_of(text, ordinals[n]))) : kept(record->id);
    // Within a millisecond, for access logs a second, the log's own order decides.
    event.moment = {record->at, static_cast<std::uint32_t>(hit.place), visits::hash_event_id(event.id)};
    event.page = kept(record->facts.page);
    event.title = kept(record->facts.title);
    event.property_id = kept(record->facts.property_id);
    event.workflow_id = kept(record->facts.workflow_id);
    event.data = kept(record->data);
    visit.events.push_back(event);
  }
  batch.events += hits.size();
  if (visit.events.empty()) batch.visits.pop_back();
}

Result<void> LogVisits::hand_over() {
  if (batches_.empty() || !batches_.back().verdicts.empty()) return {};
  Batch& batch = batches_.back();
  for (OneVisit& visit : batch.visits) {
    store::ImportVisit command;
    command.site = site_.id;
    command.idle_timeout = Seconds(site_.idle_timeout_seconds);
    command.visitor_id = visit.visitor_id;
    command.device = visit.device;
    command.referrer = visit.referrer;
    command.address = visit.address;
    command.events = visit.events;
    batch.verdicts.push_back(journal_.carry_out_later(std::move(command)));
  }
  return batches_.size() < batches_under_way_max ? Result<void>() : finish_oldest();
}

Result<void> LogVisits::finish_oldest() {
  Batch batch = std::move(batches_.front());
  batches_.pop_front();
  std::optional<Error> wrong;
  for (auto& future : batch.verdicts) {
    const auto verdict = future.get();  // Every one: what they point to goes with the batch.
    if (!verdict) {
      wrong = verdict.error();
      continue;
    }
    counts_.events += verdict->accepted;
    counts_.duplicates += verdict->duplicates;
    counts_.sessions += verdict->is_new ? 1 : 0;
  }
  lines_done_ += batch.events;
  if (wrong) return std::unexpected(*wrong);
  return {};
}

Result<void> LogVisits::finish() {
  while (!batches_.empty()) {
    if (auto finished = finish_oldest(); !finished) {
      while (!batches_.empty()) (void)finish_oldest();
      return finished;
    }
  }
  return {};
}

}  // namespace sojourn::app
