#include "app/instance.hpp"

#include "api/alerts.hpp"
#include "app/log_import.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>
#include <filesystem>

namespace sojourn::app {
namespace {

constexpr std::size_t reader_threads = 2;

}  // namespace

std::string control_socket_of(const std::string& data) {
  return data + "/control.sock";
}

Instance::Instance(Options options) : options_(std::move(options)) {}

Instance::~Instance() {
  stop();
}

Result<std::unique_ptr<Instance>> Instance::start(Options options, std::function<void()> on_storage_failure) {
  if (sodium_init() < 0) return fail(ErrorKind::internal, "libsodium does not start");
  std::unique_ptr<Instance> instance(new Instance(std::move(options)));
  auto opened = instance->open(std::move(on_storage_failure));
  if (!opened) return std::unexpected(opened.error());
  return instance;
}

Result<void> Instance::open(std::function<void()> on_storage_failure) {
  if (options_.has_test_clock) {
    auto movable = std::make_unique<MovableClock>(SystemClock().now());
    test_clock_ = movable.get();
    clock_ = std::move(movable);
  } else {
    clock_ = std::make_unique<SystemClock>();
  }

  auto folder = store::DataFolder::open(options_.data);
  if (!folder) return std::unexpected(folder.error());
  folder_.emplace(std::move(*folder));
  if (auto opened = open_places(); !opened) return opened;
  store::SqliteSettings store_settings;
  store_settings.vfs = options_.fault_vfs;
  auto store = store::SqliteStore::open(*folder_, store_settings, random_, clock_->now());
  if (!store) return std::unexpected(store.error());
  store_ = std::move(*store);

  board_ = std::make_unique<live::Board>(store_->rules());
  feed_.subscribe([this](std::span<const store::VisitChange> changes) { board_->apply(changes, clock_->now()); });
  presence_ = std::make_unique<live::PresenceKeeper>(*board_);
  feed_.subscribe([this](std::span<const store::VisitChange> changes) { tell_pages_of_ends(changes); });
  feed_.subscribe([this](std::span<const store::VisitChange>) {
    if (hubs_) hubs_->nudge();
  });
  feed_.subscribe([this](std::span<const store::VisitChange> changes) { watcher_->see(changes); });
  journal_ = std::make_unique<journal::Journal>(*store_, feed_, *clock_, journal::Settings{}, std::move(on_storage_failure));
  readers_ = std::make_unique<store::ReaderPool>(*store_);
  watcher_ = std::make_unique<VisitWatcher>(*journal_, *board_, accounts_, store_->rules(), *clock_,
                                            [this](const store::Alert& alert) { tell_of(alert); });
  mailer_ = std::make_unique<notify::Mailer>(options_.mail, *journal_, catalogue_, *clock_, [this](const SiteId& site) {
    const auto directory = accounts_.directory();
    const store::Site* known = directory->site(site);
    return known != nullptr ? known->name : std::string();
  });
  if (auto loaded = reload_accounts(); !loaded) return loaded;
  {
    auto reader = store_->reader();
    if (!reader) return std::unexpected(reader.error());
    auto loaded = (*reader)->for_each_property(
        [&](const SiteId& site, catalogue::Property property) { catalogue_.put(site, std::move(property)); });
    if (!loaded) return loaded;
  }
  importer_ = std::make_unique<LogImporter>(*journal_, accounts_);
  api::Collaborators with{*journal_, *readers_, store_->rules(), *board_,     *presence_,      pages_,       catalogue_,
                          accounts_, *clock_,   random_,         test_clock_, importer_.get(), places_.get()};
  with.nudge_panels = [this] { hubs_->nudge(); };
  with.nudge_mailer = [this] { mailer_->nudge(); };
  service_ = std::make_unique<api::Service>(std::move(with), options_.rate_limits);
  hubs_ = std::make_unique<api::LiveHubs>(*service_);
  application_ = std::make_unique<api::ServerApplication>(*service_, *hubs_);

  if (auto started = readers_->start(reader_threads); !started) return started;
  if (auto started = journal_->start(); !started) return started;
  auto watching = store_->reader();
  if (!watching) return std::unexpected(watching.error());
  watcher_->start(std::move(*watching));
  auto mailing = store_->reader();
  if (!mailing) return std::unexpected(mailing.error());
  mailer_->start(std::move(*mailing));

  net::Settings settings;
  settings.listen = options_.listen;
  settings.unix_socket = control_socket_of(options_.data);
  settings.threads = options_.threads;
  settings.limits.connections_per_address_max = options_.rate_limits.limit_loopback ? 100 : settings.limits.connections_max;
  for (const std::string& text : options_.trusted_proxies) {
    const auto range = net::AddressRange::parse(text);
    if (!range) return invalid("trusted-proxy", fmt::format("{} should be an address or a block such as 10.0.0.0/8", text));
    settings.trusted_proxies.push_back(*range);
  }
  server_ = std::make_unique<net::Server>(std::move(settings), *application_);
  if (auto started = server_->start(); !started) return started;
  hubs_->start(server_->loops());
  return {};
}

Result<void> Instance::open_places() {
  std::vector<std::string> paths = options_.place_databases;
  if (paths.empty()) {
    for (const char* name : {"/places.mmdb", "/places-ipv6.mmdb"}) {
      std::error_code error;
      if (std::filesystem::exists(options_.data + name, error)) paths.push_back(options_.data + name);
    }
  }
  if (paths.empty()) {
    spdlog::info("no place database: visits have no city; name one with --place-database, or put it at {}/places.mmdb",
                 options_.data);
    return {};
  }
  auto opened = places::PlaceDatabase::open(paths);
  if (!opened) return std::unexpected(opened.error());
  places_ = std::move(*opened);
  spdlog::info("places come from {}: {}", fmt::join(paths, ", "), places_->description());
  return {};
}

void Instance::tell_of(const store::Alert& alert) {
  mailer_->nudge();
  std::string json;
  JsonWriter writer(json);
  api::write_alert(writer, alert);
  if (hubs_) hubs_->announce(alert.site, std::move(json));
}

void Instance::tell_pages_of_ends(std::span<const store::VisitChange> changes) {
  for (const store::VisitChange& change : changes) {
    if (change.kind != store::VisitChange::Kind::ended) continue;
    presence_->forget(change.visit.id);
    if (pages_.size() == 0) continue;
    const auto standing = standing_of(change.visit, clock_->now());
    pages_.deliver(change.visit.id, fmt::format(R"({{"type":"ended","session_id":"{}","reason":"{}"}})", to_string(change.visit.id),
                                                name_of(standing.reason)));
  }
}

Result<void> Instance::reload_accounts() {
  auto reader = store_->reader();
  if (!reader) return std::unexpected(reader.error());
  return accounts_.reload(**reader);
}

void Instance::stop() {
  // The importer first: the request that asked for it waits for its answer.
  if (importer_) importer_->stop();
  if (watcher_) watcher_->stop();
  if (mailer_) mailer_->stop();
  if (hubs_) hubs_->stop();
  if (server_) server_->stop();
  if (journal_) journal_->stop();
  if (readers_) readers_->stop();
}

}  // namespace sojourn::app
