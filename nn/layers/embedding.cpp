#include "nn/layers/embedding.h"

#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace saccade::nn {
namespace {

// The first feature of a type's rows in a batch that may be a part of a larger one.
template <class T>
const T* first_row(const EntityRows<T>& rows) {
  return rows.features + static_cast<std::ptrdiff_t>(rows.offsets[0]) * rows.width;
}

template <class T>
void fill_unit_vector(T* parameters, const Slice& slice, Random& random) {
  boost::random::normal_distribution<double> normal;
  double squares = 0;
  std::vector<double> draws(slice.size());
  for (double& draw : draws) {
    draw = normal(random);
    squares += draw * draw;
  }
  for (std::size_t i = 0; i < draws.size(); ++i) {
    parameters[slice.offset + i] = static_cast<T>(draws[i] / std::sqrt(squares));
  }
}

}  // namespace

template <class T>
void TokenOrder::assign(const EntitySets<T>& sets, std::size_t first, std::size_t last) {
  samples = sets.samples;
  type_begin.assign(1, 0);
  for (const EntityRows<T>& rows : sets.types) {
    type_begin.push_back(type_begin.back() + rows.offsets[samples] - rows.offsets[0]);
  }
  tokens = type_begin.back();
  offsets.assign(1, 0);
  by_type.clear();
  for (int s = 0; s < samples; ++s) {
    for (std::size_t t = first; t < last; ++t) {
      const std::int32_t* range = sets.types[t].offsets;
      for (std::int32_t row = range[s]; row < range[s + 1]; ++row) {
        by_type.push_back(type_begin[t] + row - range[0]);
      }
    }
    offsets.push_back(static_cast<std::int32_t>(by_type.size()));
  }
}

template <class T>
Embedding<T> Embedding<T>::create(ParameterLayout& layout, const std::string& prefix,
                                  const std::vector<TokenType>& inputs, int width,
                                  EmbeddingKind kind, Activation activation) {
  Embedding embedding;
  embedding.activation = activation;
  for (const TokenType& input : inputs) {
    const std::string name = prefix + "entity." + input.name + ".embed";
    embedding.types.push_back(Linear<T>::create(layout, name, input.width, width));
    if (kind == EmbeddingKind::kLinear) continue;
    embedding.norms.push_back(LayerNorm<T>::create(layout, name + ".norm", width));
  }
  return embedding;
}

template <class T>
void Embedding<T>::initialise(T* parameters, Random& random) const {
  for (const Linear<T>& linear : types) {
    linear.initialise(parameters, random, norms.empty() ? 1 : activation_gain(activation));
    fill_unit_vector(parameters, linear.bias, random);
  }
  for (const LayerNorm<T>& norm : norms) norm.initialise(parameters);
}

template <class T>
void Embedding<T>::forward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                           EmbeddingPass<T>& pass, T* x) const {
  for (std::size_t t = 0; t < types.size(); ++t) {
    const int begin = order.type_begin[t];
    const Rows rows(begin, order.type_begin[t + 1] - begin, order.tokens);
    if (rows.count == 0) continue;  // There may be no features to point to.
    T* of_type = x + rows.offset(types[t].weight.cols);
    if (norms.empty()) {
      types[t].forward(parameters, first_row(sets.types[t]), rows.count, of_type);
    } else {
      forward_mlp(parameters, t, first_row(sets.types[t]), rows, pass, of_type);
    }
  }
}

// x = norm(activated), activated = f(hidden), hidden = features W + b
template <class T>
void Embedding<T>::forward_mlp(const T* parameters, std::size_t type, const T* features, Rows rows,
                               EmbeddingPass<T>& pass, T* x) const {
  const Linear<T>& linear = types[type];
  const int width = linear.weight.cols;
  const bool is_relu = activation == Activation::kRelu;
  T* all_activated = pass.activated.resize(rows.all, width);
  T* all_hidden = is_relu ? all_activated : pass.hidden.resize(rows.all, width);
  for_row_blocks(rows.count, [&](Rows part) {
    const Rows block(rows.first + part.first, part.count, rows.all);
    T* hidden = all_hidden + block.offset(width);
    T* activated = all_activated + block.offset(width);
    linear.forward(parameters, features + part.offset(linear.weight.rows), block.count, hidden,
                   {.relu = is_relu});
    if (!is_relu) {
      activate(activation, hidden, static_cast<std::size_t>(block.elements(width)), activated);
    }
    norms[type].forward(parameters, activated, block, pass.norm, x + part.offset(width));
  });
}

template <class T>
void Embedding<T>::backward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                            EmbeddingPass<T>& pass, const T* d_x, T* gradient,
                            std::span<T* const> d_features) const {
  for (std::size_t t = 0; t < types.size(); ++t) {
    const int begin = order.type_begin[t];
    const Rows rows(begin, order.type_begin[t + 1] - begin, order.tokens);
    if (rows.count == 0) continue;
    const T* d_of_type = d_x + rows.offset(types[t].weight.cols);
    T* d_of_features = d_features.empty() ? nullptr : d_features[t];
    if (norms.empty()) {
      types[t].backward(parameters, first_row(sets.types[t]), d_of_type, rows.count, d_of_features,
                        gradient);
    } else {
      backward_mlp(parameters, t, first_row(sets.types[t]), rows, pass, d_of_type, d_of_features,
                   gradient);
    }
  }
}

// x = norm(activated), activated = f(hidden), hidden = features W + b
template <class T>
void Embedding<T>::backward_mlp(const T* parameters, std::size_t type, const T* features, Rows rows,
                                EmbeddingPass<T>& pass, const T* d_x, T* d_features,
                                T* gradient) const {
  const Linear<T>& linear = types[type];
  const int width = linear.weight.cols;
  const T* all_activated = pass.activated.data();
  // Where a ReLU's output is positive its input was.
  const T* all_hidden = activation == Activation::kRelu ? all_activated : pass.hidden.data();
  for_row_blocks(rows.count, [&](Rows part) {
    const Rows block(rows.first + part.first, part.count, rows.all);
    T* d_activated = pass.d_activated.resize(block.count, width);
    T* d_hidden = d_activated;  // In place.
    norms[type].backward(parameters, pass.norm, d_x + part.offset(width), block, d_activated,
                         gradient);
    activate_backward(activation, all_hidden + block.offset(width),
                      all_activated + block.offset(width), d_activated, pass.d_activated.size(),
                      d_hidden);
    linear.backward(parameters, features + part.offset(linear.weight.rows), d_hidden, block.count,
                    d_features ? d_features + part.offset(linear.weight.rows) : nullptr, gradient);
  });
}

template void TokenOrder::assign(const EntitySets<float>&, std::size_t, std::size_t);
template void TokenOrder::assign(const EntitySets<double>&, std::size_t, std::size_t);
template struct Embedding<float>;
template struct Embedding<double>;

}  // namespace saccade::nn
