#include "api/handlers.hpp"

#include "visits/user_agent.hpp"

namespace sojourn::api {
namespace {

/// Robots say so, with a word or an address for complaints. An HTTP library without either is somebody's back end that speaks for a
/// person, which is a fine way to use this API.
bool calls_itself_a_robot(std::string_view user_agent) {
  for (const std::string_view sign : {"bot", "Bot", "crawl", "Crawl", "spider", "Spider", "http://", "https://"}) {
    if (user_agent.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

void fill_device(visits::Device& device, std::string_view user_agent) {
  // The tracker keeps browsers that a program drives out by itself, unless the page allows them: one that comes here was let in.
  std::string browser(user_agent.substr(0, 512));
  if (const std::size_t at = browser.find("HeadlessChrome"); at != std::string::npos)
    browser.erase(at, std::string_view("Headless").size());
  const visits::UserAgent parsed = visits::parse_user_agent(browser);
  const bool is_robot = parsed.type == visits::DeviceType::bot;
  if (device.type.empty() && is_robot && calls_itself_a_robot(browser)) device.type = "bot";
  if (device.type.empty() && !is_robot) device.type = name_of(parsed.type);
  if (device.type.empty()) device.type = "desktop";
  if (is_robot && device.type != "bot") return;
  if (device.browser.empty()) device.browser = parsed.browser;
  if (device.os.empty()) device.os = parsed.os;
}

}  // namespace sojourn::api
