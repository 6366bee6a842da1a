// What an agent chose earlier, to be done again or later, when other choices may be allowed.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "envs/core/environment.h"

namespace saccade {

/// What an agent chose with one head.  An entity is remembered by its id: its number among the
/// candidates changes from step to step.
struct PastChoice {
  std::vector<float> numbers{};  ///< As the environment took them; none: there was no choice.
  EntityId entity = kNoEntity;

  bool is_known() const { return !numbers.empty(); }
  void forget() { numbers.clear(); }
  /// Remembers the choice of a head that takes part, among what is seen.
  void remember(const ActionHead& head, const Observation& seen, std::span<const float> choice);

  /// Writes it as the environment takes it now.  Returns whether the head, which takes part, allows
  /// it; if not, or if there was none, `numbers` stay.
  bool repeat(const AgentKind& kind, std::size_t head, const Observation& seen,
              std::span<float> numbers) const;
};

/// Writes what does least: the number nearest to 0 of each dimension, the first choice that is
/// allowed.
void choose_idly(const AgentKind& kind, std::size_t head, const Observation& seen,
                 std::span<float> numbers);

/// Whether what an agent may do can change from step to step: by masks, by entities to select among
/// or by heads that are skipped.
bool has_changing_choices(const AgentKind& kind);

}  // namespace saccade
