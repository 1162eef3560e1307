// What the command line asks of a running server, through the control socket in its data folder; and the clock of tests.

#include "api/handlers.hpp"
#include "api/service.hpp"
#include "base/json_reader.hpp"
#include "base/limits.hpp"

namespace sojourn::api {
namespace {

Task<Result<bool>> reload_accounts(Service& service) {
  auto reloaded = co_await service.ask([&](store::Reader& reader) -> Result<bool> {
    auto done = service.accounts().reload(reader);
    if (!done) return std::unexpected(done.error());
    return true;
  });
  co_return reloaded;
}

/// Waits for what the importer does on a thread of its own.
struct ImportWaiter {
  std::function<void(std::function<void(Result<std::string>)>)> begin;
  Executor& home;
  Result<std::string> report;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    begin([this, waiter](Result<std::string> done) {
      report = std::move(done);
      home.post([waiter] { waiter.resume(); });
    });
  }
  Result<std::string> await_resume() { return std::move(report); }
};

}  // namespace

Task<net::Response> add_site(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const std::string name = std::string(root.text("name", limits::short_text_chars_max, Need::required).value_or(""));
  std::vector<std::string> origins;
  for (const std::string& text : root.texts("origins", limits::short_text_chars_max, 100).value_or(std::vector<std::string>{})) {
    auto origin = accounts::parse_origin(text);
    if (!origin) {
      root.refuse("origins", origin.error().message);
      continue;
    }
    origins.push_back(std::move(*origin));
  }
  if (auto problems = document->problems()) co_return problem(*problems);
  const store::Site site = accounts::make_site(name, std::move(origins), call.received, service.random());
  store::AddSite command{site};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  auto reloaded = co_await reload_accounts(service);
  if (!reloaded) co_return problem(reloaded.error());
  co_return json_response(201, [&](JsonWriter& json) {
    json.begin_object()
        .member("site_id", site.id)
        .member("public_key", site.public_key)
        .member("user_token_secret", site.user_token_secret)
        .end_object();
  });
}

Task<net::Response> list_sites(Service& service, Call&) {
  const auto directory = service.accounts().directory();
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object().key("sites").begin_array();
    for (const store::Site& site : directory->sites()) {
      json.begin_object()
          .member("site_id", site.id)
          .member("name", site.name)
          .member("public_key", site.public_key)
          .key("origins")
          .begin_array();
      for (const std::string& origin : site.origins) json.value(origin);
      json.end_array().end_object();
    }
    json.end_array().end_object();
  });
}

Task<net::Response> add_token(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const auto role = store::role_of(root.text("role", 20, Need::required).value_or(""));
  if (!role) root.refuse("role", "should be owner, admin, agent, analyst or auditor");
  std::string name = root.text_or_empty("name", limits::short_text_chars_max);
  std::optional<SiteId> site;
  if (const auto text = root.text("site", uuid_text_chars); text && !text->empty()) {
    const auto id = parse_id<SiteId>(*text);
    if (id && service.accounts().directory()->site(*id) != nullptr) site = *id;
    if (!site) root.refuse("site", "is not a site's id");
  }
  if (auto problems = document->problems()) co_return problem(*problems);
  const auto made = accounts::make_api_token(*role, site, std::move(name), service.random());
  store::AddApiToken command{made.token};
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  auto reloaded = co_await reload_accounts(service);
  if (!reloaded) co_return problem(reloaded.error());
  co_return json_response(201, [&](JsonWriter& json) { json.begin_object().member("token", made.text.reveal()).end_object(); });
}

Task<net::Response> add_user(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  store::AddUser command;
  command.email = root.text("email", limits::short_text_chars_max, Need::required).value_or("");
  command.password_hash = root.text("password_hash", 200, Need::required).value_or("");
  const auto role = store::role_of(root.text("role", 20, Need::required).value_or(""));
  if (!role) root.refuse("role", "should be owner, admin, agent, analyst or auditor");
  if (auto problems = document->problems()) co_return problem(*problems);
  command.role = *role;
  command.id = make_uuid7(call.received, service.random());
  const Uuid id = command.id;
  auto verdict = co_await service.commit(std::move(command));
  if (!verdict) co_return problem(verdict.error());
  co_return json_response(201, [&](JsonWriter& json) { json.begin_object().member("user_id", id).end_object(); });
}

Task<net::Response> import_files(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  const auto id = parse_id<SiteId>(root.text("site", uuid_text_chars, Need::required).value_or(""));
  const auto files = root.texts("files", 4096, 10'000, Need::required);
  if (!id || service.accounts().directory()->site(*id) == nullptr) root.refuse("site", "is not a site's id");
  if (auto problems = document->problems()) co_return problem(*problems);
  if (service.importer() == nullptr)
    co_return problem(Error{.kind = ErrorKind::unavailable, .message = "this server does not import", .fields = {}});

  ImportWaiter waiter{[&](auto done) { service.importer()->import(*id, *files, std::move(done)); }, Service::home(), {}};
  auto report = co_await waiter;
  if (!report) co_return problem(report.error());
  co_return net::Response(200, "application/json", std::move(*report));
}

Task<net::Response> import_lines(Service& service, Call& call) {
  const auto query = net::QueryParameters::parse(call.request.query);
  if (!query) co_return problem(query.error());
  const auto id = parse_id<SiteId>(query->find("site").value_or(""));
  if (!id) co_return problem(invalid("site", "is not a site's id").error());
  if (service.importer() == nullptr)
    co_return problem(Error{.kind = ErrorKind::unavailable, .message = "this server does not import", .fields = {}});
  std::string lines(call.request.body);
  ImportWaiter waiter{
      [&](auto done) { service.importer()->import_lines(*id, std::move(lines), std::move(done)); }, Service::home(), {}};
  auto report = co_await waiter;
  if (!report) co_return problem(report.error());
  co_return net::Response(200, "application/json", std::move(*report));
}

Task<net::Response> import_progress(Service& service, Call&) {
  const ImportProgress progress = service.importer() != nullptr ? service.importer()->progress() : ImportProgress{};
  co_return json_response(200, [&](JsonWriter& json) {
    json.begin_object()
        .member("running", progress.is_running)
        .member("bytes_read", progress.bytes_read)
        .member("lines", progress.lines);
    json.member("lines_done", progress.lines_done).end_object();
  });
}

Task<net::Response> move_clock(Service& service, Call& call) {
  auto document = JsonDocument::parse(call.request.body);
  if (!document) co_return problem(document.error());
  auto root = document->root();
  constexpr std::int64_t century = 100LL * 366 * 86'400;
  const auto advance = root.number("advance_seconds");
  const auto set = root.time("set");
  if (!advance && !set) root.refuse("advance_seconds", "is required, or set");
  if (advance && (*advance < 0 || *advance > static_cast<double>(century)))
    root.refuse("advance_seconds", "should be from 0 to a century");
  if (auto problems = document->problems()) co_return problem(*problems);
  MovableClock& clock = *service.test_clock();
  if (set) clock.set(*set);
  if (advance) clock.advance(Milliseconds(static_cast<std::int64_t>(*advance * 1000)));
  // What has come due is carried out before the answer: the next group takes it first.
  service.journal().nudge();
  store::Inspect nothing{[](store::Store&) {}};
  auto done = co_await service.commit(std::move(nothing));
  if (!done) co_return problem(done.error());
  const Instant now = service.now();
  co_return json_response(200, [&](JsonWriter& json) { json.begin_object().member("now", now).end_object(); });
}

}  // namespace sojourn::api
