// The operators of ONNX that policies are made of, as functions and signs.
//
// Shapes broadcast as NumPy's.  A number beside a tensor is a scalar of the tensor's type.
#pragma once

#include <cstdint>
#include <vector>

#include "experiments/onnx/graph.h"

namespace saccade::onnx {

using Indices = std::vector<std::int64_t>;

Value operator+(const Value& a, const Value& b);
Value operator-(const Value& a, const Value& b);
Value operator*(const Value& a, const Value& b);
Value operator/(const Value& a, const Value& b);
Value operator-(const Value& a);
Value operator+(const Value& a, double b);
Value operator-(const Value& a, double b);
Value operator-(double a, const Value& b);
Value operator*(const Value& a, double b);
Value operator/(double a, const Value& b);
Value operator/(const Value& a, double b);
Value at_least(const Value& a, double least);
Value at_most(const Value& a, double most);
Value smaller_of(const Value& a, const Value& b);

/// An operator of one input that keeps its type: "Exp", "Sqrt", ...
Value apply(const char* op, const Value& x);
Value square(const Value& x);

Value less(const Value& a, const Value& b);
Value less_or_equal(const Value& a, const Value& b);
Value equal(const Value& a, const Value& b);
Value is_finite(const Value& x);
Value both(const Value& a, const Value& b);
Value either(const Value& a, const Value& b);
Value negate(const Value& x);
/// Not for booleans.
Value where(const Value& condition, const Value& a, const Value& b);
Value where(const Value& condition, const Value& a, double b);
Value cast(const Value& x, Type type);

Value matmul(const Value& a, const Value& b);
Value sum(const Value& x, std::int64_t axis, bool keep = false);
Value mean(const Value& x, std::int64_t axis, bool keep = false);
Value largest(const Value& x, std::int64_t axis);
/// Whether any is true along the axis.
Value any(const Value& x, std::int64_t axis, bool keep = false);
/// Whether all are.
Value all(const Value& x, std::int64_t axis, bool keep = false);
Value arg_max(const Value& x, std::int64_t axis, bool keep = false);
/// Whether an entry is among the first `k` [1] along the last axis, from the largest or the
/// smallest on, among equals the first; as a tensor of x's shape.
Value is_among_first(const Value& x, const Value& k, bool from_largest);

/// 0 as a dimension keeps what there is, -1 stands for the rest.
Value reshape(const Value& x, const Indices& shape);
Value transpose(const Value& x, const Indices& order);
Value unsqueeze(const Value& x, const Indices& axes);
Value squeeze(const Value& x, const Indices& axes);
Value concat(const std::vector<Value>& parts, std::int64_t axis);
Value slice(const Value& x, std::int64_t axis, std::int64_t begin, std::int64_t end);
Value slice(const Value& x, std::int64_t axis, const Value& begin, const Value& end);
/// One column of the last axis, which stays.
Value column(const Value& x, std::int64_t index);
/// Pads a tensor of the rank of these numbers with zeros at the end of each axis.
Value pad_end(const Value& x, const Indices& amounts);
Value gather(const Value& x, const Value& indices, std::int64_t axis);
Value shape_of(const Value& x);
/// A tensor of x's shape whose numbers are all the same.
Value full_like(const Value& x, double value, Type type);
/// The number of rows along an axis [1].
Value size_of(const Value& x, std::int64_t axis);
/// x, broadcast to a shape [rank] as well.
Value expand(const Value& x, const Value& shape);
/// 0, 1, ... below a count [1].
Value range(const Value& count);
Value cumulative_sum(const Value& x, std::int64_t axis);

}  // namespace saccade::onnx
