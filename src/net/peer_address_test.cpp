#include "net/peer_address.hpp"

#include <gtest/gtest.h>

namespace sojourn::net {
namespace {

PeerAddress address(std::string_view text) {
  return PeerAddress::parse(text).value();
}

TEST(PeerAddress, ReadsAndWritesBothFamilies) {
  EXPECT_EQ(address("192.0.2.1").text(), "192.0.2.1");
  EXPECT_EQ(address("2001:DB8:0::1").text(), "2001:db8::1");
  EXPECT_EQ(address("::ffff:192.0.2.1"), address("192.0.2.1"));
  EXPECT_EQ(PeerAddress::unix_socket().text(), "unix");
}

TEST(PeerAddress, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"", "192.0.2", "192.0.2.256", "192.0.2.1:80", "[::1]", "fe80::1%eth0", "localhost", "192.0.2.01 "}) {
    EXPECT_FALSE(PeerAddress::parse(text)) << text;
  }
}

TEST(PeerAddress, KnowsLoopback) {
  EXPECT_TRUE(address("127.9.9.9").is_loopback());
  EXPECT_TRUE(address("::1").is_loopback());
  EXPECT_FALSE(address("192.0.2.1").is_loopback());
  EXPECT_FALSE(PeerAddress::unix_socket().is_loopback());
}

TEST(PeerAddress, TruncatesToANetwork) {
  EXPECT_EQ(address("192.0.2.77").truncated(), "192.0.2.0");
  EXPECT_EQ(address("2001:db8:7:8:9::1").truncated(), "2001:db8:7::");
}

TEST(PeerAddress, CountsOneV6CustomerAsOne) {
  EXPECT_EQ(address("2001:db8:1:2::1").key(), address("2001:db8:1:2:ffff::9").key());
  EXPECT_NE(address("2001:db8:1:2::1").key(), address("2001:db8:1:3::1").key());
  EXPECT_NE(address("192.0.2.1").key(), address("192.0.2.2").key());
  EXPECT_EQ(address("::ffff:192.0.2.1").key(), address("192.0.2.1").key());
}

TEST(AddressRange, ContainsItsNetwork) {
  const AddressRange ten = AddressRange::parse("10.0.0.0/8").value();
  EXPECT_TRUE(ten.contains(address("10.255.0.1")));
  EXPECT_FALSE(ten.contains(address("11.0.0.1")));
  EXPECT_FALSE(ten.contains(address("::1")));
  EXPECT_FALSE(ten.contains(PeerAddress::unix_socket()));
  EXPECT_TRUE(AddressRange::parse("2001:db8::/33")->contains(address("2001:db8:7fff::1")));
  EXPECT_FALSE(AddressRange::parse("2001:db8::/33")->contains(address("2001:db8:8000::1")));
  EXPECT_TRUE(AddressRange::parse("192.0.2.1")->contains(address("192.0.2.1")));
  EXPECT_TRUE(AddressRange::parse("0.0.0.0/0")->contains(address("192.0.2.1")));
}

TEST(AddressRange, RefusesWhatIsNone) {
  for (const std::string_view text : {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/8x", "x/8"}) {
    EXPECT_FALSE(AddressRange::parse(text)) << text;
  }
}

}  // namespace
}  // namespace sojourn::net
