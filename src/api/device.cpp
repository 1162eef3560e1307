#include "api/device.hpp"

#include "visits/automation.hpp"
#include "visits/user_agent.hpp"

namespace sojourn::api {
namespace {

constexpr std::size_t header_bytes_max = 512;
constexpr std::size_t brand_bytes_max = 60;

/// The tracker keeps browsers that a program drives out by itself, unless the page allows them: one that comes here was let in.
std::string let_in(std::string_view user_agent) {
  std::string browser(user_agent.substr(0, header_bytes_max));
  if (const std::size_t at = browser.find("HeadlessChrome"); at != std::string::npos)
    browser.erase(at, std::string_view("Headless").size());
  return browser;
}

/// The next quoted string of a structured field (RFC 8941), taken off its front; the parameters' values are quoted too, but stand
/// behind `=`.
std::optional<std::string> next_item(std::string_view& field) {
  while (true) {
    const std::size_t open = field.find('"');
    if (open == std::string_view::npos) return std::nullopt;
    const bool is_parameter = open > 0 && field[open - 1] == '=';
    std::string text;
    std::size_t at = open + 1;
    for (; at < field.size() && field[at] != '"'; ++at) {
      if (field[at] == '\\' && at + 1 < field.size()) ++at;
      text += field[at];
    }
    if (at >= field.size()) return std::nullopt;
    field.remove_prefix(at + 1);
    if (!is_parameter) return text;
  }
}

/// Browsers put in a brand that is none, in many spellings, so that nobody relies on the list's form.
bool is_grease(std::string_view brand) {
  return brand.find("Not") != std::string_view::npos && brand.find("Brand") != std::string_view::npos;
}

std::string_view our_name_of_brand(std::string_view brand) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names = {{{"Google Chrome", "Chrome"},
                                                                                   {"HeadlessChrome", "Chrome"},
                                                                                   {"Microsoft Edge", "Edge"},
                                                                                   {"YaBrowser", "Yandex Browser"},
                                                                                   {"DuckDuckGo", "DuckDuckGo"},
                                                                                   {"Opera GX", "Opera"}}};
  const auto found = std::ranges::find(names, brand, &std::pair<std::string_view, std::string_view>::first);
  return found == names.end() ? brand : found->second;
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
}

std::string_view our_name_of_platform(std::string_view platform) {
  if (platform == "Chrome OS" || platform == "Chromium OS") return "ChromeOS";
  for (const std::string_view known : {"Windows", "macOS", "Linux", "Android", "iOS", "Fuchsia"}) {
    if (platform == known) return known;
  }
  return "";
}

/// The hint knows telephones only; what the User-Agent knows to be a tablet stays one.
std::string_view type_of(std::string_view mobile, std::string_view os, std::string_view of_user_agent) {
  if (mobile == "?1") return of_user_agent == "tablet" ? "tablet" : "mobile";
  if (mobile == "?0") return os == "Android" || of_user_agent == "tablet" ? "tablet" : "desktop";
  return of_user_agent;
}

}  // namespace

DeviceHeaders device_headers(const net::Request& request) {
  return {.user_agent = request.header("User-Agent"),
          .brands = request.header("Sec-CH-UA"),
          .mobile = request.header("Sec-CH-UA-Mobile"),
          .platform = request.header("Sec-CH-UA-Platform")};
}

std::string browser_of_brands(std::string_view brands) {
  brands = brands.substr(0, header_bytes_max);
  bool is_chromium = false;
  while (const auto brand = next_item(brands)) {
    if (brand->empty() || brand->size() > brand_bytes_max || !is_printable(*brand) || is_grease(*brand)) continue;
    if (*brand != "Chromium") return std::string(our_name_of_brand(*brand));
    is_chromium = true;
  }
  return is_chromium ? "Chromium" : "";
}

void fill_device(visits::Device& device, const DeviceHeaders& headers) {
  const std::string user_agent = let_in(headers.user_agent);
  const visits::UserAgent parsed = visits::parse_user_agent(user_agent);
  if (device.type.empty() && !visits::automation_of(user_agent).empty()) device.type = "bot";
  const bool is_program = parsed.type == visits::DeviceType::bot;
  if (is_program) {
    if (device.type.empty()) device.type = "desktop";
    if (device.type != "bot") return;
    if (device.browser.empty()) device.browser = parsed.browser;
    if (device.os.empty()) device.os = parsed.os;
    return;
  }
  std::string browser = browser_of_brands(headers.brands);
  // An engine without a name of its own says less than a User-Agent that names one.
  if (browser.empty() || (browser == "Chromium" && !parsed.browser.empty() && parsed.browser != "Chrome")) browser = parsed.browser;
  std::string_view platform = headers.platform;
  std::string_view os = our_name_of_platform(next_item(platform).value_or(""));
  if (os.empty()) os = parsed.os;
  if (device.browser.empty()) device.browser = browser;
  if (device.os.empty()) device.os = os;
  if (device.type.empty()) device.type = type_of(headers.mobile, os, name_of(parsed.type));
  if (device.type.empty()) device.type = "desktop";
}

std::string automation_of(const visits::Device& device, const DeviceHeaders& headers, bool is_driven) {
  if (device.type == "bot") {
    if (std::string named = visits::automation_of(let_in(headers.user_agent)); !named.empty()) return named;
  }
  return is_driven ? "a browser that a program drives" : "";
}

bool should_ask_for_hints(const net::Request& request) {
  if (!request.header("Sec-CH-UA").empty()) return false;
  const std::string_view user_agent = request.header("User-Agent").substr(0, header_bytes_max);
  return user_agent.find("Chrome/") != std::string_view::npos && visits::automation_of(user_agent).empty();
}

}  // namespace sojourn::api
