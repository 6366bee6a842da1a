// The layers of docs/checkpoints.md as nodes of a graph: their names are those of the tensors.
#pragma once

#include <string>

#include "agents/state/tensors.h"
#include "experiments/onnx/operations.h"
#include "nn/layers/activation.h"

namespace saccade::onnx {

/// What layers are made from.
class Network {
 public:
  /// Both must outlive it.
  Network(Graph& graph, const TensorMap& tensors) : graph_(&graph), tensors_(&tensors) {}

  Graph& graph() const { return *graph_; }
  bool has(const std::string& name) const { return tensors_->contains(name); }
  /// A tensor of the checkpoint [rows x columns]; a row alone, which broadcasts, is [columns].
  Value parameter(const std::string& name) const;
  /// One of two dimensions as it is, whatever its rows.
  Value matrix(const std::string& name) const;
  /// The same in another shape.
  Value parameter(const std::string& name, const Indices& shape) const;

 private:
  Graph* graph_;
  const TensorMap* tensors_;
};

/// x [.. x in] -> [.. x out]
Value linear(const Network& network, const std::string& name, const Value& x);
/// Layer normalisation of rows of that width, without gain and bias.
Value normalise_rows(const Value& x, int width);
Value layer_norm(const Network& network, const std::string& name, const Value& x);
Value activate(nn::Activation activation, const Value& x);
Value mlp(const Network& network, const std::string& name, nn::Activation activation,
          const Value& x);
/// Layers 0, 1, ... of a name, however many there are.
Value hidden_layers(const Network& network, const std::string& name, nn::Activation activation,
                    Value x);
/// Over the last axis, of what `seen` allows; 0 elsewhere, also where nothing is allowed.
Value softmax(const Value& scores, const Value& seen);
Value sigmoid(const Value& x);
/// ln(1 + x) and ln(1 + exp(x)) to the last digit.
Value log_1_plus(const Value& x);
Value softplus(const Value& x);

}  // namespace saccade::onnx
