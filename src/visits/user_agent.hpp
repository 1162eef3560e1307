#pragma once

// What a User-Agent header says about the device: its kind, the browser with its major version, the operating system. A table of
// rules, first match wins; it knows the browsers that people use and the robots that visit, and is content with "" for the rest.
// Costs a few microseconds: who reads millions keeps a small cache.

#include <cstdint>
#include <string>
#include <string_view>

namespace sojourn::visits {

enum class DeviceType : std::uint8_t { unknown, desktop, mobile, tablet, bot };
/// `desktop`, …; "" for unknown.
std::string_view name_of(DeviceType type);

struct UserAgent {
  DeviceType type = DeviceType::unknown;
  std::string_view browser;  ///< `Chrome`, or the robot's name; "" where unknown. Lives as long as the program, as `os` does.
  int version = 0;           ///< Its major version, 0 where unknown.
  std::string_view os;       ///< `Windows`, `macOS`, `Linux`, `iOS`, `Android`, …; "" where unknown.

  bool operator==(const UserAgent&) const = default;
};

/// Anything is accepted; only the first 512 bytes are looked at. Empty and `-` are unknown.
UserAgent parse_user_agent(std::string_view text);

/// `Chrome 128`, or the browser alone where the version is unknown.
std::string browser_with_version(const UserAgent& agent);

}  // namespace sojourn::visits
