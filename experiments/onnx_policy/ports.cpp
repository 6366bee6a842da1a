#include "experiments/onnx_policy/ports.h"

namespace saccade::onnx {

Shape Ports::outside(const Shape& shape) const {
  if (!batched_) return shape;
  Shape batch = {"batch"};
  batch.insert(batch.end(), shape.begin(), shape.end());
  return batch;
}

Value Ports::input(const std::string& name, Type type, const Shape& shape) const {
  const Value value = graph_.input(name, type, outside(shape));
  return batched_ ? value : unsqueeze(value, {0});
}

void Ports::output(const std::string& name, const Value& value, const Shape& shape) const {
  graph_.output(name, batched_ ? value : squeeze(value, {0}), outside(shape));
}

}  // namespace saccade::onnx
