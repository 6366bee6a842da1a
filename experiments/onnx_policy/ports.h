// What goes into a model and what comes out of it: for one agent, or for a batch of them.
#pragma once

#include <string>

#include "experiments/onnx/operations.h"

namespace saccade::onnx {

/// Inside, everything has a batch dimension; outside, only if the model is `batched`.
class Ports {
 public:
  Ports(Graph& graph, bool batched) : graph_(graph), batched_(batched) {}

  Graph& graph() const { return graph_; }
  bool batched() const { return batched_; }

  /// `shape` is that of one agent's; the value is [B x shape].
  Value input(const std::string& name, Type type, const Shape& shape) const;
  void output(const std::string& name, const Value& value, const Shape& shape) const;

 private:
  Shape outside(const Shape& shape) const;

  Graph& graph_;
  bool batched_;
};

}  // namespace saccade::onnx
