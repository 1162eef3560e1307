#include "visits/user_agent.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

namespace sojourn::visits {

namespace {

constexpr std::size_t looked_at_max = 512;

/// All of it in lower case. A `token` begins a word, so that `line/` is not found in `headline/`.
struct Rule {
  std::string_view token;
  std::string_view name;
};

// Robots by name: search engines, assistants and their trainers, previews, archives, measurement, feeds, monitors, then tools and
// libraries. What is more special stands first.
constexpr Rule bots[] = {
    {"googlebot-image", "Googlebot-Image"},
    {"googlebot-mobile", "Googlebot"},
    {"googlebot", "Googlebot"},
    {"googleother", "GoogleOther"},
    {"google-inspectiontool", "Google-InspectionTool"},
    {"google-extended", "Google-Extended"},
    {"adsbot-google", "AdsBot-Google"},
    {"mediapartners-google", "Mediapartners-Google"},
    {"feedfetcher-google", "Feedfetcher-Google"},
    {"storebot-google", "Storebot-Google"},
    {"appengine-google", "AppEngine-Google"},
    {"google favicon", "Google Favicon"},
    {"google-read-aloud", "Google-Read-Aloud"},
    {"bingbot", "Bingbot"},
    {"bingpreview", "BingPreview"},
    {"adidxbot", "AdIdxBot"},
    {"msnbot", "MSNBot"},
    {"yahoo! slurp", "Yahoo! Slurp"},
    {"duckduckbot", "DuckDuckBot"},
    {"duckassistbot", "DuckAssistBot"},
    {"baiduspider", "Baiduspider"},
    {"yandex", "YandexBot"},
    {"sogou", "Sogou"},
    {"360spider", "360Spider"},
    {"yisouspider", "YisouSpider"},
    {"petalbot", "PetalBot"},
    {"seznambot", "SeznamBot"},
    {"exabot", "Exabot"},
    {"mojeekbot", "MojeekBot"},
    {"qwantify", "Qwantify"},
    {"qwantbot", "Qwantify"},
    {"mail.ru_bot", "Mail.RU_Bot"},
    {"applebot", "Applebot"},
    {"coccocbot", "CocCocBot"},
    {"yeti/", "Yeti"},
    {"gptbot", "GPTBot"},
    {"chatgpt-user", "ChatGPT-User"},
    {"oai-searchbot", "OAI-SearchBot"},
    {"claudebot", "ClaudeBot"},
    {"claude-user", "Claude-User"},
    {"claude-searchbot", "Claude-SearchBot"},
    {"claude-web", "Claude-Web"},
    {"anthropic-ai", "anthropic-ai"},
    {"perplexitybot", "PerplexityBot"},
    {"perplexity-user", "Perplexity-User"},
    {"mistralai-user", "MistralAI-User"},
    {"cohere-ai", "cohere-ai"},
    {"meta-externalagent", "Meta-ExternalAgent"},
    {"meta-externalfetcher", "Meta-ExternalFetcher"},
    {"bytespider", "Bytespider"},
    {"amazonbot", "Amazonbot"},
    {"ccbot", "CCBot"},
    {"diffbot", "Diffbot"},
    {"youbot", "YouBot"},
    {"timpibot", "Timpibot"},
    {"facebookexternalhit", "facebookexternalhit"},
    {"facebot", "Facebot"},
    {"twitterbot", "Twitterbot"},
    {"linkedinbot", "LinkedInBot"},
    {"pinterestbot", "Pinterestbot"},
    {"slackbot", "Slackbot"},
    {"slack-imgproxy", "Slackbot"},
    {"discordbot", "Discordbot"},
    {"telegrambot", "TelegramBot"},
    {"whatsapp", "WhatsApp"},
    {"skypeuripreview", "SkypeUriPreview"},
    {"redditbot", "redditbot"},
    {"embedly", "Embedly"},
    {"flipboardproxy", "FlipboardProxy"},
    {"iframely", "Iframely"},
    {"mastodon/", "Mastodon"},
    {"archive.org_bot", "archive.org_bot"},
    {"special_archiver", "archive.org_bot"},
    {"ia_archiver", "ia_archiver"},
    {"ahrefsbot", "AhrefsBot"},
    {"ahrefssiteaudit", "AhrefsSiteAudit"},
    {"semrushbot", "SemrushBot"},
    {"mj12bot", "MJ12bot"},
    {"dotbot", "DotBot"},
    {"ezooms", "Ezooms"},
    {"rogerbot", "rogerbot"},
    {"blexbot", "BLEXBot"},
    {"dataforseobot", "DataForSeoBot"},
    {"siteexplorer", "SiteExplorer"},
    {"magpie-crawler", "magpie-crawler"},
    {"screaming frog", "Screaming Frog"},
    {"serpstatbot", "serpstatbot"},
    {"xenu link sleuth", "Xenu"},
    {"universalfeedparser", "UniversalFeedParser"},
    {"tiny tiny rss", "Tiny Tiny RSS"},
    {"feedburner", "FeedBurner"},
    {"feedbin", "Feedbin"},
    {"feedly", "Feedly"},
    {"newsblur", "NewsBlur"},
    {"inoreader", "Inoreader"},
    {"liferea", "Liferea"},
    {"simplepie", "SimplePie"},
    {"digg feed fetcher", "Digg"},
    {"livejournal.com", "LiveJournal"},
    {"freshrss", "FreshRSS"},
    {"miniflux", "Miniflux"},
    {"uptimerobot", "UptimeRobot"},
    {"pingdom", "Pingdom"},
    {"statuscake", "StatusCake"},
    {"site24x7", "Site24x7"},
    {"gtmetrix", "GTmetrix"},
    {"chrome-lighthouse", "Lighthouse"},
    {"datadogsynthetics", "Datadog"},
    {"betterstack", "Better Stack"},
    {"kube-probe", "kube-probe"},
    {"censysinspect", "Censys"},
    {"expanse", "Expanse"},
    {"zgrab", "zgrab"},
    {"masscan", "masscan"},
    {"nmap scripting", "Nmap"},
    {"nikto", "Nikto"},
    {"sqlmap", "sqlmap"},
    {"nuclei", "Nuclei"},
    {"nutch", "Nutch"},
    {"heritrix", "Heritrix"},
    {"scrapy", "Scrapy"},
    {"headlesschrome", "HeadlessChrome"},
    {"phantomjs", "PhantomJS"},
    {"playwright", "Playwright"},
    {"puppeteer", "Puppeteer"},
    {"selenium", "Selenium"},
    {"cypress/", "Cypress"},
    {"curl/", "curl"},
    {"wget/", "Wget"},
    {"libfetch", "libfetch"},
    {"lwp::", "libwww-perl"},
    {"libwww-perl", "libwww-perl"},
    {"python-requests", "python-requests"},
    {"python-urllib", "Python-urllib"},
    {"python-httpx", "python-httpx"},
    {"aiohttp", "aiohttp"},
    {"python/", "Python"},
    {"go-http-client", "Go-http-client"},
    {"apache-httpclient", "Apache-HttpClient"},
    {"java-http-client", "Java"},
    {"java/", "Java"},
    {"okhttp", "okhttp"},
    {"axios/", "axios"},
    {"node-fetch", "node-fetch"},
    {"undici", "undici"},
    {"got (", "got"},
    {"guzzlehttp", "Guzzle"},
    {"http_request2", "HTTP_Request2"},
    {"php/", "PHP"},
    {"wordpress/", "WordPress"},
    {"chef client", "Chef Client"},
    {"ruby", "Ruby"},
    {"postmanruntime", "Postman"},
    {"insomnia/", "Insomnia"},
    {"httpie/", "HTTPie"},
    {"reqwest", "reqwest"},
    {"hackney/", "hackney"},
    {"dart/", "Dart"},
    {"apachebench", "ApacheBench"},
    {"node/", "Node.js"},
    {"node.js", "Node.js"},
    {"deno/", "Deno"},
    {"bun/", "Bun"},
};

// In any place of a word, where no name above is known.
constexpr std::string_view bot_signs[] = {"bot",       "crawl",   "spider", "scraper", "fetcher",
                                          "validator", "monitor", "+http",  "(http",   "archiver"};

// The engine that a browser pretends to be stands behind the browser itself.
constexpr Rule browsers[] = {
    {"edg/", "Edge"},
    {"edga/", "Edge"},
    {"edgios/", "Edge"},
    {"edge/", "Edge"},
    {"opera mini/", "Opera Mini"},
    {"opr/", "Opera"},
    {"opt/", "Opera"},
    {"opios/", "Opera"},
    {"opera mobi", "Opera"},
    {"opera", "Opera"},
    {"samsungbrowser/", "Samsung Internet"},
    {"yabrowser/", "Yandex Browser"},
    {"vivaldi/", "Vivaldi"},
    {"brave/", "Brave"},
    {"duckduckgo/", "DuckDuckGo"},
    {"ddg/", "DuckDuckGo"},
    {"ucbrowser/", "UC Browser"},
    {"micromessenger/", "WeChat"},
    {"mqqbrowser/", "QQ Browser"},
    {"qqbrowser/", "QQ Browser"},
    {"miuibrowser/", "Mi Browser"},
    {"huaweibrowser/", "Huawei Browser"},
    {"whale/", "Whale"},
    {"silk/", "Silk"},
    {"instagram", "Instagram"},
    {"fban/", "Facebook"},
    {"fbav/", "Facebook"},
    {"snapchat/", "Snapchat"},
    {"bytelocale/", "TikTok"},
    {"musical_ly", "TikTok"},
    {"line/", "LINE"},
    {"gsa/", "Google App"},
    {"electron/", "Electron"},
    {"seamonkey/", "SeaMonkey"},
    {"palemoon/", "Pale Moon"},
    {"waterfox/", "Waterfox"},
    {"iceweasel/", "Firefox"},
    {"focus/", "Firefox"},
    {"fxios/", "Firefox"},
    {"firefox/", "Firefox"},
    {"epiphany/", "GNOME Web"},
    {"konqueror/", "Konqueror"},
    {"midori/", "Midori"},
    {"rekonq/", "rekonq"},
    {"falkon/", "Falkon"},
    {"conkeror/", "Conkeror"},
    {"ucweb", "UC Browser"},
    {"crios/", "Chrome"},
    {"chromium/", "Chromium"},
    {"chrome/", "Chrome"},
    {"iemobile", "Internet Explorer"},
    {"msie ", "Internet Explorer"},
    {"trident/", "Internet Explorer"},
    {"blackberry", "BlackBerry"},
    {"bb10", "BlackBerry"},
    {"nokiabrowser/", "Nokia Browser"},
    {"up.browser/", "UP.Browser"},
    {"lynx/", "Lynx"},
    {"w3m/", "w3m"},
    {"elinks", "ELinks"},
    {"links", "Links"},
    {"safari/", "Safari"},
    {"mobilesafari/", "Safari"},
};

constexpr Rule systems[] = {
    {"windows phone", "Windows Phone"},
    {"windows mobile", "Windows Phone"},
    {"xbox", "Xbox"},
    {"windows", "Windows"},
    {"win98", "Windows"},
    {"ipad", "iPadOS"},
    {"iphone", "iOS"},
    {"ipod", "iOS"},
    {"cpu os ", "iOS"},
    {"apple tv", "tvOS"},
    {"appletv", "tvOS"},
    {"macintosh", "macOS"},
    {"mac os x", "macOS"},
    {"mac_powerpc", "macOS"},
    {"macbook", "macOS"},
    {"cros ", "ChromeOS"},
    {"kaios", "KaiOS"},
    {"tizen", "Tizen"},
    {"webos", "webOS"},
    {"web0s", "webOS"},
    {"harmonyos", "HarmonyOS"},
    {"openharmony", "HarmonyOS"},
    {"silk/", "Android"},
    {"android", "Android"},
    {"playstation", "PlayStation"},
    {"nintendo", "Nintendo"},
    {"blackberry", "BlackBerry"},
    {"bb10", "BlackBerry"},
    {"playbook", "BlackBerry"},
    {"symbian", "Symbian"},
    {"series60", "Symbian"},
    {"freebsd", "FreeBSD"},
    {"openbsd", "OpenBSD"},
    {"netbsd", "NetBSD"},
    {"sunos", "Solaris"},
    {"ubuntu", "Linux"},
    {"linux", "Linux"},
    {"x11", "Linux"},
    {"darwin", "macOS"},
};

constexpr std::string_view television_signs[] = {"smart-tv", "smarttv", "googletv", "google tv", "android tv",
                                                 "bravia",   "aftt",    "aftm",     "aftb",      "aftka",
                                                 "hbbtv",    "appletv", "apple tv", "web0s",     "roku"};
constexpr std::string_view tablet_signs[] = {"ipad",    "tablet",   "kindle", "silk/", "playbook",
                                             "nexus 7", "nexus 10", "sm-t",   "gt-p"};
constexpr std::string_view mobile_signs[] = {"mobile",      "iphone",     "ipod",  "opera mini", "opera mobi", "windows phone",
                                             "iemobile",    "blackberry", "bb10",  "symbian",    "series60",   "midp",
                                             "wap browser", "up.browser", "kaios", "ucweb",      "maui"};

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
