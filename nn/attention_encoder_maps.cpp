// AttentionEncoder's account of who looked at whom.
#include <numeric>

#include "nn/attention_encoder_pass.h"

namespace saccade::nn {
namespace {

std::vector<std::int32_t> numbers(int first, int count) {
  std::vector<std::int32_t> result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), first);
  return result;
}

}  // namespace

template <class T>
std::vector<AttentionMap> AttentionEncoder<T>::attention(const T* parameters,
                                                         EncoderPass<T>& encoder_pass,
                                                         int sample) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  std::vector<AttentionMap> maps;
  std::vector<T> weights;
  const auto count = [sample](const std::int32_t* offsets) {
    return offsets[sample + 1] - offsets[sample];
  };
  const int entities = count(pass.readout_pairing.keys);
  const auto add = [&](std::string layer, std::vector<std::int32_t> queries,
                       std::vector<std::int32_t> keys, const auto& fill) {
    weights.resize(static_cast<std::size_t>(heads_) * queries.size() * keys.size());
    fill(weights.data());
    maps.push_back({std::move(layer),
                    heads_,
                    std::move(queries),
                    std::move(keys),
                    {weights.begin(), weights.end()}});
  };
  const auto add_blocks = [&](const std::vector<AttentionBlock<T>>& blocks, Stream& stream,
                              const std::string& name, int first) {
    const auto tokens = numbers(first, blocks.empty() ? 0 : count(stream.pairing.keys));
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      add(name + ' ' + std::to_string(i + 1), tokens, tokens, [&](T* out) {
        blocks[i].weights(parameters, stream.pairing, stream.blocks[i], sample, out);
      });
    }
  };
  add_blocks(memory_blocks_, pass.memory, "memory", entities);
  if (cross_) {
    add("cross", numbers(0, entities), numbers(entities, count(pass.cross_pairing.keys)),
        [&](T* out) { cross_->weights(parameters, pass.cross_pairing, pass.cross, sample, out); });
  }
  add_blocks(blocks_, pass.entities, "block", 0);
  add("block " + std::to_string(blocks_.size() + 1), {0}, numbers(0, entities),
      [&](T* out) { readout_->weights(parameters, pass.readout_pairing, pass.read, sample, out); });
  return maps;
}

template class AttentionEncoder<float>;
template class AttentionEncoder<double>;

}  // namespace saccade::nn
