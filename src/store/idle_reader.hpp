#pragma once

// A reader that answers nothing: the ground on which a test's fake stands, which overrides what it is asked.

#include "store/store.hpp"

namespace sojourn::store {

class IdleReader : public Reader {
 public:
  Result<std::vector<StoredEvent>> events(const StoredVisit&) override { return none(); }
  Result<VisitPage> visits_of_user(const Scope&, std::string_view, std::size_t, std::string_view) override { return none(); }
  Result<std::vector<StoredVisit>> earlier_visits(const visits::Visit&, std::size_t) override { return none(); }
  Result<Bounces> bounces(const Scope&, Instant, Instant, std::size_t, std::string_view) override { return none(); }
  Result<std::vector<DayStatistics>> daily(const SiteId&, Day, Day, Lanes) override { return none(); }
  Result<Found> find_visits(const VisitFilter&, std::size_t, std::string_view) override { return none(); }
  Result<VisitPage> next_visits(const VisitFilter&, std::size_t, std::string_view) override { return none(); }
  Result<void> for_each_visit(const VisitFilter&, FactsWanted, const std::function<void(const VisitFacts&)>&) override {
    return none();
  }
  Result<void> for_each_visit(const SiteId&, Instant, Instant, const std::function<void(const visits::Visit&)>&) override {
    return none();
  }
  Result<void> for_each_feature(const VisitFilter&, const std::function<void(std::int64_t, std::string_view)>&) override {
    return none();
  }
  Result<void> for_each_workflow(const VisitFilter&, const std::function<void(const WorkflowFacts&)>&) override { return none(); }
  Result<std::vector<StoredLead>> leads(const SiteId&, std::int64_t, std::size_t) override { return none(); }
  Result<OldVisits> old_visits(const SiteId&, Instant) override { return none(); }
  Result<std::optional<Lead>> lead(const Scope&, const LeadId&) override { return none(); }
  Result<LeadPage> leads(const SiteId&, std::string_view, LeadSort, Instant, std::size_t, std::string_view) override {
    return none();
  }
  Result<PastVisits> visits_at(const SiteId&, Instant, Milliseconds) override { return none(); }
  Result<std::vector<PropertyInterest>> property_interest(const SiteId&, Instant, std::size_t) override { return none(); }
  Result<AlertPage> alerts(const SiteId&, std::size_t, std::string_view) override { return none(); }
  Result<std::vector<Delivery>> deliveries(const VisitId&) override { return none(); }
  Result<std::vector<Delivery>> waiting_emails(std::size_t) override { return none(); }
  Result<PersonLog> person_log(const VisitId&) override { return none(); }
  Result<VisitPage> visits_of_lead(const Scope&, const LeadId&, std::size_t, std::string_view) override { return none(); }
  Result<std::vector<Feedback>> feedback(const SiteId&, Instant, Instant) override { return none(); }
  Result<std::vector<std::int64_t>> hot_leads_by_week(const SiteId&, Instant, std::size_t) override { return none(); }
  Result<ScoreRulesHistory> score_rules(const SiteId&) override { return none(); }
  Result<void> for_each_property(const std::function<void(const SiteId&, catalogue::Property)>&) override { return none(); }
  Result<std::vector<Site>> sites() override { return none(); }
  Result<std::vector<ApiToken>> tokens() override { return none(); }

 private:
  static std::unexpected<Error> none() { return fail(ErrorKind::unavailable, "not asked here"); }
};

}  // namespace sojourn::store
