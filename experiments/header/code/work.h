// Room for what is computed on the way to a decision.
#pragma once

#include <cstddef>
#include <cstdint>

#include "experiments/header/code/sizes.h"

namespace saccade::header_code {

/// The arrays of a Storage, whatever its capacity.
struct Work {
  std::size_t capacity;        // Tokens.
                               //@if tokens
  float* x;                    // [capacity x kWidth] vectors of tokens.
  float* normalised;           // [capacity x kWidth]
                               //@end
                               //@if attend
  float *query, *key, *value;  // [capacity x kWidth]
                               //@end
                               //@if vectors
  float* vectors;              // [capacity x kWidth] what candidates are chosen by.
                               //@end
                               //@if attention
  float* weights;              // [kHeads x capacity] of one query.
  float* record;               // [layers x kHeads x tokens] those of the agent's query.
                               //@end
                               //@if motion
  float* motion;               // [capacity x 4] place as seen from the agent's, velocity.
  std::uint8_t* known;         // [capacity] of these: kPlaceKnown, kVelocityKnown.
                               //@end
                               //@if pairs
  std::uint32_t* types;        // [capacity]
  float* pairs;                // [8 x capacity] features of pairs of a query and each key.
                               //@end
                               //@if near
  double* distances;           // [capacity]
                               //@end
                               //@if some_seen
  std::uint8_t* seen;          // [capacity] whether a query sees a key.
  std::uint32_t* order;        // [capacity]
                               //@end
                               //@if select
  float* choices;              // [select-entity heads x capacity] probabilities.
  //@end
};

template <std::size_t kMaxTokens>
struct Storage {
  //@if tokens
  float x[kMaxTokens * kWidth] = {};
  float normalised[kMaxTokens * kWidth] = {};
  //@end
  //@if attend
  float query[kMaxTokens * kWidth] = {};
  float key[kMaxTokens * kWidth] = {};
  float value[kMaxTokens * kWidth] = {};
  //@end
  //@if vectors
  float vectors[kMaxTokens * kWidth] = {};
  //@end
  //@if attention
  float weights[kHeads * kMaxTokens] = {};
  float record[kLayers * kHeads * kMaxTokens] = {};
  //@end
  //@if motion
  float motion[4 * kMaxTokens] = {};
  std::uint8_t known[kMaxTokens] = {};
  //@end
  //@if pairs
  std::uint32_t types[kMaxTokens] = {};
  float pairs[8 * kMaxTokens] = {};
  //@end
  //@if near
  double distances[kMaxTokens] = {};
  //@end
  //@if some_seen
  std::uint8_t seen[kMaxTokens] = {};
  //@end
  //@if marks
  std::uint32_t order[kMaxTokens] = {};
  //@end
  //@if select
  float choices[kSelectHeads * kMaxTokens] = {};
  //@end

  Work work() {
    Work all{};
    all.capacity = kMaxTokens;
    //@if tokens
    all.x = x;
    all.normalised = normalised;
    //@end
    //@if attend
    all.query = query;
    all.key = key;
    all.value = value;
    //@end
    //@if vectors
    all.vectors = vectors;
    //@end
    //@if attention
    all.weights = weights;
    all.record = record;
    //@end
    //@if motion
    all.motion = motion;
    all.known = known;
    //@end
    //@if pairs
    all.types = types;
    all.pairs = pairs;
    //@end
    //@if near
    all.distances = distances;
    //@end
    //@if some_seen
    all.seen = seen;
    //@end
    //@if marks
    all.order = order;
    //@end
    //@if select
    all.choices = choices;
    //@end
    return all;
  }
};

}  // namespace saccade::header_code
