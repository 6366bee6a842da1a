#include "experiments/players/action_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "envs/core/action_space.h"

namespace saccade {

namespace {

// What a head did, and on what that depends.
struct Done {
  const AgentKind& kind;
  const Observation& seen;
  std::span<const std::uint8_t> mask;  // Of the head.
  std::span<const float> action;       // The head's part.
};

void describe_choice(int count, const Done& done, HeadDecision& decision) {
  decision.allowed.assign(done.mask.begin(), done.mask.end());
  if (done.mask.empty()) decision.allowed.assign(static_cast<std::size_t>(count), 1);
  decision.chosen = static_cast<int>(done.action[0]);
}

// One function per kind of head.
void describe(const CategoricalHead& head, const Done& done, HeadDecision& decision) {
  decision.labels = head.labels;
  describe_choice(head.choice_count(done.seen), done, decision);
}

void describe(const SelectEntityHead& head, const Done& done, HeadDecision& decision) {
  for (const int type : head.types) {
    const auto t = static_cast<std::size_t>(type);
    for (const EntityId id : done.seen.rows()[t].ids) {
      decision.candidates.push_back(id);
      decision.labels.push_back(fmt::format("{} {}", done.kind.observation.types[t].name, id));
    }
  }
  describe_choice(head.choice_count(done.seen), done, decision);
}

void describe(const ContinuousHead& head, const Done& done, HeadDecision& decision) {
  decision.labels = head.labels;
  decision.low = head.low;
  decision.high = head.high;
  decision.value.assign(done.action.begin(), done.action.end());
}

// Where what stands at `place` of one list stands in another; -1: nowhere.
template <class Value>
int same_place(const std::vector<Value>& from, int place, const std::vector<Value>& to) {
  const auto found = std::find(to.begin(), to.end(), from.at(static_cast<std::size_t>(place)));
  return found == to.end() ? -1 : static_cast<int>(found - to.begin());
}

}  // namespace

std::vector<HeadDecision> describe_action(const AgentKind& kind, const Observation& seen,
                                          std::span<const float> action) {
  std::vector<HeadDecision> heads;
  for (std::size_t h = 0; h < kind.action.heads.size(); ++h) {
    const ActionHead& head = kind.action.heads[h];
    HeadDecision& decision = heads.emplace_back();
    decision.name = head_name(head);
    const auto part = action.first(static_cast<std::size_t>(action_width(head)));
    action = action.subspan(part.size());
    if (seen.is_empty() || !seen.has_head(h)) continue;
    const Done done{.kind = kind, .seen = seen, .mask = seen.masks()[h], .action = part};
    std::visit([&](const auto& one) { describe(one, done, decision); }, head);
  }
  return heads;
}

std::vector<HeadDecision> describe_choices(const AgentKind& kind, const Observation& seen) {
  const std::vector<float> none(static_cast<std::size_t>(action_width(kind.action)), 0.0F);
  std::vector<HeadDecision> heads = describe_action(kind, seen, none);
  for (HeadDecision& head : heads) {
    head.chosen = -1;
    head.value_by_hand = std::exchange(head.value, {});
  }
  return heads;
}

void mark_by_hand(const std::vector<HeadDecision>& before, std::vector<HeadDecision>& heads) {
  for (std::size_t h = 0; h < std::min(before.size(), heads.size()); ++h) {
    if (!before[h].value.empty()) heads[h].value_by_hand = before[h].value;
    if (before[h].chosen < 0) continue;
    heads[h].by_hand =
        before[h].candidates.empty()
            ? same_place(before[h].labels, before[h].chosen, heads[h].labels)
            : same_place(before[h].candidates, before[h].chosen, heads[h].candidates);
  }
}

std::vector<HeadDecision> as_done(const AgentKind& kind, const Observation& seen,
                                  std::span<const float> action, std::vector<HeadDecision> heads) {
  std::vector<HeadDecision> done = describe_action(kind, seen, action);
  if (heads.size() != done.size()) return done;
  for (std::size_t h = 0; h < heads.size(); ++h) {
    heads[h].chosen = done[h].chosen;
    heads[h].value = std::move(done[h].value);
  }
  return heads;
}

}  // namespace saccade
