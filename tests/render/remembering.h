// An agent that remembers, for the tests of what the viewer shows of that.
#pragma once

#include "render/frame/frame.h"

namespace saccade::render {

/// Two heads over the present step and two earlier ones, of at most four.
inline AttentionWeights remembering() {
  AttentionWeights attention;
  attention.blocks = 1;
  attention.heads = 1;
  attention.ids = {5};
  attention.types = {0};
  attention.weights = {1};
  attention.layers = {"block 1"};
  attention.rollout = {1};
  attention.memory = {
      .heads = 2, .length = 4, .entries = 3, .weights = {0.5F, 0.25F, 0.25F, 0.75F, 0.0F, 0.25F}};
  return attention;
}

}  // namespace saccade::render
