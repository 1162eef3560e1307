#include "app/demo.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/limits.hpp"
#include "net/assets.hpp"

namespace sojourn::app {
namespace {

constexpr std::string_view site_name = "Harbor & Pine Homes";
constexpr std::string_view key_placeholder = "SOJOURN_PUBLIC_KEY";
constexpr std::string_view properties_file = "demo/properties.json";
constexpr Milliseconds token_lifetime = std::chrono::days(7);

/// The site that an earlier start has made, with today's address among its origins, or a new one.
Result<store::Site> find_or_add_site(Instance& instance, const std::string& url) {
  for (const store::Site& site : instance.accounts().directory()->sites()) {
    if (site.name == site_name && accounts::allows_origin(site, url)) return site;
  }
  store::Site site = accounts::make_site(std::string(site_name), {url}, instance.clock().now(), instance.random());
  auto added = instance.journal().carry_out_blocking(store::AddSite{site});
  if (!added) return std::unexpected(added.error());
  return site;
}

Result<std::string> add_token(Instance& instance, const SiteId& site) {
  auto made = accounts::make_api_token(store::Role::admin, site, "Demo agent", instance.random());
  made.token.expires = instance.clock().now() + token_lifetime;
  auto added = instance.journal().carry_out_blocking(store::AddApiToken{made.token});
  if (!added) return std::unexpected(added.error());
  return made.text.reveal();
}

/// The ids of the sample properties, all of which are in the catalogue afterwards.
Result<std::vector<std::string>> add_properties(Instance& instance, const SiteId& site) {
  std::vector<std::string> ids;
  const net::Asset* file = net::find_asset(net::embedded_assets(), properties_file);
  if (file == nullptr) return ids;
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  if (parser.parse(file->bytes.data(), file->bytes.size(), true).get(array) != simdjson::SUCCESS) {
    return fail(ErrorKind::internal, fmt::format("{} is not a list", properties_file));
  }
  std::vector<FieldError> problems;
  for (simdjson::dom::element item : array) {
    simdjson::dom::object object;
    if (item.get(object) != simdjson::SUCCESS) continue;
    ObjectReader reader(object, fmt::format("/{}", ids.size()), problems);
    catalogue::Property property;
    property.property_id = reader.text("id", limits::property_id_chars_max, Need::required).value_or("");
    property.address = reader.text_or_empty("address", limits::title_chars_max);
    property.city = reader.text_or_empty("city", limits::short_text_chars_max);
    property.state = reader.text_or_empty("state", limits::short_text_chars_max);
    property.type = reader.text_or_empty("type", limits::short_text_chars_max);
    property.project = reader.text_or_empty("project", limits::short_text_chars_max);
    property.price = reader.number("price");
    property.bedrooms = reader.integer("bedrooms", 0, 1000);
    property.details = simdjson::minify(item);
    if (!problems.empty()) return std::unexpected(invalid_fields(problems));
    ids.push_back(property.property_id);
    auto put = instance.journal().carry_out_blocking(store::PutProperty{site, property});
    if (!put) return std::unexpected(put.error());
    instance.catalogue().put(site, std::move(property));
  }
  return ids;
}

}  // namespace

Result<std::unique_ptr<Demo>> Demo::start(Instance& instance, const std::string& url, bool has_visitors) {
  auto site = find_or_add_site(instance, url);
  if (!site) return std::unexpected(site.error());
  auto token = add_token(instance, site->id);
  if (!token) return std::unexpected(token.error());
  auto properties = add_properties(instance, site->id);
  if (!properties) return std::unexpected(properties.error());
  if (auto reloaded = instance.reload_accounts(); !reloaded) return std::unexpected(reloaded.error());
  std::unique_ptr<Demo> demo(new Demo(instance, std::move(*site), std::move(*token)));
  demo->visitors_.set_properties(std::move(*properties));
  instance.set_extension(demo.get());
  if (has_visitors) demo->visitors_.start();
  return demo;
}

Demo::Demo(Instance& instance, store::Site site, std::string token)
    : instance_(instance), site_(std::move(site)), token_(std::move(token)), visitors_(instance.port(), site_.public_key, token_) {}

void Demo::stop() {
  instance_.set_extension(nullptr);
  visitors_.stop();
}

std::optional<net::Response> Demo::answer(const net::Request& request) {
  if (request.path == "/demo") return net::Response(302).header("Location", "/demo/");
  if (!request.path.starts_with("/demo/")) return std::nullopt;
  if (request.path == "/demo/visitors") return answer_visitors(request);
  std::string path(request.path.substr(1));
  if (path.ends_with('/')) path += "index.html";
  const net::Asset* asset = net::find_asset(net::embedded_assets(), path);
  if (asset == nullptr || !path.ends_with(".html")) return std::nullopt;
  std::string page(asset->bytes);
  for (std::size_t at = page.find(key_placeholder); at != std::string::npos; at = page.find(key_placeholder, at)) {
    page.replace(at, key_placeholder.size(), site_.public_key);
  }
  return net::Response(200, "text/html; charset=utf-8", std::move(page)).header("Cache-Control", "no-cache");
}

net::Response Demo::answer_visitors(const net::Request& request) {
  if (request.method == net::Method::post) {
    auto document = JsonDocument::parse(request.body);
    if (!document) return api::problem(document.error());
    auto root = document->root();
    const auto running = root.boolean("running", Need::required);
    if (auto problems = document->problems()) return api::problem(*problems);
    *running ? visitors_.start() : visitors_.pause();
  }
  return api::json_response(200,
                            [&](JsonWriter& json) { json.begin_object().member("running", visitors_.is_running()).end_object(); });
}

}  // namespace sojourn::app
