#include "nn/encoders/flat_encoder.h"

#include <algorithm>
#include <cassert>

namespace saccade::nn {
namespace {

int count_features(const std::vector<TokenType>& types) {
  int count = 0;
  for (const TokenType& type : types) {
    assert(type.fixed_count >= 0);
    count += type.fixed_count * type.width;
  }
  return count;
}

}  // namespace

// Shapes: B samples, D width.  What forward fills lasts until the next one.
template <class T>
struct FlatEncoder<T>::Pass : EncoderPass<T> {
  Buffer<T> inputs;         ///< [B x inputs] all features side by side, unless they are so.
  const T* read = nullptr;  ///< [B x inputs] these; set by forward.
  MlpPass<T> mlp;           ///< Of `inputs`.
  Buffer<T> hidden;         ///< [B x D] mlp(inputs); filled by forward, unless f is a ReLU.
  Buffer<T> out;            ///< [B x D] f(hidden); filled by forward.
  Buffer<T> d_hidden;       ///< [B x D] filled by backward.
  Buffer<T> d_inputs;       ///< [B x inputs] likewise, where d_features are wanted.
};

template <class T>
FlatEncoder<T>::FlatEncoder(const EncoderConfig& config, const std::vector<TokenType>& types,
                            const std::string& prefix, ParameterLayout& layout)
    : width_(config.width),
      inputs_(count_features(types)),
      activation_(config.activation),
      mlp_(Mlp<T>::create(layout, prefix + "mlp", inputs_, width_, width_, activation_)) {}

template <class T>
std::unique_ptr<EncoderPass<T>> FlatEncoder<T>::make_pass() const {
  return std::make_unique<Pass>();
}

template <class T>
void FlatEncoder<T>::initialise(T* parameters, Random& random) const {
  mlp_.initialise(parameters, random, activation_gain(activation_));
}

// [B x inputs] Of a single type the rows stand side by side as they are.
template <class T>
const T* FlatEncoder<T>::inputs_of(const EntitySets<T>& sets, Pass& pass) const {
  if (sets.types.size() == 1) {
    const EntityRows<T>& rows = sets.types[0];
    return rows.features + std::ptrdiff_t{rows.offsets[0]} * rows.width;
  }
  T* input = pass.inputs.resize(sets.samples, inputs_);
  for (int s = 0; s < sets.samples; ++s) {
    for (const EntityRows<T>& rows : sets.types) {
      const std::ptrdiff_t width = rows.width;
      input = std::copy(rows.features + rows.offsets[s] * width,
                        rows.features + rows.offsets[s + 1] * width, input);
    }
  }
  return pass.inputs.data();
}

template <class T>
void FlatEncoder<T>::forward(const T* parameters, const EntitySets<T>& sets,
                             EncoderPass<T>& encoder_pass) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  const T* inputs = pass.read = inputs_of(sets, pass);
  T* out = pass.out.resize(sets.samples, width_);
  pass.readout = out;
  if (activation_ == Activation::kRelu) {
    return mlp_.forward(parameters, inputs, sets.samples, pass.mlp, out, {.relu = true});
  }
  T* hidden = pass.hidden.resize(sets.samples, width_);
  mlp_.forward(parameters, inputs, sets.samples, pass.mlp, hidden);
  activate(activation_, hidden, pass.hidden.size(), out);
}

template <class T>
void FlatEncoder<T>::backward(const T* parameters, const EntitySets<T>& sets,
                              EncoderPass<T>& encoder_pass, const T* d_readout,
                              [[maybe_unused]] const T* d_tokens, T* gradient) const {
  assert(d_tokens == nullptr);
  auto& pass = static_cast<Pass&>(encoder_pass);
  T* d_hidden = pass.d_hidden.resize(sets.samples, width_);
  // readout = f(mlp(inputs))
  // Where a ReLU's output is positive its input was.
  const T* hidden = activation_ == Activation::kRelu ? pass.out.data() : pass.hidden.data();
  activate_backward(activation_, hidden, pass.out.data(), d_readout, pass.out.size(), d_hidden);
  const T* inputs = pass.read;
  T* d_inputs = pass.d_features.empty() ? nullptr : pass.d_inputs.resize(sets.samples, inputs_);
  mlp_.backward(parameters, inputs, pass.mlp, d_hidden, sets.samples, d_inputs, gradient);
  if (d_inputs != nullptr) split_inputs(sets, d_inputs, pass.d_features);
}

// The reverse of inputs_of.
template <class T>
void FlatEncoder<T>::split_inputs(const EntitySets<T>& sets, const T* d_inputs,
                                  std::span<T* const> d_features) {
  for (int s = 0; s < sets.samples; ++s) {
    for (std::size_t t = 0; t < sets.types.size(); ++t) {
      const EntityRows<T>& rows = sets.types[t];
      const std::ptrdiff_t width = rows.width;
      const std::ptrdiff_t size = (rows.offsets[s + 1] - rows.offsets[s]) * width;
      const std::ptrdiff_t to = (rows.offsets[s] - rows.offsets[0]) * width;
      if (d_features[t] != nullptr) std::copy_n(d_inputs, size, d_features[t] + to);
      d_inputs += size;
    }
  }
}

template class FlatEncoder<float>;
template class FlatEncoder<double>;

}  // namespace saccade::nn
