// The answer to 'reset' and 'step': what the world did, and what each agent sees now.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "envs/core/environment.h"
#include "envs/episode/id_set.h"
#include "envs/remote/byte_reader.h"

namespace saccade {

/// Reads the content of frames 'state' and checks it.
class StateMessage {
 public:
  /// The spec must outlive it.
  explicit StateMessage(const EnvironmentSpec& spec);

  /// The answer to 'reset'.  Throws Error (kind kFailure) naming what is wrong.
  void read_start(std::span<const std::byte> content);
  /// The answer to 'step' number `step` of the episode, in which those acted who were present.
  void read_step(std::span<const std::byte> content, int step);

  const StepResult& result() const { return result_; }
  std::span<const float> counts() const { return counts_; }
  std::span<const float> rewards() const { return rewards_; }
  bool is_present(int agent) const { return present_[static_cast<std::size_t>(agent)] != 0; }
  const Observation& seen(int agent) const { return seen_[static_cast<std::size_t>(agent)]; }
  std::span<const Observation> all_seen() const { return seen_; }

 private:
  void read(std::span<const std::byte> content);
  void read_agent(ByteReader& reader, const AgentKind& kind, std::size_t agent);
  void read_entities(ByteReader& reader, const EntityType& type, int number, Observation& seen);
  void read_rays(ByteReader& reader, const RayModality& rays, int number, Observation& seen);
  void read_image(ByteReader& reader, const ImageModality& image, int number, Observation& seen);
  void read_head(ByteReader& reader, const ActionHead& head, int number, Observation& seen);
  void check_agent(const AgentKind& kind, std::size_t agent);

  const EnvironmentSpec& spec_;
  StepResult result_;
  std::vector<float> counts_;          // [counts]
  std::vector<float> rewards_;         // [agents]
  std::vector<std::uint8_t> present_;  // [agents] as booleans
  std::vector<std::uint8_t> acted_;    // [agents] who was present before
  std::vector<Observation> seen_;      // [agents]
  // Scratch.
  std::vector<EntityId> ids_;
  std::vector<int> hits_;
  std::vector<float> numbers_, positions_, velocities_;
  std::vector<std::uint8_t> mask_;
  IdSet met_;
};

}  // namespace saccade
