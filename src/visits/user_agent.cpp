#include "visits/user_agent.hpp"

#include "visits/user_agent_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

namespace sojourn::visits {

using namespace user_agent_rules;

namespace {

constexpr std::size_t looked_at_max = 512;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Where the token begins a word; npos where it does not.
std::size_t find_token(std::string_view text, std::string_view token) {
  for (auto at = text.find(token); at != std::string_view::npos; at = text.find(token, at + 1)) {
    if (at == 0 || !is_alphanumeric(text[at - 1]) || !is_alphanumeric(token[0])) return at;
  }
  return std::string_view::npos;
}

bool has_any(std::string_view text, std::span<const std::string_view> signs) {
  return std::ranges::any_of(signs, [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

struct Match {
  std::string_view name;
  std::size_t end = 0;  ///< Behind the token.
};

std::optional<Match> first_match(std::string_view text, std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    const auto at = find_token(text, rule.token);
    if (at != std::string_view::npos) return Match{rule.name, at + rule.token.size()};
  }
  return std::nullopt;
}

/// The number behind `position`, past one separator; 0 where there is none.
int number_at(std::string_view text, std::size_t position) {
  if (position < text.size() && (text[position] == '/' || text[position] == ' ')) ++position;
  int number = 0;
  for (int digits = 0; digits < 6 && position < text.size() && text[position] >= '0' && text[position] <= '9'; ++digits) {
    number = number * 10 + (text[position++] - '0');
  }
  return number;
}

int number_behind(std::string_view text, std::string_view token) {
  const auto at = find_token(text, token);
  return at == std::string_view::npos ? 0 : number_at(text, at + token.size());
}

std::optional<Match> bot_of(std::string_view text) {
  if (auto known = first_match(text, bots)) return known;
  // Cubot makes telephones.
  const bool has_sign = has_any(text, bot_signs) && text.find("cubot") == std::string_view::npos;
  // Every browser that people use introduces itself as Mozilla, and very old ones as Opera; telephones before browsers by their
  // maker.
  const bool is_person = text.starts_with("mozilla/") || text.starts_with("opera") || has_any(text, mobile_signs) ||
                         text.find("cfnetwork") != std::string_view::npos || first_match(text, browsers);
  const bool is_bare = text.find_first_not_of("mozila/0123456789.") == std::string_view::npos || text.ends_with("(compatible;)");
  if (has_sign || !is_person || is_bare) return Match{"Other bot", text.size()};
  return std::nullopt;
}

int version_of(std::string_view text, const Match& browser) {
  if (browser.name == "Safari" || browser.name == "Opera") {
    if (const int version = number_behind(text, "version/")) return version;
    return browser.name == "Opera" ? number_at(text, browser.end) : 0;
  }
  if (browser.name == "Internet Explorer") {
    const int version = number_behind(text, "msie ");
    return version != 0 ? version : number_behind(text, "rv:");
  }
  return number_at(text, browser.end);
}

DeviceType type_of(std::string_view text, std::string_view os) {
  if (has_any(text, television_signs)) return DeviceType::desktop;
  const bool is_mobile = has_any(text, mobile_signs);
  if (has_any(text, tablet_signs) || (os == "Android" && !is_mobile)) return DeviceType::tablet;
  return is_mobile ? DeviceType::mobile : DeviceType::desktop;
}

}  // namespace

std::string_view name_of(DeviceType type) {
  switch (type) {
    case DeviceType::unknown: return "";
    case DeviceType::desktop: return "desktop";
    case DeviceType::mobile: return "mobile";
    case DeviceType::tablet: return "tablet";
    case DeviceType::bot: return "bot";
  }
  return "";
}

UserAgent parse_user_agent(std::string_view given) {
  std::array<char, looked_at_max> lower{};
  const auto length = std::min(given.size(), lower.size());
  std::ranges::transform(given.substr(0, length), lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const std::string_view text(lower.data(), length);
  if (text.empty() || text == "-") return {};

  UserAgent agent;
  if (const auto system = first_match(text, systems)) agent.os = system->name;
  if (const auto bot = bot_of(text)) {
    agent.type = DeviceType::bot;
    agent.browser = bot->name;
    agent.version = number_at(text, bot->end);
    return agent;
  }
  if (const auto browser = first_match(text, browsers)) {
    agent.browser = browser->name;
    agent.version = version_of(text, *browser);
  } else if (agent.os == "iOS" || agent.os == "iPadOS") {
    agent.browser = "Safari";  // A view inside an app.
  }
  if (agent.browser == "Safari" && agent.os == "Android") agent.browser = "Android Browser";
  agent.type = type_of(text, agent.os);
  return agent;
}

std::string browser_with_version(const UserAgent& agent) {
  return agent.version == 0 ? std::string(agent.browser) : fmt::format("{} {}", agent.browser, agent.version);
}

}  // namespace sojourn::visits
