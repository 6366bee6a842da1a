// The one table of configuration keys.
//
// A key's type is the type of the field that it points to; its default is what that field holds in
// a fresh ExperimentConfig.  Options of the environment ("env.<option>"), of wrappers
// ("wrap.<wrapper>") and of the algorithm ("ppo.<option>") are not in the table: each environment,
// each wrapper and each algorithm declares its own.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "experiments/config/experiment_config.h"

namespace saccade {

/// Where a key's value is kept.
using ConfigField =
    std::variant<bool*, int*, std::int64_t*, std::uint64_t*, float*, nn::EncoderKind*,
                 nn::Activation*, const nn::AttentionKind**, const nn::MemoryKind**,
                 nn::PositionKind*, nn::Fusion*, const ContinuousKind**, Deviation*, OptimiserKind*,
                 LearningRateSchedule*, Minibatches*, nn::EmbeddingKind*, std::vector<int>*,
                 ObservationFrame*, CriticScope*, ParameterSharing*>;

struct ConfigKey {
  const char* name;  ///< Dotted: "optimiser.learning_rate".
  ConfigField (*field)(ExperimentConfig&);
  double min, max;   ///< Of numbers and of those in a list, both included.
  const char* help;  ///< One sentence, with the unit.
};

/// Every key except env.id, env.<option>, wrap.<wrapper>, algorithm, <algorithm>.<option> and
/// plugins; keys of one section stand together.
const std::vector<ConfigKey>& config_keys();

/// What a key of older versions is called now; "" for any other name.
std::string renamed_key(const std::string& name);

}  // namespace saccade
