#include "experiments/onnx/graph.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "envs/core/error.h"

namespace saccade::onnx {

namespace {

// Of the newest operators that ONNX 1.12 knows, and the version of the file that belongs to it.
constexpr std::int64_t kOperators = 17, kFileVersion = 8;
constexpr std::size_t kMostBytes = std::numeric_limits<std::int32_t>::max();  // Of a protobuf.

std::int32_t code_of(Type type) {
  switch (type) {
    case Type::kFloat:
      return ::onnx::TensorProto::FLOAT;
    case Type::kDouble:
      return ::onnx::TensorProto::DOUBLE;
    case Type::kInt64:
      return ::onnx::TensorProto::INT64;
    case Type::kBool:
      break;
  }
  return ::onnx::TensorProto::BOOL;
}

template <class Number>
std::string bytes_of(std::span<const Number> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

template <class Number>
std::string bytes_of(Number value) {
  return bytes_of(std::span<const Number>(&value, 1));
}

std::string scalar_bytes(double value, Type type) {
  switch (type) {
    case Type::kFloat:
      return bytes_of(static_cast<float>(value));
    case Type::kDouble:
      return bytes_of(value);
    case Type::kInt64:
      return bytes_of(static_cast<std::int64_t>(value));
    case Type::kBool:
      break;
  }
  return bytes_of(static_cast<std::uint8_t>(value != 0));
}

void fill(const std::string& name, Type type, const Shape& shape, ::onnx::ValueInfoProto& info) {
  info.set_name(name);
  ::onnx::TypeProto::Tensor& tensor = *info.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(code_of(type));
  ::onnx::TensorShapeProto& dimensions = *tensor.mutable_shape();
  for (const Dimension& each : shape) {
    ::onnx::TensorShapeProto::Dimension& dimension = *dimensions.add_dim();
    if (const auto* size = std::get_if<std::int64_t>(&each)) {
      dimension.set_dim_value(*size);
    } else {
      dimension.set_dim_param(std::get<std::string>(each));
    }
  }
}

void fill(const Attribute& attribute, ::onnx::AttributeProto& proto) {
  proto.set_name(attribute.name);
  if (const auto* number = std::get_if<std::int64_t>(&attribute.value)) {
    proto.set_type(::onnx::AttributeProto::INT);
    proto.set_i(*number);
  } else if (const auto* real = std::get_if<float>(&attribute.value)) {
    proto.set_type(::onnx::AttributeProto::FLOAT);
    proto.set_f(*real);
  } else {
    proto.set_type(::onnx::AttributeProto::INTS);
    for (const std::int64_t each : std::get<std::vector<std::int64_t>>(attribute.value))
      proto.add_ints(each);
  }
}

/// Leaves the nodes and constants that the outputs depend on.
void prune(::onnx::GraphProto& graph) {
  std::set<std::string> needed;
  for (const auto& output : graph.output()) needed.insert(output.name());
  std::vector<::onnx::NodeProto> kept;
  for (auto node = graph.node().rbegin(); node != graph.node().rend(); ++node) {
    const auto& made = node->output();
    if (std::none_of(made.begin(), made.end(),
                     [&](const std::string& name) { return needed.contains(name); }))
      continue;
    needed.insert(node->input().begin(), node->input().end());
    kept.push_back(*node);
  }
  graph.clear_node();
  for (auto node = kept.rbegin(); node != kept.rend(); ++node) *graph.add_node() = std::move(*node);
  std::vector<::onnx::TensorProto> constants;
  for (::onnx::TensorProto& constant : *graph.mutable_initializer()) {
    if (needed.contains(constant.name())) constants.push_back(std::move(constant));
  }
  graph.clear_initializer();
  for (::onnx::TensorProto& constant : constants) *graph.add_initializer() = std::move(constant);
}

}  // namespace

struct Graph::Impl {
  std::string take_name(const std::string& wanted);
  Value constant(Graph& self, Type type, const std::vector<std::int64_t>& shape, std::string bytes,
                 const std::string& wanted = "constant");

  ::onnx::ModelProto model;
  ::onnx::GraphProto& graph = *model.mutable_graph();
  std::map<std::string, int> names;                       // Each with how many were made of it.
  std::map<std::string, std::string> constants;           // What it is -> its name.
  std::map<std::string, std::vector<std::string>> nodes;  // What it is -> its results' names.
};

std::string Graph::Impl::take_name(const std::string& wanted) {
  std::string name = wanted;
  while (names.contains(name)) name = wanted + '_' + std::to_string(++names[wanted]);
  names.emplace(name, 1);
  return name;
}

Value Graph::Impl::constant(Graph& self, Type type, const std::vector<std::int64_t>& shape,
                            std::string bytes, const std::string& wanted) {
  std::string key = std::to_string(code_of(type));
  for (const std::int64_t size : shape) key += ' ' + std::to_string(size);
  const auto [found, is_new] = constants.try_emplace(key + '|' + bytes);
  if (is_new) {
    found->second = take_name(wanted);
    ::onnx::TensorProto& tensor = *graph.add_initializer();
    tensor.set_name(found->second);
    tensor.set_data_type(code_of(type));
    for (const std::int64_t size : shape) tensor.add_dims(size);
    *tensor.mutable_raw_data() = std::move(bytes);
  }
  return {&self, found->second, type};
}

Graph::Graph() : impl_(std::make_unique<Impl>()) {}
Graph::~Graph() = default;

Value Graph::input(const std::string& name, Type type, const Shape& shape) {
  Value value{this, impl_->take_name(name), type};
  fill(value.name, type, shape, *impl_->graph.add_input());
  return value;
}

void Graph::output(const std::string& name, const Value& value, const Shape& shape) {
  const std::string own = impl_->take_name(name);
  ::onnx::NodeProto& node = *impl_->graph.add_node();
  node.set_op_type("Identity");
  node.add_input(value.name);
  node.add_output(own);
  fill(own, value.type, shape, *impl_->graph.add_output());
}

Value Graph::constant(std::span<const float> values, const std::vector<std::int64_t>& shape,
                      const std::string& name) {
  return impl_->constant(*this, Type::kFloat, shape, bytes_of(values), name);
}

Value Graph::constant(std::span<const double> values, const std::vector<std::int64_t>& shape) {
  return impl_->constant(*this, Type::kDouble, shape, bytes_of(values));
}

Value Graph::constant(std::span<const std::int64_t> values,
                      const std::vector<std::int64_t>& shape) {
  return impl_->constant(*this, Type::kInt64, shape, bytes_of(values));
}

Value Graph::scalar(double value, Type type) {
  return impl_->constant(*this, type, {}, scalar_bytes(value, type));
}

Value Graph::node(const char* op, const std::vector<Value>& inputs, Type type,
                  const std::vector<Attribute>& attributes, int result) {
  ::onnx::NodeProto node;
  node.set_op_type(op);
  for (const Value& value : inputs) node.add_input(value.name);
  for (const Attribute& attribute : attributes) fill(attribute, *node.add_attribute());
  const auto [found, is_new] = impl_->nodes.try_emplace(node.SerializeAsString());
  const auto index = static_cast<std::size_t>(result);
  std::vector<std::string>& results = found->second;
  if (is_new) {
    for (std::size_t i = 0; i <= index; ++i) results.push_back(impl_->take_name(op));
    for (const std::string& each : results) node.add_output(each);
    *impl_->graph.add_node() = std::move(node);
  }
  return {this, results.at(index), type};
}

void Graph::describe(const std::string& key, const std::string& text) {
  ::onnx::StringStringEntryProto& entry = *impl_->model.add_metadata_props();
  entry.set_key(key);
  entry.set_value(text);
}

std::string Graph::file(const std::string& name, const std::string& version) const {
  ::onnx::ModelProto model = impl_->model;
  model.set_ir_version(kFileVersion);
  model.set_producer_name("saccade");
  model.set_producer_version(version);
  model.mutable_graph()->set_name(name);
  prune(*model.mutable_graph());
  model.add_opset_import()->set_version(kOperators);
  if (const std::size_t size = model.ByteSizeLong(); size > kMostBytes) {
    throw Error("found a model of " + std::to_string(size) +
                " bytes, wanted fewer than 2^31, which is what an ONNX file can hold");
  }
  return model.SerializeAsString();
}

}  // namespace saccade::onnx
