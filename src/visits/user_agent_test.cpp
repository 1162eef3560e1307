#include "visits/user_agent.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::visits {
namespace {

struct Case {
  const char* type;
  const char* browser;  ///< With version.
  const char* os;
  const char* text;
};

// As seen in the wild.
constexpr Case cases[] = {
    // Desktop.
    {"desktop", "Chrome 128", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"},
    {"desktop", "Chrome 32", "Windows",
     "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.107 Safari/537.36"},
    {"desktop", "Chrome 33", "macOS",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/33.0.1750.91 Safari/537.36"},
    {"desktop", "Chrome 126", "ChromeOS",
     "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"},
    {"desktop", "Chromium 32", "Linux",
     "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/32.0.1700.102 Chrome/32.0.1700.102 "
     "Safari/537.36"},
    {"desktop", "Firefox 130", "Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"},
    {"desktop", "Firefox 27", "Linux", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:27.0) Gecko/20100101 Firefox/27.0"},
    {"desktop", "Firefox 2", "Windows",
     "Mozilla/5.0 (Windows; U; Windows NT 5.2; en-US; rv:1.8.1.4) Gecko/20070515 Firefox/2.0.0.4"},
    {"desktop", "Firefox 24", "Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:24.0) Gecko/20140205 Firefox/24.0 Iceweasel/24.3.0"},
    {"desktop", "SeaMonkey 2", "Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:26.0) Gecko/20100101 Firefox/26.0 SeaMonkey/2.23"},
    {"desktop", "Safari 17", "macOS",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15"},
    {"desktop", "Safari 7", "macOS",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.73.11 (KHTML, like Gecko) Version/7.0.1 Safari/537.73.11"},
    {"desktop", "Edge 127", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 "
     "Edg/127.0.2651.74"},
    {"desktop", "Edge 18", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 "
     "Edge/18.17763"},
    {"desktop", "Opera 112", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 "
     "OPR/112.0.0.0"},
    {"desktop", "Opera 19", "Windows",
     "Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.107 Safari/537.36 "
     "OPR/19.0.1326.63"},
    {"desktop", "Opera 12", "Linux", "Opera/9.80 (X11; Linux x86_64) Presto/2.12.388 Version/12.16"},
    {"desktop", "Opera 9", "Windows", "Opera/9.64(Windows NT 5.1; U; en) Presto/2.1.1"},
    {"desktop", "Vivaldi 6", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 "
     "Vivaldi/6.8.3381.46"},
    {"desktop", "Yandex Browser 24", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 YaBrowser/24.6.0.0 "
     "Safari/537.36"},
    {"desktop", "Internet Explorer 11", "Windows", "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"},
    {"desktop", "Internet Explorer 9", "Windows",
     "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0; chromeframe/19.0.1084.52)"},
    {"desktop", "Internet Explorer 6", "Windows", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)"},
    {"desktop", "Midori", "Linux", "Midori/0.2 (X11; Linux; U; fr-fr) WebKit/531.2+"},
    {"desktop", "Safari", "macOS", "Safari/9537.73.11 CFNetwork/673.0.3 Darwin/13.0.0 (x86_64) (MacBookPro8%2C1)"},
    {"desktop", "Samsung Internet 2", "Tizen",
     "Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2.2 Chrome/63.0.3239.84 TV "
     "Safari/537.36"},
    // Telephones.
    {"mobile", "Safari 17", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 "
     "Safari/604.1"},
    {"mobile", "Chrome 32", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 7_0_4 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) CriOS/32.0.1700.21 "
     "Mobile/11B554a Safari/9537.53"},
    {"mobile", "Firefox 127", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/127.0 Mobile/15E148 "
     "Safari/605.1.15"},
    {"mobile", "Google App 3", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 7_0_4 like Mac OS X) AppleWebKit/536.26 (KHTML, like Gecko) GSA/3.2.1.25875 "
     "Mobile/11B554a Safari/8536.25"},
    {"mobile", "Safari", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 5_1_1 like Mac OS X) AppleWebKit/534.46 (KHTML, like Gecko) Mobile/9B206"},
    {"mobile", "Safari 6", "iOS",
     "Mozilla/5.0 (iPod; CPU iPhone OS 6_1_5 like Mac OS X) AppleWebKit/536.26 (KHTML, like Gecko) Version/6.0 Mobile/10B400 "
     "Safari/8536.25"},
    {"mobile", "Instagram 338", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram "
     "338.0.0.27.98 (iPhone14,5; iOS 17_5)"},
    {"mobile", "Chrome 127", "Android",
     "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36"},
    {"mobile", "Chrome 32", "Android",
     "Mozilla/5.0 (Linux; Android 4.4.2; Nexus 5 Build/KOT49H) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.99 Mobile "
     "Safari/537.36"},
    {"mobile", "Chrome 92", "Android",
     "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.159 Mobile Safari/537.36"},
    {"mobile", "Samsung Internet 25", "Android",
     "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
     "Chrome/121.0.0.0 Mobile Safari/537.36"},
    {"mobile", "Android Browser 4", "Android",
     "Mozilla/5.0 (Linux; U; Android 4.3; es-es; GT-I9300 Build/JSS15J) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile "
     "Safari/534.30"},
    {"mobile", "Firefox 127", "Android", "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0"},
    {"mobile", "Opera Mini 7", "iOS", "Opera/9.80 (iPhone; Opera Mini/7.0.3/34.1244; U; de) Presto/2.8.119 Version/11.10"},
    {"mobile", "Opera Mini 7", "", "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/34.1244; U; en) Presto/2.8.119 Version/11.10"},
    {"mobile", "Internet Explorer 10", "Windows Phone",
     "Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0; ARM; Touch; NOKIA; Lumia 920)"},
    {"mobile", "UP.Browser 6", "",
     "SAMSUNG-GT-E2232/1.0 Openwave/6.2.3 Profile/MIDP-2.0 Configuration/CLDC-1.1 UP.Browser/6.2.3.3.c.1.101 (GUI) MMP/2.0"},
    {"mobile", "WeChat 8", "Android",
     "Mozilla/5.0 (Linux; Android 13; V2183A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile "
     "Safari/537.36 MicroMessenger/8.0.47"},
    // Tablets.
    {"tablet", "Safari 7", "iPadOS",
     "Mozilla/5.0 (iPad; CPU OS 7_0_4 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) Version/7.0 Mobile/11B554a "
     "Safari/9537.53"},
    {"tablet", "Chrome 32", "iPadOS",
     "Mozilla/5.0 (iPad; CPU OS 7_0 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) CriOS/32.0.1700.21 Mobile/11A465 "
     "Safari/9537.53"},
    {"tablet", "Android Browser 4", "Android",
     "Mozilla/5.0 (Linux; U; Android 4.2.2; fa-ir; SM-T311 Build/JDQ39) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 "
     "Safari/534.30"},
    {"tablet", "Silk 3", "Android",
     "Mozilla/5.0 (Linux; U; en-us; KFAPWI Build/JDQ39) AppleWebKit/535.19 (KHTML, like Gecko) Silk/3.13 Safari/535.19 "
     "Silk-Accelerated=true"},
    // Robots.
    {"bot", "Googlebot 2", "", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    {"bot", "Googlebot 2", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 6_0 like Mac OS X) AppleWebKit/536.26 (KHTML, like Gecko) Version/6.0 Mobile/10A5376e "
     "Safari/8536.25 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    {"bot", "Googlebot-Image 1", "", "Googlebot-Image/1.0"},
    {"bot", "Feedfetcher-Google", "",
     "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 16 subscribers; feed-id=3389821348893992437)"},
    {"bot", "Bingbot 2", "", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"},
    {"bot", "MSNBot 2", "", "msnbot/2.0b (+http://search.msn.com/msnbot.htm)"},
    {"bot", "Yahoo! Slurp", "", "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)"},
    {"bot", "Baiduspider 2", "", "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"},
    {"bot", "archive.org_bot", "", "Mozilla/5.0 (compatible; archive.org_bot +http://www.archive.org/details/archive.org_bot)"},
    {"bot", "Ezooms 1", "", "Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)"},
    {"bot", "GPTBot 1", "",
     "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"},
    {"bot", "ClaudeBot 1", "",
     "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)"},
    {"bot", "PerplexityBot 1", "",
     "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)"},
    {"bot", "facebookexternalhit 1", "", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"},
    {"bot", "Twitterbot 1", "", "Twitterbot/1.0"},
    {"bot", "Tiny Tiny RSS 1", "", "Tiny Tiny RSS/1.11 (http://tt-rss.org/)"},
    {"bot", "UniversalFeedParser 4", "", "UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/"},
    {"bot", "AhrefsBot 5", "", "Mozilla/5.0 (compatible; AhrefsBot/5.0; +http://ahrefs.com/robot/)"},
    {"bot", "HeadlessChrome 126", "Linux",
     "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36"},
    {"bot", "PhantomJS 1", "Linux",
     "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/534.34 (KHTML, like Gecko) PhantomJS/1.9.2 Safari/534.34"},
    {"bot", "curl 7", "Linux", "curl/7.22.0 (i686-pc-linux-gnu) libcurl/7.22.0 OpenSSL/1.0.1 zlib/1.2.3.4 libidn/1.23 librtmp/2.3"},
    {"bot", "Wget 1", "Linux", "Wget/1.14 (linux-gnu)"},
    {"bot", "python-requests 1", "Linux", "python-requests/1.2.0 CPython/2.7.4 Linux/3.8.0-33-generic"},
    {"bot", "Go-http-client 2", "", "Go-http-client/2.0"},
    {"bot", "Chef Client 10", "Linux", "Chef Client/10.18.2 (ruby-1.9.3-p327; ohai-6.16.0; x86_64-linux; +http://opscode.com)"},
    {"bot", "Other bot", "", "LumiBot 2.0"},
    {"bot", "Other bot", "", "portscout/0.8.1"},
    {"bot", "Other bot", "", "Mozilla/5.0"},
    // Nothing said.
    {"", "", "", ""},
    {"", "", "", "-"},
};

TEST(UserAgent, IsRecognised) {
  for (const auto& [type, browser, os, text] : cases) {
    const auto agent = parse_user_agent(text);
    EXPECT_EQ(name_of(agent.type), type) << text;
    EXPECT_EQ(browser_with_version(agent), browser) << text;
    EXPECT_EQ(agent.os, os) << text;
  }
}

TEST(UserAgent, IsReadWithoutCase) {
  EXPECT_EQ(parse_user_agent("MOZILLA/5.0 (X11; LINUX X86_64; RV:130.0) GECKO/20100101 FIREFOX/130.0"),
            parse_user_agent("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"));
}

RC_GTEST_PROP(UserAgent, MayBeAnything, (const std::string& text)) {
  const auto agent = parse_user_agent("Mozilla/5.0 Chrome/" + text);
  RC_ASSERT(agent.version >= 0);
  RC_ASSERT(parse_user_agent(std::string(600, 'x') + text) == parse_user_agent(std::string(512, 'x')));
}

}  // namespace
}  // namespace sojourn::visits
