// An encoder's account of who looked at whom in one sample, layer by layer.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "nn/blocks/attention_block.h"
#include "nn/blocks/readout_block.h"
#include "nn/encoders/attention_map.h"

namespace saccade::nn {

/// Collects the maps of the layers, in the order in which they are added, after a forward.  A
/// sample's tokens are numbered: its entities from 0, then those of its context, if it has one.
template <class T>
class AttentionMaps {
 public:
  AttentionMaps(const T* parameters, int heads, int sample, int entities)
      : parameters_(parameters), heads_(heads), sample_(sample), entities_(entities) {}

  /// Blocks in which the tokens from number `first` on attend to each other.
  void add_self(const std::string& name, int first, const std::vector<AttentionBlock<T>>& blocks,
                const AttentionBatch<T>& batch, std::vector<AttentionBlockPass<T>>& passes);
  /// The block in which the entities query the context.
  void add_cross(const AttentionBlock<T>& block, const AttentionBatch<T>& batch,
                 AttentionBlockPass<T>& pass);
  /// The block in which the agent alone queries the entities.
  void add_readout(std::string name, const ReadoutBlock<T>& block, const AttentionBatch<T>& batch,
                   ReadoutPass<T>& pass);

  std::vector<AttentionMap> take() { return std::move(maps_); }

 private:
  template <class Block, class Pass>
  void add(std::string layer, std::vector<std::int32_t> queries, std::vector<std::int32_t> keys,
           const Block& block, const AttentionBatch<T>& batch, Pass& pass);

  const T* parameters_;
  int heads_;
  int sample_;
  int entities_;
  std::vector<T> weights_;  // Of one layer.
  std::vector<AttentionMap> maps_;
};

}  // namespace saccade::nn
