// Sizes of a network.  In the header of a policy its own sizes take the place of these examples.
#pragma once

#include <cstddef>

#include "experiments/header/code/functions/activations.h"

namespace saccade::header_code {

constexpr std::size_t kWidth = 24;     // Of a token's vector, and of the agent's.
constexpr std::size_t kHeads = 4;      // Of attention.
constexpr std::size_t kHeadWidth = 6;  // Of one of them.
constexpr std::size_t kLayers = 2;     // In which the agent's query weighs tokens.
constexpr std::size_t kSelectHeads = 1;
constexpr float kSelectScale = 0.204124145F;
constexpr std::size_t kHidden = 48;     // Of a block's two layers.
constexpr float kScale = 0.408248290F;  // Of a score.
constexpr std::size_t kKept = 3;        // Scores that count of each query.
constexpr std::size_t kNear = 4;        // Keys that a query sees.
constexpr double kNearSquare = 0;       // Or their largest squared distance, as `coarse` has it.
constexpr float kFrequency = 0.1F;      // Of the longest wave of a place, rad per unit.
constexpr float kClip = 10;             // How far features may be from 0.
constexpr std::size_t kMemoryLength = 16;
constexpr std::size_t kMemoryHeads = 4;
constexpr std::size_t kMemoryHeadWidth = 6;
constexpr float kMemoryScale = 0.408248290F;

inline float activate(float x) {
  return relu(x);
}

}  // namespace saccade::header_code
