#include "people/marks.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

namespace sojourn::people {
namespace {

Result<void> change_tags(std::vector<std::string>& tags, const Act& act) {
  for (const std::string& tag : act.tags_removed) std::erase(tags, tag);
  for (const std::string& tag : act.tags_added) {
    const auto at = std::ranges::lower_bound(tags, tag);
    if (at == tags.end() || *at != tag) tags.insert(at, tag);
  }
  if (tags.size() > tags_max) return fail(ErrorKind::limit_reached, fmt::format("a person has at most {} tags", tags_max));
  return {};
}

void write_colleague(JsonWriter& json, const Colleague& colleague) {
  json.begin_object().member("id", colleague.id).member("name", colleague.name).end_object();
}

std::string joined(std::string_view prefix, const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += fmt::format("{}{}{}", text.empty() ? "" : " ", prefix, tag);
  return text;
}

}  // namespace

std::string_view name_of(ActKind kind) {
  switch (kind) {
    case ActKind::claim: return "claim";
    case ActKind::release: return "release";
    case ActKind::note: return "note";
    case ActKind::tag: return "tag";
    case ActKind::follow: return "follow";
    case ActKind::unfollow: return "unfollow";
    case ActKind::snooze: return "snooze";
    case ActKind::wake: return "wake";
    case ActKind::done: return "done";
  }
  return "";
}

Result<Marks> decide(Marks marks, const Act& act, Instant now) {
  const bool is_anothers = marks.claimed_by && marks.claimed_by->id != act.by.id;
  switch (act.kind) {
    case ActKind::claim:
      if (is_anothers) return fail(ErrorKind::conflict, fmt::format("{} has this person already", marks.claimed_by->name));
      marks.claimed_by = act.by;
      marks.done_at.reset();
      return marks;
    case ActKind::release:
      if (is_anothers) return fail(ErrorKind::conflict, fmt::format("{} has this person", marks.claimed_by->name));
      marks.claimed_by.reset();
      return marks;
    case ActKind::note: ++marks.notes; return marks;
    case ActKind::tag:
      if (auto changed = change_tags(marks.tags, act); !changed) return std::unexpected(changed.error());
      return marks;
    case ActKind::follow:
      std::erase_if(marks.followers, [&](const Colleague& follower) { return follower.id == act.by.id; });
      if (marks.followers.size() >= followers_max)
        return fail(ErrorKind::limit_reached, fmt::format("a person has at most {} followers", followers_max));
      marks.followers.push_back(act.by);
      return marks;
    case ActKind::unfollow:
      std::erase_if(marks.followers, [&](const Colleague& follower) { return follower.id == act.by.id; });
      return marks;
    case ActKind::snooze: marks.snoozed_until = now + act.snooze_for; return marks;
    case ActKind::wake: marks.snoozed_until.reset(); return marks;
    case ActKind::done:
      if (is_anothers) return fail(ErrorKind::conflict, fmt::format("{} has this person", marks.claimed_by->name));
      marks.done_at = now;
      marks.claimed_by.reset();
      return marks;
  }
  return marks;
}

std::string text_of(const Act& act) {
  switch (act.kind) {
    case ActKind::note: return act.note;
    case ActKind::tag: {
      std::string text = joined("+", act.tags_added);
      const std::string removed = joined("-", act.tags_removed);
      if (!text.empty() && !removed.empty()) text += ' ';
      return text + removed;
    }
    case ActKind::snooze: return fmt::format("for {} minutes", act.snooze_for.count() / 60'000);
    default: return "";
  }
}

std::string encode(const Marks& marks) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  if (marks.claimed_by) write_colleague(json.key("claimed_by"), *marks.claimed_by);
  json.key("tags").begin_array();
  for (const std::string& tag : marks.tags) json.value(tag);
  json.end_array().key("followers").begin_array();
  for (const Colleague& follower : marks.followers) write_colleague(json, follower);
  json.end_array().member("snoozed_until", marks.snoozed_until).member("done_at", marks.done_at);
  json.member("notes", marks.notes).end_object();
  return text;
}

Marks decode_marks(std::string_view text) {
  Marks marks;
  auto document = JsonDocument::parse(text);
  if (!document) return marks;
  auto root = document->root();
  const auto colleague = [](ObjectReader json) {
    return Colleague{json.text_or_empty("id", 100), json.text_or_empty("name", 500)};
  };
  if (auto claimed_by = root.object("claimed_by")) marks.claimed_by = colleague(*claimed_by);
  marks.tags = root.texts("tags", tag_chars_max, tags_max).value_or(std::vector<std::string>{});
  for (ObjectReader& follower : root.objects("followers", followers_max)) marks.followers.push_back(colleague(follower));
  marks.snoozed_until = root.time("snoozed_until");
  marks.done_at = root.time("done_at");
  marks.notes = static_cast<std::uint32_t>(root.integer("notes", 0, UINT32_MAX).value_or(0));
  return marks;
}

}  // namespace sojourn::people
