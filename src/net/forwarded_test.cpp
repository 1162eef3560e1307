#include "net/forwarded.hpp"

#include <gtest/gtest.h>
#include <vector>

// The peer is 10.0.0.1; trusted are 10.0.0.0/8 and fd00::/8. Whatever a client writes stands to the left of what the proxies add,
// so a row is right when nothing to the left of the first untrusted entry, seen from the right, decides.

namespace sojourn::net {
namespace {

std::string client_for(std::string_view peer, std::vector<std::string> values) {
  const std::vector<AddressRange> trusted = {*AddressRange::parse("10.0.0.0/8"), *AddressRange::parse("fd00::/8")};
  std::vector<Header> headers = {{"Host", "a"}};
  for (const std::string& value : values) headers.push_back({"X-Forwarded-For", value});
  return client_behind(*PeerAddress::parse(peer), headers, trusted).text();
}

TEST(Forwarded, BelievesNobodyWhoIsNotTrusted) {
  EXPECT_EQ(client_for("192.0.2.9", {"198.51.100.1"}), "192.0.2.9");
  EXPECT_EQ(client_for("192.0.2.9", {"10.0.0.1"}), "192.0.2.9");
}

TEST(Forwarded, TakesTheLastUntrustedEntry) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> rows = {
      {{}, "10.0.0.1"},
      {{""}, "10.0.0.1"},
      {{"192.0.2.1"}, "192.0.2.1"},
      {{"2001:db8::1"}, "2001:db8::1"},
      {{"::ffff:192.0.2.1"}, "192.0.2.1"},
      {{"\t192.0.2.1 "}, "192.0.2.1"},
      {{"203.0.113.7, 192.0.2.1"}, "192.0.2.1"},
      {{"203.0.113.7,192.0.2.1"}, "192.0.2.1"},
      {{"192.0.2.1, 10.0.0.2"}, "192.0.2.1"},
      {{"203.0.113.7, 192.0.2.1, 10.0.0.2, 10.0.0.3"}, "192.0.2.1"},
      {{"192.0.2.1, fd00::5"}, "192.0.2.1"},
      {{"203.0.113.7", "192.0.2.1"}, "192.0.2.1"},
      {{"203.0.113.7, 192.0.2.1", "10.0.0.2"}, "192.0.2.1"},
      {{"10.0.0.9"}, "10.0.0.9"},
      {{"10.0.0.9, 10.0.0.2"}, "10.0.0.9"},
      {{"unknown"}, "10.0.0.1"},
      {{"_hidden"}, "10.0.0.1"},
      {{"localhost"}, "10.0.0.1"},
      {{"192.0.2.1:4711"}, "10.0.0.1"},
      {{"[2001:db8::1]"}, "10.0.0.1"},
      {{"[2001:db8::1]:80"}, "10.0.0.1"},
      {{"\"192.0.2.1\""}, "10.0.0.1"},
      {{"for=192.0.2.1"}, "10.0.0.1"},
      {{"192.0.2.1 203.0.113.7"}, "10.0.0.1"},
      {{"192.0.2.1;203.0.113.7"}, "10.0.0.1"},
      {{"192.0.2.1,"}, "10.0.0.1"},
      {{",192.0.2.1"}, "192.0.2.1"},
      {{"192.0.2.1, , 10.0.0.2"}, "10.0.0.2"},
      {{"192.0.2.1, garbage, 10.0.0.2"}, "10.0.0.2"},
      {{"192.0.2.256"}, "10.0.0.1"},
      {{"0xc0.0.2.1"}, "10.0.0.1"},
      {{"3221225985"}, "10.0.0.1"},
      {{"192.0.2"}, "10.0.0.1"},
      {{"-1"}, "10.0.0.1"},
      {{"fe80::1%eth0"}, "10.0.0.1"},
      {{"::1"}, "::1"},
      {{"127.0.0.1"}, "127.0.0.1"},
      {{"10.0.0.1, 192.0.2.1"}, "192.0.2.1"},
      {{"192.0.2.1, 10.0.0.2", ""}, "10.0.0.1"},
      {{std::string(4000, ',')}, "10.0.0.1"},
      {{std::string(4000, '1')}, "10.0.0.1"},
  };
  for (const auto& [values, expected] : rows) {
    EXPECT_EQ(client_for("10.0.0.1", values), expected) << (values.empty() ? "no header" : values.front().substr(0, 60));
  }
}

}  // namespace
}  // namespace sojourn::net
