#include "experiments/onnx/operations.h"

#include <limits>

namespace saccade::onnx {

namespace {

Value binary(const char* op, const Value& a, const Value& b) {
  return a.graph->node(op, {a, b}, a.type);
}

Value number(const Value& like, double value) {
  return like.graph->scalar(value, like.type);
}

Value compare(const char* op, const Value& a, const Value& b) {
  return a.graph->node(op, {a, b}, Type::kBool);
}

Value indices(const Value& like, const Indices& values) {
  return like.graph->constant(std::span<const std::int64_t>(values),
                              {static_cast<std::int64_t>(values.size())});
}

Value index(const Value& graph_of, std::int64_t value) {
  return indices(graph_of, {value});
}

std::int64_t flag(bool is_set) {
  return is_set ? 1 : 0;
}

}  // namespace

Value operator+(const Value& a, const Value& b) {
  return binary("Add", a, b);
}
Value operator-(const Value& a, const Value& b) {
  return binary("Sub", a, b);
}
Value operator*(const Value& a, const Value& b) {
  return binary("Mul", a, b);
}
Value operator/(const Value& a, const Value& b) {
  return binary("Div", a, b);
}
Value operator-(const Value& a) {
  return apply("Neg", a);
}
Value operator+(const Value& a, double b) {
  return a + number(a, b);
}
Value operator-(const Value& a, double b) {
  return a - number(a, b);
}
Value operator-(double a, const Value& b) {
  return number(b, a) - b;
}
Value operator*(const Value& a, double b) {
  return a * number(a, b);
}
Value operator/(double a, const Value& b) {
  return number(b, a) / b;
}
Value operator/(const Value& a, double b) {
  return a / number(a, b);
}
Value at_least(const Value& a, double least) {
  return binary("Max", a, number(a, least));
}
Value at_most(const Value& a, double most) {
  return binary("Min", a, number(a, most));
}
Value smaller_of(const Value& a, const Value& b) {
  return binary("Min", a, b);
}

Value apply(const char* op, const Value& x) {
  return x.graph->node(op, {x}, x.type);
}
Value square(const Value& x) {
  return x * x;
}

Value less(const Value& a, const Value& b) {
  return compare("Less", a, b);
}
Value less_or_equal(const Value& a, const Value& b) {
  return compare("LessOrEqual", a, b);
}
Value equal(const Value& a, const Value& b) {
  return compare("Equal", a, b);
}
// A comparison with NaN is false.
Value is_finite(const Value& x) {
  const double most = static_cast<double>(std::numeric_limits<float>::max());
  return less_or_equal(apply("Abs", x), number(x, most));
}
Value both(const Value& a, const Value& b) {
  return compare("And", a, b);
}
Value either(const Value& a, const Value& b) {
  return compare("Or", a, b);
}
Value negate(const Value& x) {
  return apply("Not", x);
}
Value where(const Value& condition, const Value& a, const Value& b) {
  return a.graph->node("Where", {condition, a, b}, a.type);
}
Value where(const Value& condition, const Value& a, double b) {
  return where(condition, a, number(a, b));
}
Value cast(const Value& x, Type type) {
  constexpr std::int64_t kCodes[] = {1, 11, 7, 9};  // Of TensorProto::DataType.
  return x.graph->node("Cast", {x}, type, {{"to", kCodes[static_cast<std::size_t>(type)]}});
}

Value matmul(const Value& a, const Value& b) {
  return binary("MatMul", a, b);
}
Value sum(const Value& x, std::int64_t axis, bool keep) {
  return x.graph->node("ReduceSum", {x, index(x, axis)}, x.type, {{"keepdims", flag(keep)}});
}
Value mean(const Value& x, std::int64_t axis, bool keep) {
  return x.graph->node("ReduceMean", {x}, x.type,
                       {{"axes", Indices{axis}}, {"keepdims", flag(keep)}});
}
Value largest(const Value& x, std::int64_t axis) {
  return x.graph->node("ReduceMax", {x}, x.type,
                       {{"axes", Indices{axis}}, {"keepdims", std::int64_t{0}}});
}
Value any(const Value& x, std::int64_t axis, bool keep) {
  const Value count = sum(cast(x, Type::kFloat), axis, keep);
  return less(number(count, 0), count);
}
Value all(const Value& x, std::int64_t axis, bool keep) {
  return negate(any(negate(x), axis, keep));
}
Value arg_max(const Value& x, std::int64_t axis, bool keep) {
  return x.graph->node("ArgMax", {x}, Type::kInt64, {{"axis", axis}, {"keepdims", flag(keep)}});
}
Value is_among_first(const Value& x, const Value& k, bool from_largest) {
  const Value count = smaller_of(k, size_of(x, -1));
  const Value chosen =
      x.graph->node("TopK", {x, count}, Type::kInt64, {{"largest", flag(from_largest)}}, 1);
  const Value nothing = full_like(x, 0, Type::kInt64);
  const Value ones = full_like(chosen, 1, Type::kInt64);
  const Value marks = x.graph->node("ScatterElements", {nothing, chosen, ones}, Type::kInt64,
                                    {{"axis", std::int64_t{-1}}});
  return less(number(marks, 0), marks);
}

Value reshape(const Value& x, const Indices& shape) {
  return binary("Reshape", x, indices(x, shape));
}
Value transpose(const Value& x, const Indices& order) {
  return x.graph->node("Transpose", {x}, x.type, {{"perm", order}});
}
Value unsqueeze(const Value& x, const Indices& axes) {
  return binary("Unsqueeze", x, indices(x, axes));
}
Value squeeze(const Value& x, const Indices& axes) {
  return binary("Squeeze", x, indices(x, axes));
}
Value concat(const std::vector<Value>& parts, std::int64_t axis) {
  const Value& first = parts.front();
  if (parts.size() == 1) return first;
  return first.graph->node("Concat", parts, first.type, {{"axis", axis}});
}
Value slice(const Value& x, std::int64_t axis, std::int64_t begin, std::int64_t end) {
  return slice(x, axis, index(x, begin), index(x, end));
}
Value slice(const Value& x, std::int64_t axis, const Value& begin, const Value& end) {
  return x.graph->node("Slice", {x, begin, end, index(x, axis)}, x.type);
}
Value column(const Value& x, std::int64_t index) {
  return slice(x, -1, index, index + 1);
}
Value pad_end(const Value& x, const Indices& amounts) {
  Indices both_ends(amounts.size(), 0);
  both_ends.insert(both_ends.end(), amounts.begin(), amounts.end());
  return x.graph->node("Pad", {x, indices(x, both_ends)}, x.type);
}
Value gather(const Value& x, const Value& indices, std::int64_t axis) {
  return x.graph->node("Gather", {x, indices}, x.type, {{"axis", axis}});
}
Value size_of(const Value& x, std::int64_t axis) {
  return gather(shape_of(x), index(x, axis), 0);
}
Value shape_of(const Value& x) {
  return x.graph->node("Shape", {x}, Type::kInt64);
}
Value full_like(const Value& x, double value, Type type) {
  return expand(x.graph->scalar(value, type), shape_of(x));
}
Value expand(const Value& x, const Value& shape) {
  return binary("Expand", x, shape);
}
Value range(const Value& count) {
  const Value end = squeeze(count, {0});
  return count.graph->node("Range", {number(count, 0), end, number(count, 1)}, Type::kInt64);
}
Value cumulative_sum(const Value& x, std::int64_t axis) {
  return binary("CumSum", x, x.graph->scalar(static_cast<double>(axis), Type::kInt64));
}

}  // namespace saccade::onnx
