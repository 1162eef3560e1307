#pragma once

// The feed within one process: hands changes on at once, on the journal's thread. So whoever got an answer to a write finds it in
// every view.

#include "feed/feed.hpp"

#include <functional>
#include <vector>

namespace sojourn::feed {

class LocalFeed final : public Feed {
 public:
  using Subscriber = std::function<void(std::span<const store::VisitChange>)>;

  /// Before the journal starts; subscribers may not block.
  void subscribe(Subscriber subscriber) { subscribers_.push_back(std::move(subscriber)); }

  void publish(std::span<const store::VisitChange> changes) override {
    for (const Subscriber& subscriber : subscribers_) subscriber(changes);
  }

 private:
  std::vector<Subscriber> subscribers_;
};

}  // namespace sojourn::feed
