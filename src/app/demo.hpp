#pragma once

// The demo: a small real-estate site served under /demo/, with its catalogue, and visitors who can be switched on. Everything goes the
// way of a real site: the tracker in the pages, and HTTP from the simulated visitors.

#include "api/server_application.hpp"
#include "app/demo_visitors.hpp"
#include "app/instance.hpp"

#include <memory>
#include <string>

namespace sojourn::app {

class Demo final : public api::Extension {
 public:
  /// Adds the site, its properties and a token for the panel where they are missing, and begins to answer /demo/.
  static Result<std::unique_ptr<Demo>> start(Instance& instance, const std::string& url, bool has_visitors);
  ~Demo() override { stop(); }

  void stop();
  const std::string& token() const { return token_; }
  std::string site_id() const { return to_string(site_.id); }

  std::optional<net::Response> answer(const net::Request& request) override;

 private:
  Demo(Instance& instance, store::Site site, std::string token);
  net::Response answer_visitors(const net::Request& request);

  Instance& instance_;
  const store::Site site_;
  const std::string token_;
  DemoVisitors visitors_;
};

}  // namespace sojourn::app
