// An ONNX graph under construction: inputs, constants, nodes, outputs, and the file that they make.
//
// Nothing here knows of policies, and no header of ONNX is seen by who includes this one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace saccade::onnx {

/// Of the numbers of a tensor.
enum class Type { kFloat, kDouble, kInt64, kBool };

class Graph;

/// A tensor of a graph: an input, a constant, or what a node makes.
struct Value {
  Graph* graph = nullptr;
  std::string name{};
  Type type = Type::kFloat;
};

/// A number of rows and the like, or the name of one that is known at run time alone.
using Dimension = std::variant<std::int64_t, std::string>;
using Shape = std::vector<Dimension>;

struct Attribute {
  const char* name;
  std::variant<std::int64_t, float, std::vector<std::int64_t>> value;
};

/// Grows at the end: what a node reads must be there already.
class Graph {
 public:
  Graph();
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  /// Names that are taken already, by whatever it is, get _2 and so on at their end.
  Value input(const std::string& name, Type type, const Shape& shape);
  void output(const std::string& name, const Value& value, const Shape& shape);

  /// Row-major; {} is a scalar.  Equal constants are one, and so are equal nodes below.
  Value constant(std::span<const float> values, const std::vector<std::int64_t>& shape,
                 const std::string& name = "constant");
  Value constant(std::span<const double> values, const std::vector<std::int64_t>& shape);
  Value constant(std::span<const std::int64_t> values, const std::vector<std::int64_t>& shape);
  /// A scalar of any type.
  Value scalar(double value, Type type);

  /// What an operator of ONNX, which must be a function of its inputs alone, makes of them; of
  /// several results number `result`.
  Value node(const char* op, const std::vector<Value>& inputs, Type type,
             const std::vector<Attribute>& attributes = {}, int result = 0);

  /// A text that the model carries along.
  void describe(const std::string& key, const std::string& text);
  /// The bytes of the model, without what no output depends on.
  std::string file(const std::string& name, const std::string& version) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade::onnx
