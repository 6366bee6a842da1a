#include "nn/encoders/attention_maps.h"

#include <numeric>

namespace saccade::nn {
namespace {

std::vector<std::int32_t> numbers(int first, int count) {
  std::vector<std::int32_t> result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), first);
  return result;
}

}  // namespace

template <class T>
template <class Block, class Pass>
void AttentionMaps<T>::add(std::string layer, std::vector<std::int32_t> queries,
                           std::vector<std::int32_t> keys, const Block& block,
                           const AttentionBatch<T>& batch, Pass& pass) {
  weights_.resize(static_cast<std::size_t>(heads_) * queries.size() * keys.size());
  block.weights(parameters_, batch, pass, sample_, weights_.data());
  maps_.push_back({std::move(layer),
                   heads_,
                   std::move(queries),
                   std::move(keys),
                   {weights_.begin(), weights_.end()}});
}

template <class T>
void AttentionMaps<T>::add_self(const std::string& name, int first,
                                const std::vector<AttentionBlock<T>>& blocks,
                                const AttentionBatch<T>& batch,
                                std::vector<AttentionBlockPass<T>>& passes) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto tokens = numbers(first, batch.key_count(sample_));
    add(name + ' ' + std::to_string(i + 1), tokens, tokens, blocks[i], batch, passes[i]);
  }
}

template <class T>
void AttentionMaps<T>::add_cross(const AttentionBlock<T>& block, const AttentionBatch<T>& batch,
                                 AttentionBlockPass<T>& pass) {
  add("cross", numbers(0, entities_), numbers(entities_, batch.key_count(sample_)), block, batch,
      pass);
}

template <class T>
void AttentionMaps<T>::add_readout(std::string name, const ReadoutBlock<T>& block,
                                   const AttentionBatch<T>& batch, ReadoutPass<T>& pass) {
  add(std::move(name), {0}, numbers(0, entities_), block, batch, pass);
}

template class AttentionMaps<float>;
template class AttentionMaps<double>;

}  // namespace saccade::nn
