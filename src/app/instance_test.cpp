// The whole server in one process, on a disk that fails.

#include "app/instance.hpp"
#include "app/http_client.hpp"
#include "base/json_reader.hpp"
#include "store/sqlite/fault_disk.hpp"

#include <gtest/gtest.h>
#include <filesystem>

namespace sojourn::app {
namespace {

class InstanceOnFailingDisk : public testing::Test {
 protected:
  InstanceOnFailingDisk() {
    std::string pattern = std::filesystem::temp_directory_path() / "sojourn-test-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
    Options options;
    options.data = path_;
    options.listen = {"127.0.0.1:0"};
    options.fault_vfs = disk_.vfs_name();
    auto started = Instance::start(std::move(options), [this] { ++failures_; });
    EXPECT_TRUE(started) << (started ? "" : started.error().message);
    instance_ = std::move(*started);
    auto control = HttpClient::to_unix_socket(control_socket_of(path_));
    const auto site = control.send("POST", "/control/sites", R"({"name":"s","origins":[]})");
    public_key_ = JsonDocument::parse(site->body)->root().text_or_empty("public_key", 100);
  }
  ~InstanceOnFailingDisk() override {
    instance_->stop();
    instance_.reset();
    std::filesystem::remove_all(path_);
  }

  int start_visit(HttpClient& client, int number) {
    const auto answer =
        client.send("POST", "/api/v1/sessions/start", fmt::format(R"({{"site":"{}","visitor_id":"v{}"}})", public_key_, number));
    return answer ? answer->status : 0;
  }

  store::FaultDisk disk_;
  std::string path_;
  std::atomic<int> failures_{0};
  std::unique_ptr<Instance> instance_;
  std::string public_key_;
};

TEST_F(InstanceOnFailingDisk, AcknowledgesNothingAfterTheFirstFailedSyncAndSaysSo) {
  auto client = HttpClient::to_loopback(instance_->port());
  EXPECT_EQ(start_visit(client, 0), 201);
  disk_.plan(store::DiskFault::sync_fails, 1);
  for (int i = 1; i <= 20; ++i) EXPECT_EQ(start_visit(client, i), 503) << i;
  const auto ready = client.send("GET", "/readyz", "");
  EXPECT_EQ(ready->status, 503);
  instance_->stop();
  EXPECT_EQ(failures_, 1);
}

TEST_F(InstanceOnFailingDisk, RefusesWhileTheDiskIsFullAndGoesOnAfterwards) {
  auto client = HttpClient::to_loopback(instance_->port());
  disk_.plan(store::DiskFault::disk_full, 1);
  int refused = 0;
  for (int i = 1; i <= 200; ++i) refused += start_visit(client, i) == 503 ? 1 : 0;
  EXPECT_GT(refused, 0);
  disk_.make_room();
  disk_.plan(store::DiskFault::none, 0);
  EXPECT_EQ(start_visit(client, 1000), 201);
  EXPECT_EQ(failures_, 0);
}

}  // namespace
}  // namespace sojourn::app
