#include "envs/wrappers/actions/past_choice.h"

#include <algorithm>

#include "envs/wrappers/candidates.h"

namespace saccade {
namespace {

using Mask = std::span<const std::uint8_t>;

bool allows(Mask mask, std::size_t choice) {
  return mask.empty() || mask[choice] != 0;
}

/// The number of the first choice of `count` that the mask allows; -1 if there is none.
float first_allowed(Mask mask, std::size_t count) {
  std::size_t choice = 0;
  while (choice < count && !allows(mask, choice)) ++choice;
  return choice < count ? static_cast<float>(choice) : -1;
}

EntityId selected(const SelectEntityHead& head, const Observation& seen, float choice) {
  EntityId entity = kNoEntity;
  for_each_candidate(head, seen, [&](std::size_t type, std::size_t row, std::size_t i) {
    if (static_cast<float>(i) == choice) entity = seen.rows()[type].ids[row];
  });
  return entity;
}

/// Whether a head allows a choice, which becomes what the environment takes now.
struct Allowed {
  const Observation& seen;
  Mask mask;
  const PastChoice& past;
  std::span<float> numbers;

  bool operator()(const CategoricalHead& head) const {
    check_mask(head, seen, mask);
    return allows(mask, static_cast<std::size_t>(past.numbers[0])) && take();
  }
  bool operator()(const ContinuousHead& /*head*/) const { return take(); }
  bool operator()(const SelectEntityHead& head) const {
    check_mask(head, seen, mask);
    if (past.entity == kNoEntity) return head.choice_count(seen) == 0 && take();
    bool found = false;
    for_each_candidate(head, seen, [&](std::size_t type, std::size_t row, std::size_t i) {
      if (seen.rows()[type].ids[row] != past.entity || !allows(mask, i)) return;
      numbers[0] = static_cast<float>(i);
      found = true;
    });
    return found;
  }

 private:
  bool take() const {
    std::copy(past.numbers.begin(), past.numbers.end(), numbers.begin());
    return true;
  }
};

struct Idle {
  const Observation& seen;
  Mask mask;
  std::span<float> numbers;

  template <class Head>
  void operator()(const Head& head) const {
    check_mask(head, seen, mask);
    numbers[0] = first_allowed(mask, static_cast<std::size_t>(head.choice_count(seen)));
  }
  void operator()(const ContinuousHead& head) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      numbers[i] = std::clamp(0.0F, head.low[i], head.high[i]);
    }
  }
};

}  // namespace

void PastChoice::remember(const ActionHead& head, const Observation& seen,
                          std::span<const float> choice) {
  numbers.assign(choice.begin(), choice.end());
  const auto* select = std::get_if<SelectEntityHead>(&head);
  entity = select ? selected(*select, seen, choice[0]) : kNoEntity;
}

bool PastChoice::repeat(const AgentKind& kind, std::size_t head, const Observation& seen,
                        std::span<float> numbers_now) const {
  if (!is_known()) return false;
  return std::visit(Allowed{seen, seen.masks()[head], *this, numbers_now}, kind.action.heads[head]);
}

void choose_idly(const AgentKind& kind, std::size_t head, const Observation& seen,
                 std::span<float> numbers) {
  std::visit(Idle{seen, seen.masks()[head], numbers}, kind.action.heads[head]);
}

bool has_changing_choices(const AgentKind& kind) {
  const std::vector<ActionHead>& heads = kind.action.heads;
  return std::any_of(heads.begin(), heads.end(), [](const ActionHead& head) {
    return is_masked(head) || is_optional(head) || std::holds_alternative<SelectEntityHead>(head);
  });
}

}  // namespace saccade
