#include "experiments/onnx/pairs.h"

#include <limits>

namespace saccade::onnx {

namespace {

/// [B x M x N x ..] of one tensor of queries [B x M x ..] and one of keys [B x N x ..].
Value of_queries(const Value& x) {
  return unsqueeze(x, {2});
}
Value of_keys(const Value& x) {
  return unsqueeze(x, {1});
}

/// Two columns of motions, 0 where either is unknown, and whether they are known [B x N x 1].
struct Known {
  Value x, known;
};

Known known_columns(const Value& motion, std::int64_t first) {
  const Value columns = slice(motion, -1, first, first + 2);
  const Value finite = is_finite(columns);
  return {where(finite, columns, 0.0), all(finite, -1, true)};
}

Value as_number(const Value& truth) {
  return cast(truth, Type::kFloat);
}

/// To 12 binary digits (Veltkamp's splitting) of numbers in double precision, as
/// nn/geometry/neighbours.cpp rounds.
Value coarse(const Value& squared_distance) {
  constexpr double kSplit = 0x1p41 + 1, kOffEdges = 1.000113;
  const Value moved = squared_distance * kOffEdges;
  const Value large = moved * kSplit;
  return large - (large - moved);
}

Value length(const Value& x) {
  return apply("Sqrt", sum(square(x), -1, true));
}

}  // namespace

TokenSet TokenSet::agent() const {
  TokenSet one{slice(x, 1, 0, 1), slice(there, 1, 0, 1), slice(types, 0, 0, 1)};
  if (has_motion()) one.motion = slice(motion, 1, 0, 1);
  return one;
}

Value pair_features(const TokenSet& queries, const TokenSet& keys) {
  const Known from = known_columns(queries.motion, 0), to = known_columns(keys.motion, 0);
  const Known speed = known_columns(queries.motion, 2), other = known_columns(keys.motion, 2);
  const Value known = both(of_queries(from.known), of_keys(to.known));  // [B x M x N x 1]
  const Value both_move = both(known, both(of_queries(speed.known), of_keys(other.known)));
  const Value placed = as_number(known), moving = as_number(both_move);
  const Value offset = of_keys(to.x) - of_queries(from.x);  // [B x M x N x 2]
  const Value distance = length(offset);
  const Value is_apart = less(full_like(distance, 0, Type::kFloat), distance);
  const Value bearing = offset / where(is_apart, distance, 1.0) * placed;
  const Value change = of_keys(other.x) - of_queries(speed.x);
  const Value drift = change / (length(change) + 1.0) * moving;
  const Value closing = -sum(drift * bearing, -1, true);
  const Value alike = equal(unsqueeze(queries.types, {1}), unsqueeze(keys.types, {0}));  // [M x N]
  const Value same_type = expand(unsqueeze(as_number(alike), {0, 3}), shape_of(distance));
  return concat({same_type, log_1_plus(distance) * placed, 1.0 / (distance + 1.0) * placed, bearing,
                 drift, closing},
                -1);
}

Value near(const nn::AttentionConfig& config, const TokenSet& queries, const TokenSet& keys,
           bool same) {
  const Known from = known_columns(queries.motion, 0), to = known_columns(keys.motion, 0);
  const Value offset = of_keys(cast(to.x, Type::kDouble)) - of_queries(cast(from.x, Type::kDouble));
  const Value squares = coarse(sum(square(offset), -1));  // [B x M x N]
  const Value there = both(squeeze(to.known, {2}), keys.there);
  const Value known = both(of_queries(squeeze(from.known, {2})), of_keys(there));
  const Value distances = where(known, squares, std::numeric_limits<double>::infinity());
  Value seen;
  if (config.radius > 0) {
    const auto radius = static_cast<double>(config.radius);
    seen =
        less_or_equal(distances, coarse(queries.x.graph->scalar(radius * radius, Type::kDouble)));
  } else {
    const std::int64_t count[] = {config.neighbours};
    const Value k = queries.x.graph->constant(std::span<const std::int64_t>(count), {1});
    seen = both(is_among_first(distances, k, false), known);
  }
  if (!same) return seen;
  const Value row = unsqueeze(range(size_of(queries.x, 1)), {1});
  const Value own = equal(row, unsqueeze(range(size_of(keys.x, 1)), {0}));  // [M x N]
  return either(seen, own);
}

}  // namespace saccade::onnx
