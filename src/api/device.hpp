#pragma once

// What the headers of a request tell about the device behind it: its User-Agent, and the client hints of Chromium's family, which
// name the browser where the User-Agent only says that it is like Chrome.

#include "net/http.hpp"
#include "visits/visit.hpp"

namespace sojourn::api {

struct DeviceHeaders {
  std::string_view user_agent;
  std::string_view brands;    ///< Sec-CH-UA: `"Google Chrome";v="140", "Chromium";v="140", "Not=A?Brand";v="24"`
  std::string_view mobile;    ///< Sec-CH-UA-Mobile: `?1` or `?0`
  std::string_view platform;  ///< Sec-CH-UA-Platform: `"macOS"`
};
DeviceHeaders device_headers(const net::Request& request);

/// The browser that a list of brands names, in our words: the most special of them; "" where there is none.
std::string browser_of_brands(std::string_view brands);

/// What the client did not say about its device, as far as the headers tell.
void fill_device(visits::Device& device, const DeviceHeaders& headers);

/// Why a device that was filled is a program's: it calls itself one, or `is_driven` and says so. "" for people.
std::string automation_of(const visits::Device& device, const DeviceHeaders& headers, bool is_driven);

/// Whether the browser knows hints and did not send them.
bool should_ask_for_hints(const net::Request& request);
inline constexpr std::string_view hints_asked_for = "Sec-CH-UA, Sec-CH-UA-Mobile, Sec-CH-UA-Platform";

}  // namespace sojourn::api
