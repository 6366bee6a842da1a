// What the timeline shows of an episode: a few numbers for each step.
#pragma once

#include <cstdint>
#include <vector>

#include "render/overlay/attention.h"
#include "render/timeline/tape.h"

namespace saccade::render {

/// The value of another episode in the same timeline.
struct OtherValues {
  Color color{};
  int first = 0;                ///< The step of the first one.
  std::vector<float> values{};  ///< [steps]
};

/// The steps of one agent.
struct Track {
  int first = 0;          ///< The step of the elements at 0.
  int position = 0;       ///< The step that is shown.
  bool complete = false;  ///< The episode's end is known.
  bool has_value = false;
  std::vector<float> rewards{};  ///< [steps] of the step that led there.
  std::vector<float> values{};   ///< [steps]
  /// [steps] Index into Frame::counts of one that grew with this step; -1: none did.
  std::vector<int> events{};
  /// [steps x types] How attention divides among the types of tokens; 0 where nothing attends.
  std::vector<float> shares{};
  std::size_t self_width = 0;        ///< Features of the agent itself.
  std::vector<float> self{};         ///< [steps x self_width]; NaN while it sees nothing.
  std::vector<Color> type_colors{};  ///< [types] as the type looks in the world.
  /// [steps] The attention that the pinned entity gets; empty: none is pinned.
  std::vector<float> pinned{};
  std::vector<OtherValues> others{};  ///< That are shown side by side with it.
  /// [steps] 1 where the agents of episodes side by side act differently; empty: there is one
  /// alone.
  std::vector<std::uint8_t> differs{};

  int last() const { return first + static_cast<int>(rewards.size()) - 1; }
  std::size_t types() const { return type_colors.size(); }
};

/// Follows a tape, and works out each step once.
class Tracker {
 public:
  /// What is chosen of the attention of `agent` (number in Frame::agents).
  const Track& follow(const Tape& tape, int position, std::size_t agent,
                      const AttentionChoice& choice, EntityId pinned);

 private:
  void drop_before(int first);
  void add(const Frame& frame);

  Track track_;
  std::size_t agent_ = 0;
  AttentionChoice choice_{};
  EntityId pinned_ = kNoEntity;
  std::uint64_t seed_ = 0;
  std::vector<std::pair<std::string, float>> counts_;  // Of the step before.
};

/// Where an entity was at the last `steps` steps up to `position`, that one included, the oldest
/// first; kNowhere while it was not drawn.
std::vector<Vec2> places_of(const Tape& tape, int position, EntityId entity, int steps);

/// The colour of the largest shape of an entity of this type, or a grey where none was seen.
Color type_color(const Frame& frame, const AgentView& agent, std::size_t type);

}  // namespace saccade::render
