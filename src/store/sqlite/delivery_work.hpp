#pragma once

// Deliveries in the record.

#include "store/sqlite/database.hpp"
#include "store/sqlite/visit_book.hpp"
#include "store/work.hpp"

#include "base/random.hpp"

namespace sojourn::store {

class DeliveryWork {
 public:
  /// All outlive it.
  DeliveryWork(Database& database, VisitBook& book, Random& random);

  Result<AddDelivery::Verdict> carry_out(const AddDelivery& command, Instant now);
  Result<UpdateDelivery::Verdict> carry_out(const UpdateDelivery& command, Instant now);

 private:
  VisitBook& book_;
  Random& random_;
  Statement select_repeat_;
  Statement select_by_id_;
  Statement insert_;
  Statement update_;
};

std::vector<Delivery> find_deliveries(Database& database, const VisitId& visit);
std::vector<Delivery> find_waiting_emails(Database& database, std::size_t limit);

}  // namespace sojourn::store
