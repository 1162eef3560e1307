#include "places/place_database.hpp"
#include "places/testing.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <filesystem>

namespace sojourn::places {
namespace {

AddressBytes address(const char* text) {
  AddressBytes bytes{};
  if (inet_pton(AF_INET, text, bytes.data() + 12) == 1) {
    bytes[10] = bytes[11] = 0xff;
  } else {
    EXPECT_EQ(inet_pton(AF_INET6, text, bytes.data()), 1) << text;
  }
  return bytes;
}

class Places : public testing::Test {
 protected:
  Places() : path_(std::filesystem::temp_directory_path() / fmt::format("sojourn-places-{}.mmdb", ::getpid())) {
    const std::string london =
        mmdb::map({{"city", mmdb::names("London")},
                   {"country", mmdb::names("United Kingdom")},
                   {"location", mmdb::map({{"latitude", mmdb::real(51.5)}, {"longitude", mmdb::real(-0.125)}})},
                   {"subdivisions", mmdb::list({mmdb::names("England"), mmdb::names("Greater London")})}});
    const std::string boston = mmdb::map({{"city", mmdb::text("Boston (Back Bay)")},
                                          {"country_code", mmdb::text("US")},
                                          {"latitude", mmdb::single(42.3601F)},
                                          {"longitude", mmdb::single(-71.125F)},
                                          {"state1", mmdb::text("Massachusetts")}});
    file_.add("81.2.69.0/24", london);
    file_.add("2a02:1234::/32", london);
    file_.add("24.60.0.0/16", boston);
    file_.add("10.1.0.0/16", london);
    file_.add("91.0.0.0/8", mmdb::map({{"country", mmdb::names("Germany")}}));
    file_.add("92.0.0.0/8", mmdb::map({{"city", mmdb::names("\xff\xfe")},
                                       {"location", mmdb::map({{"latitude", mmdb::real(91)}, {"longitude", mmdb::real(1)}})}}));
  }
  ~Places() override { std::filesystem::remove(path_); }

  std::unique_ptr<PlaceDatabase> open() {
    file_.write(path_);
    auto database = PlaceDatabase::open({path_});
    EXPECT_TRUE(database) << (database ? "" : database.error().message);
    return database ? std::move(*database) : nullptr;
  }

  const std::string path_;
  MmdbFile file_;
};

TEST_F(Places, AreReadFromTheNestedLayout) {
  const visits::Location london{
      .city = "London", .state = "England", .country = "United Kingdom", .coordinates = visits::Coordinates{51.5, -0.125}};
  const auto database = open();
  EXPECT_EQ(database->place_of(address("81.2.69.142")), london);
  EXPECT_EQ(database->place_of(address("::ffff:81.2.69.142")), london);
  EXPECT_EQ(database->place_of(address("2a02:1234:5::1")), london);
}

TEST_F(Places, AreReadFromTheFlatLayout) {
  const auto place = open()->place_of(address("24.60.7.7"));
  EXPECT_EQ(place, (visits::Location{.city = "Boston",
                                     .state = "Massachusetts",
                                     .country = "United States",
                                     .coordinates = visits::Coordinates{42.3601, -71.125}}));
}

TEST_F(Places, SayAsMuchAsTheFileKnows) {
  const auto database = open();
  EXPECT_EQ(database->place_of(address("91.1.2.3")), (visits::Location{.city = "", .state = "", .country = "Germany"}));
  EXPECT_EQ(database->place_of(address("92.1.2.3")), visits::Location{}) << "neither bad text nor places off the earth";
  EXPECT_EQ(database->place_of(address("8.8.8.8")), visits::Location{});
  EXPECT_EQ(database->place_of(address("2001:4860::1")), visits::Location{});
}

TEST_F(Places, OfPrivateAddressesAreNobodysBusiness) {
  const auto database = open();
  EXPECT_EQ(database->place_of(address("10.1.2.3")), visits::Location{}) << "although the file names one";
  for (const char* text : {"127.0.0.1", "192.168.1.1", "172.16.0.1", "172.31.9.9", "169.254.1.1", "100.64.0.1", "0.0.0.0",
                           "224.0.0.1", "::1", "::", "fe80::1", "fd00::1", "ff02::1"})
    EXPECT_FALSE(is_public(address(text))) << text;
  for (const char* text : {"172.32.0.1", "100.128.0.1", "192.169.0.1", "2001:4860::1"})
    EXPECT_TRUE(is_public(address(text))) << text;
}

TEST_F(Places, ComeFromTheFirstFileThatKnows) {
  MmdbFile other;
  other.add("81.0.0.0/8", mmdb::map({{"city", mmdb::names("Paris")}}));
  other.add("2001:4860::/32", mmdb::map({{"city", mmdb::names("Oslo")}}));
  const std::string path = path_ + ".second";
  other.write(path);
  file_.write(path_);
  const auto database = PlaceDatabase::open({path_, path});
  std::filesystem::remove(path);
  ASSERT_TRUE(database);
  EXPECT_EQ((*database)->place_of(address("81.2.69.1")).city, "London");
  EXPECT_EQ((*database)->place_of(address("81.3.3.3")).city, "Paris");
  EXPECT_EQ((*database)->place_of(address("2001:4860::1")).city, "Oslo");
}

TEST_F(Places, SayWhereTheyComeFrom) {
  EXPECT_EQ(open()->description(), "Test-City of 2026-11-01");
}

TEST_F(Places, OfAFileThatIsDamagedAreRefusedByItsName) {
  const std::string whole = file_.bytes();
  std::string hole = whole;
  const auto data = whole.find("Germany") - 30;
  std::fill_n(hole.begin() + static_cast<std::ptrdiff_t>(data), 37, '\xff');
  for (const std::string& bytes : {std::string(), std::string("no database"), whole.substr(0, whole.size() / 2), hole}) {
    std::ofstream(path_, std::ios::binary) << bytes;
    const auto database = PlaceDatabase::open({path_});
    ASSERT_FALSE(database) << bytes.size();
    EXPECT_NE(database.error().message.find(path_), std::string::npos) << database.error().message;
  }
  std::filesystem::remove(path_);
  const auto missing = PlaceDatabase::open({path_});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
}

TEST_F(Places, MayBeAskedByManyThreads) {
  const auto database = open();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 2000; ++n) EXPECT_EQ(database->place_of(address("81.2.69.1")).city, "London");
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(CountryName, IsKnownForEveryCode) {
  EXPECT_EQ(country_name_of("AD"), "Andorra");
  EXPECT_EQ(country_name_of("US"), "United States");
  EXPECT_EQ(country_name_of("GB"), "United Kingdom");
  EXPECT_EQ(country_name_of("ZW"), "Zimbabwe");
  EXPECT_EQ(country_name_of("??"), "??");
  EXPECT_EQ(country_name_of(""), "");
}

}  // namespace
}  // namespace sojourn::places
