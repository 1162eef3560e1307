#include "app/demo_visitors.hpp"

#include "app/http_client.hpp"
#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/random.hpp"

#include <array>
#include <condition_variable>

namespace sojourn::app {
namespace {

constexpr std::size_t visitors_at_once = 24;
constexpr std::chrono::milliseconds turn{150};

struct Kind {
  std::string_view type, browser, os, screen_size;
};
constexpr std::array<Kind, 6> kinds = {{{"desktop", "Chrome", "Windows", "1920x1080"},
                                        {"desktop", "Firefox", "Linux", "1680x1050"},
                                        {"desktop", "Safari", "macOS", "1512x982"},
                                        {"mobile", "Safari", "iOS", "390x844"},
                                        {"mobile", "Chrome", "Android", "412x915"},
                                        {"tablet", "Safari", "iPadOS", "820x1180"}}};
constexpr std::array<std::string_view, 4> referrers = {"", "https://www.google.com/", "https://duckduckgo.com/",
                                                       "https://news.example/homes"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> people = {{{"ada.byron@example.com", "Ada Byron"},
                                                                                  {"grace@example.com", "Grace Hopper"},
                                                                                  {"alan.t@example.com", "Alan Turing"},
                                                                                  {"katherine@example.com", "Katherine Johnson"},
                                                                                  {"tim@example.com", "Tim Berners"},
                                                                                  {"radia@example.com", "Radia Perlman"}}};

struct City {
  std::string_view city, state, country;
  double latitude, longitude;
};
constexpr std::array<City, 20> cities = {{{"Houston", "Texas", "United States", 29.7604, -95.3698},
                                          {"Austin", "Texas", "United States", 30.2672, -97.7431},
                                          {"Boston", "Massachusetts", "United States", 42.3601, -71.0589},
                                          {"Seattle", "Washington", "United States", 47.6062, -122.3321},
                                          {"Portland", "Maine", "United States", 43.6591, -70.2568},
                                          {"Chicago", "Illinois", "United States", 41.8781, -87.6298},
                                          {"Denver", "Colorado", "United States", 39.7392, -104.9903},
                                          {"San Diego", "California", "United States", 32.7157, -117.1611},
                                          {"Miami", "Florida", "United States", 25.7617, -80.1918},
                                          {"New York", "New York", "United States", 40.7128, -74.006},
                                          {"London", "England", "United Kingdom", 51.5074, -0.1278},
                                          {"Dublin", "Leinster", "Ireland", 53.3498, -6.2603},
                                          {"Berlin", "Berlin", "Germany", 52.52, 13.405},
                                          {"Hamburg", "Hamburg", "Germany", 53.5511, 9.9937},
                                          {"Paris", "Île-de-France", "France", 48.8566, 2.3522},
                                          {"Amsterdam", "North Holland", "Netherlands", 52.3676, 4.9041},
                                          {"Copenhagen", "Capital Region", "Denmark", 55.6761, 12.5683},
                                          {"Stockholm", "Stockholm", "Sweden", 59.3293, 18.0686},
                                          {"Lisbon", "Lisbon", "Portugal", 38.7223, -9.1393},
                                          {"Milan", "Lombardy", "Italy", 45.4642, 9.19}}};

class Visitor {
 public:
  Visitor(Random& random, const std::vector<std::string>& properties) : random_(random), properties_(properties) {
    interest_ = static_cast<int>(random_.below(100));
    pages_left_ = 2 + static_cast<int>(random_.below(static_cast<std::uint64_t>(3 + interest_ / 8)));
    wait(0.2, 12);
  }

  bool is_due(std::chrono::steady_clock::time_point now) const { return now >= next_at_; }
  bool is_gone() const { return is_gone_; }

  /// Does the next thing. Unanswered requests are simply tried again at the next turn.
  void act(HttpClient& client, std::string_view public_key, std::string_view token) {
    if (session_id_.empty()) return begin(client, public_key, token);
    if (pages_left_-- <= 0) return leave(client);
    browse(client);
  }

 private:
  void wait(double least_seconds, double most_seconds) {
    const double share = static_cast<double>(random_.below(1'000'000)) / 1e6;
    const double seconds = least_seconds + share * (most_seconds - least_seconds);
    next_at_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  }

  void begin(HttpClient& client, std::string_view public_key, std::string_view token) {
    const Kind& kind = kinds[random_.below(kinds.size())];
    const std::string_view referrer = referrers[random_.below(referrers.size())];
    std::string body;
    JsonWriter json(body);
    json.begin_object()
        .member("site", public_key)
        .member("visitor_id", fmt::format("demo-{:016x}", random_.next_u64()))
        .key("device")
        .begin_object();
    json.member("type", kind.type)
        .member("browser", kind.browser)
        .member("os", kind.os)
        .member("screen_size", kind.screen_size)
        .end_object();
    json.key("entry").begin_object().member("page", "/demo/").member("referrer", referrer).end_object();
    const City& home = cities[random_.below(cities.size())];
    json.key("location").begin_object().member("city", home.city).member("state", home.state).member("country", home.country);
    json.member("latitude", home.latitude).member("longitude", home.longitude).end_object().end_object();
    const auto answer = client.send("POST", "/api/v1/sessions/start", body, {{"Authorization", fmt::format("Bearer {}", token)}});
    wait(0.3, 1);
    if (!answer || answer->status >= 300) return;
    auto document = JsonDocument::parse(answer->body);
    if (!document) return;
    auto root = document->root();
    session_id_ = root.text_or_empty("session_id", 40);
    session_key_ = root.text_or_empty("session_key", 100);
    send(client, "page_view", [](JsonWriter& data) { data.member("page", "/demo/").member("title", "Homes by the water"); });
  }

  void browse(HttpClient& client) {
    if (properties_.empty() || random_.below(5) == 0) {
      send(client, "page_view", [](JsonWriter& data) { data.member("page", "/demo/about.html").member("title", "About us"); });
      return wait(2, 8);
    }
    const std::string& property = properties_[random_.below(properties_.size())];
    const auto about = [&](JsonWriter& data) { data.member("property_id", property); };
    send(client, "page_view",
         [&](JsonWriter& data) { data.member("page", fmt::format("/demo/listings/{}.html", property)).member("title", "A home"); });
    send(client, "property_view", about);
    if (interest_ > 40 && random_.below(3) == 0) send(client, "property_save", about);
    if (interest_ > 75 && random_.below(4) == 0) send(client, "tour_request", about);
    if (interest_ > 60 && !is_known_ && random_.below(5) == 0) identify(client);
    wait(2, 10);
  }

  void identify(HttpClient& client) {
    const auto& [email, name] = people[random_.below(people.size())];
    std::string body;
    JsonWriter(body).begin_object().member("email", email).member("name", name).end_object();
    const auto answer =
        client.send("POST", fmt::format("/api/v1/sessions/{}/identify", session_id_), body, {{"X-Session-Key", session_key_}});
    is_known_ = answer && answer->status < 300;
  }

  void leave(HttpClient& client) {
    const auto answer = client.send("POST", fmt::format("/api/v1/sessions/{}/end", session_id_), R"({"reason":"navigation"})",
                                    {{"X-Session-Key", session_key_}});
    is_gone_ = answer.has_value();
    wait(1, 2);
  }

  template <typename Write>
  void send(HttpClient& client, std::string_view type, Write write_data) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("id", fmt::format("d{}", ++events_)).member("type", type).key("data").begin_object();
    write_data(json);
    json.end_object().end_object();
    static_cast<void>(
        client.send("POST", fmt::format("/api/v1/sessions/{}/event", session_id_), body, {{"X-Session-Key", session_key_}}));
  }

  Random& random_;
  const std::vector<std::string>& properties_;
  std::chrono::steady_clock::time_point next_at_;
  std::string session_id_;
  std::string session_key_;
  int interest_ = 0;
  int pages_left_ = 0;
  int events_ = 0;
  bool is_known_ = false;
  bool is_gone_ = false;
};

}  // namespace

void DemoVisitors::start() {
  const std::scoped_lock lock(mutex_);
  is_running_ = true;
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void DemoVisitors::stop() {
  const std::scoped_lock lock(mutex_);
  is_running_ = false;
  is_stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void DemoVisitors::run() {
  SystemRandom random;
  auto client = HttpClient::to_loopback(port_);
  std::vector<Visitor> visitors;
  while (!is_stopping_) {
    while (visitors.size() < visitors_at_once) visitors.emplace_back(random, property_ids_);
    const auto now = std::chrono::steady_clock::now();
    for (Visitor& visitor : visitors) {
      if (is_running_ && visitor.is_due(now)) visitor.act(client, public_key_, token_);
    }
    std::vector<Visitor> staying;
    for (Visitor& visitor : visitors) {
      if (!visitor.is_gone()) staying.push_back(visitor);
    }
    visitors.swap(staying);
    std::this_thread::sleep_for(turn);
  }
}

}  // namespace sojourn::app
