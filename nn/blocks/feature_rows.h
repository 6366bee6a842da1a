// What stands for a token in an EgoAttention when it is a linear map of the entity's features:
// these few numbers, scaled.  No vector of the network's width is ever formed for a token.
//
// For a token x = f W + b of its type, f~ = [f 1] and W~ = [W; b] are one row longer, and
//
//   x - mean(x) = f~ C                 C = W~ minus the mean of each of its rows
//   var(x)      = |f~ L|^2             L L^T = C C^T / D, L lower triangular
//   normalised  = phi C                phi = f~ / sqrt(var(x) + 1e-5)
//
// Where features and bias of a token nearly cancel, to a part p of what they are, the result has an
// error of about 1e-6 / p (with tokens 1e-7 / p).
//
// The types' C stand one below the other; the row of a token has phi where its type's rows are in
// it, and 0 elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/blocks/block_layers.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/blocks/ego_mixture.h"
#include "nn/layers/embedding.h"

namespace saccade::nn {

template <class T>
class FeatureRows {
 public:
  struct Input {
    const EntitySets<T>* sets = nullptr;
    const TokenOrder* order = nullptr;  ///< Of all types.
  };
  struct Gradients {};
  /// B samples, N tokens of all of them, R the width of rows, D of the network; F numbers in f~ of
  /// one type, and a multiple of the lanes from there on.
  struct Pass {
    // Filled by prepare.
    Buffer<T> centred;  ///< [R x D] C of all types, then rows of 0.
    Buffer<T> lowers;   ///< [F x F] L of each type, one after the other.
    Buffer<T> basis;    ///< [R x D] gain C

    Buffer<T> rstd;  ///< [N] 1 / sqrt(var + 1e-5), type-major; filled by forward.

    // Scratch.
    std::vector<std::int32_t> next;  ///< [B + 1] where the next token of each sample stands.
    std::vector<double> gram;        ///< [F x F] C C^T / D of one type.
    Buffer<T> products;              ///< [rows x F] of one type: f~ L, then f d_variance.
    Buffer<T> along;                 ///< [N] rstd dL/drstd, sample-major; by backward_sample.
    Buffer<T> d_variance;            ///< [N] 2 / D times dL/dvariance, type-major.
    Buffer<T> d_centred;             ///< [R x D]
    Buffer<T> d_gram;                ///< [F x F] of one type: the sum of f~^T f~ d_variance.
  };

  /// For an embedding of kind kLinear.
  FeatureRows(const BlockLayers<T>& layers, const Embedding<T>& embedding, T scale);

  /// Features and biases of all types together.
  int count() const { return types_.back().begin + types_.back().size; }
  /// R: the next multiple of the lanes.
  int width() const { return width_; }

  /// As of TokenRows.
  void prepare(const T* parameters, EgoAttentionPass<T>& ego, Pass& pass) const;
  void forward(const Input& tokens, EgoAttentionPass<T>& ego, Pass& pass) const;
  void backward_sample(const Input& tokens, const EgoMixtureSample<T>& sample, int heads,
                       const Gradients& d, Pass& pass) const;
  void backward(const T* parameters, const Input& tokens, EgoAttentionPass<T>& ego, Pass& pass,
                T* gradient) const;

 private:
  // One type of token.
  struct Type {
    Linear<T> linear;
    int begin = 0;             // Of its rows of C.
    int size = 0;              // Of f~, ...
    int stride = 0;            // ... and with zeros.
    std::ptrdiff_t lower = 0;  // Of its L in Pass::lowers.
  };

  static std::size_t parameter_row(const Type& type, int k);
  static View<const T> features_of(const Type& type, const EntityRows<T>& rows, int samples);
  void centre(const T* parameters, Pass& pass) const;
  void factor(const Type& type, Pass& pass) const;
  void measure(const Type& type, const View<const T>& features, Pass& pass, T* rstd) const;
  void fill_rows(const Type& type, const EntityRows<T>& of_type, int samples, const T* rstd,
                 Pass& pass, T* rows) const;
  void basis_backward(const T* parameters, EgoAttentionPass<T>& ego, Pass& pass, T* gradient) const;
  void variance_backward(const Input& tokens, Pass& pass) const;
  void sum_squares(const View<const T>& features, const T* d_variance, Pass& pass) const;

  LayerNorm<T> norm_;
  Linear<T> key_;
  Linear<T> value_;
  T scale_;  // Of scores.
  std::vector<Type> types_;
  int width_ = 0;
  std::size_t lowers_ = 0;  // Elements of Pass::lowers.
};

}  // namespace saccade::nn
