// A policy for minefield, trained with Saccade for 507904 steps; weights 7f59135f529cde93.
//
//   minefield::Policy<64> policy;  // Remembers an episode, if it does; some kB.
//   minefield::Observation seen;  // Fill it in: 1 self, 1 target, mine.
//   minefield::Decision decision;
//   policy.reset();  // When an episode begins.
//   if (policy.decide(seen, decision) == minefield::Status::kOk) ...  // At each step.
//
// It needs C++17 and nothing else: no library, no allocation, no exceptions.  Policies of
// different headers fit in one program; each object is for one thread and one agent.
#pragma once

#include <cstddef>
#include <cstdint>

namespace minefield {

/// What became of an observation.
enum class Status {
  kOk,             ///< There is a decision.
  kTooManyTokens,  ///< More entities, rays and patches than the policy has room for.
  kNoReading,      ///< A sensor that has to read gave nothing.
};

/// Entities of one type, any number of them.
template <class Entity>
struct Entities {
  const Entity* data = nullptr;
  std::size_t count = 0;

  constexpr Entities() = default;
  constexpr Entities(const Entity* first, std::size_t size) : data(first), count(size) {}
  template <std::size_t kCount>
  constexpr Entities(const Entity (&array)[kCount]) : data(array), count(kCount) {}
};

/// "self", the agent itself.
struct Self {
  float x = 0;
  float y = 0;
  float cos_heading = 0;
  float sin_heading = 0;
};

/// "target".
struct Target {
  float x = 0;
  float y = 0;
};

/// "mine".
struct Mine {
  float x = 0;
  float y = 0;
};

/// What an agent sees.
struct Observation {
  Self self;
  Target target;
  Entities<Mine> mine;
};

/// "move"
enum class Move {
  kNone = -1,
  kLeft = 0,  // "left"
  kForward = 1,  // "forward"
  kRight = 2,  // "right"
};

/// What it does, and why.
struct Decision {
  Move move = Move::kNone;
  float move_probabilities[3] = {};
  /// What the agent's query weighs in each layer (block 1) and head; tokens are the entities,
  /// then rays and patches, type after type.  Valid until the next decision.
  static constexpr std::size_t kLayers = 1, kHeads = 4;
  std::size_t tokens = 0;
  const float* attention = nullptr;  // [kLayers x kHeads x tokens]
  float attention_of(std::size_t layer, std::size_t head, std::size_t token) const {
    return attention[(layer * kHeads + head) * tokens + token];
  }
};

namespace detail {

template <std::size_t kMaxTokens>
struct Held;

}  // namespace detail

/// Decides for one agent.  Has room for kMaxTokens entities, rays and patches together.
template <std::size_t kMaxTokens>
class Policy {
 public:
  /// Forgets: an episode begins.
  void reset();
  /// The next step of the episode: the most likely action.  Unless the status is kOk, nothing
  /// has changed.
  [[nodiscard]] Status decide(const Observation& seen, Decision& decision);

 private:
  detail::Held<kMaxTokens> held_;
};

namespace detail {

/// The bits of a number as another type of the same size: std::bit_cast of C++20.
template <class To, class From>
inline To bits_as(From from) {
  static_assert(sizeof(To) == sizeof(From), "a type of the same size");
  To to{};
#if defined(__GNUC__)
  __builtin_memcpy(&to, &from, sizeof(To));
#else
  const unsigned char* const source = reinterpret_cast<const unsigned char*>(&from);
  unsigned char* const target = reinterpret_cast<unsigned char*>(&to);
  for (std::size_t i = 0; i < sizeof(To); ++i) target[i] = source[i];
#endif
  return to;
}

/// The square root of x >= 0, within 1 unit in the last place: 1 / sqrt(x) by Newton's method from
/// a first guess by halving the exponent.  (The compilers' own may call a library.)
inline float square_root(float x) {
  const bool tiny = x < 1e-30F;
  const float y = tiny ? x * 0x1p64F : x;
  float inverse = bits_as<float>(0x5f3759dfU - (bits_as<std::uint32_t>(y) >> 1));
  for (int i = 0; i < 3; ++i) inverse *= 1.5F - 0.5F * y * inverse * inverse;
  float root = y * inverse;
  root += 0.5F * inverse * (y - root * root);
  const float result = tiny ? root * 0x1p-32F : root;
  return x < 3e38F ? result : x;
}

/// y [kRows x kCols] += x [kRows x in] weight [in x kCols]; each in steps of its stride.
template <std::size_t kRows, std::size_t kCols, std::size_t kStride>
inline void add_tile(const float* x, std::size_t x_stride, std::size_t in, const float* weight,
                     float* y) {
  float sum[kRows][kCols] = {};
  for (std::size_t k = 0; k < in; ++k) {
    for (std::size_t r = 0; r < kRows; ++r) {
      const float factor = x[r * x_stride + k];
      for (std::size_t c = 0; c < kCols; ++c) sum[r][c] += factor * weight[k * kStride + c];
    }
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t c = 0; c < kCols; ++c) y[r * kStride + c] += sum[r][c];
  }
}

template <std::size_t kRows, std::size_t kCols, std::size_t kStride>
inline void add_row_tiles(const float* x, std::size_t x_stride, std::size_t in, const float* weight,
                          float* y) {
  // With less, GCC takes the loop over `in` for the one to be made of vectors.
  constexpr std::size_t kTile = 32, kWhole = kCols / kTile * kTile, kRest = kCols - kWhole;
  for (std::size_t c = 0; c < kWhole; c += kTile) {
    add_tile<kRows, kTile, kStride>(x, x_stride, in, weight + c, y + c);
  }
  if constexpr (kRest > 0) {
    add_tile<kRows, kRest, kStride>(x, x_stride, in, weight + kWhole, y + kWhole);
  }
}

/// y [rows x kCols] += x [rows x in] weight [in x kCols].  Rows of weight and y are kStride apart.
template <std::size_t kCols, std::size_t kStride = kCols>
inline void add_product(const float* x, std::size_t x_stride, std::size_t rows, std::size_t in,
                        const float* weight, float* y) {
  constexpr std::size_t kAtOnce = 4;
  std::size_t row = 0;
  for (; row + kAtOnce <= rows; row += kAtOnce) {
    add_row_tiles<kAtOnce, kCols, kStride>(x + row * x_stride, x_stride, in, weight,
                                           y + row * kStride);
  }
  for (; row < rows; ++row) {
    add_row_tiles<1, kCols, kStride>(x + row * x_stride, x_stride, in, weight, y + row * kStride);
  }
}

/// y [rows x kOut] = x [rows x kIn] weight + bias; without a bias if it is null.
template <std::size_t kIn, std::size_t kOut>
inline void linear(const float* x, std::size_t rows, const float* weight, const float* bias,
                   float* y) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < kOut; ++c) {
      y[row * kOut + c] = bias == nullptr ? 0.0F : bias[c];
    }
  }
  if constexpr (kIn > 0) add_product<kOut>(x, kIn, rows, kIn, weight, y);
}

/// y [rows x kOut] += x [rows x kIn] weight + bias
template <std::size_t kIn, std::size_t kOut>
inline void add_linear(const float* x, std::size_t rows, const float* weight, const float* bias,
                       float* y) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < kOut; ++c) y[row * kOut + c] += bias[c];
  }
  add_product<kOut>(x, kIn, rows, kIn, weight, y);
}

/// The sum of numbers, which it overwrites: one half is added to the other, and so on.  No such
/// loop sums along itself, which compilers would have to do number by number.
template <std::size_t kSize>
inline float sum_of(float* numbers) {
  if constexpr (kSize > 1) {
    constexpr std::size_t kHalf = kSize / 2;
    for (std::size_t i = 0; i < kHalf; ++i) numbers[i] += numbers[kSize - kHalf + i];
    return sum_of<kSize - kHalf>(numbers);
  }
  return numbers[0];
}

/// The sum of a_i b_i.
template <std::size_t kSize>
inline float dot(const float* a, const float* b) {
  float products[kSize];
  for (std::size_t i = 0; i < kSize; ++i) products[i] = a[i] * b[i];
  return sum_of<kSize>(products);
}

/// y = (x - mean) / sqrt(variance + 0.00001) for each row.  y may be x.
template <std::size_t kSize>
inline void normalise(const float* x, std::size_t rows, float* y) {
  for (std::size_t row = 0; row < rows; ++row, x += kSize, y += kSize) {
    float copy[kSize], centred[kSize];
    for (std::size_t c = 0; c < kSize; ++c) copy[c] = x[c];
    const float mean = sum_of<kSize>(copy) / static_cast<float>(kSize);
    for (std::size_t c = 0; c < kSize; ++c) centred[c] = x[c] - mean;
    const float variance = dot<kSize>(centred, centred) / static_cast<float>(kSize);
    const float scale = 1 / square_root(variance + 1e-5F);
    for (std::size_t c = 0; c < kSize; ++c) y[c] = centred[c] * scale;
  }
}

/// normalise(x) gain + bias.  y may be x.
template <std::size_t kSize>
inline void layer_norm(const float* x, std::size_t rows, const float* gain, const float* bias,
                       float* y) {
  normalise<kSize>(x, rows, y);
  for (std::size_t row = 0; row < rows; ++row, y += kSize) {
    for (std::size_t c = 0; c < kSize; ++c) y[c] = y[c] * gain[c] + bias[c];
  }
}

inline float relu(float x) {
  return x > 0 ? x : 0;
}

constexpr std::size_t kWidth = 16;  // Of the agent's vector, and of tokens'.
constexpr std::size_t kHidden = 32;  // Between two layers.
constexpr std::size_t kHeads = 4;  // Of attention.
constexpr std::size_t kHeadWidth = 4;  // Of one of them.
constexpr std::size_t kLayers = 1;  // In which the agent's query weighs tokens.
constexpr float kScale = 0.5F;  // Of scores.
constexpr float kClip = 10.0F;  // How far normalised features may be from 0.

inline float activate(float x) {
  return relu(x);
}

struct Normalisation {
  const float* mean;
  const float* scale;  // 1 / deviation
};

/// features <- (features - mean) / deviation, within kClip.
inline void normalise_features(const Normalisation& by, std::size_t n, float* features) {
  for (std::size_t i = 0; i < n; ++i) {
    const float value = (features[i] - by.mean[i]) * by.scale[i];
    const float below = value < kClip ? value : kClip;
    features[i] = below > -kClip ? below : -kClip;
  }
}

struct Embedding {
  const float *weight, *bias;     // [features x kWidth], [kWidth]
};

/// Vectors x [count x kWidth] of tokens of one type; read(i, row) writes the features of token i.
template <std::size_t kFeatures, class Read>
inline void embed(std::size_t count, const Read& read, const Embedding& embedding, float* x) {
  constexpr std::size_t kAtOnce = 4;
  for (std::size_t first = 0; first < count; first += kAtOnce, x += kAtOnce * kWidth) {
    const std::size_t rows = count - first < kAtOnce ? count - first : kAtOnce;
    float features[kAtOnce * (kFeatures > 0 ? kFeatures : 1)];
    for (std::size_t r = 0; r < rows; ++r) read(first + r, features + r * kFeatures);
    linear<kFeatures, kWidth>(features, rows, embedding.weight, embedding.bias, x);
  }
}

/// The arrays of a Storage, whatever its capacity.
struct Work {
  std::size_t capacity;        // Tokens.
  float* x;                    // [capacity x kWidth] vectors of tokens.
  float* normalised;           // [capacity x kWidth]
  float* weights;              // [kHeads x capacity] of one query.
  float* record;               // [layers x kHeads x tokens] those of the agent's query.
};

template <std::size_t kMaxTokens>
struct Storage {
  float x[kMaxTokens * kWidth] = {};
  float normalised[kMaxTokens * kWidth] = {};
  float weights[kHeads * kMaxTokens] = {};
  float record[kLayers * kHeads * kMaxTokens] = {};

  Work work() {
    Work all{};
    all.capacity = kMaxTokens;
    all.x = x;
    all.normalised = normalised;
    all.weights = weights;
    all.record = record;
    return all;
  }
};

constexpr double kPi = 3.14159265358979324;

struct SineCosine {
  double sine, cosine;
};

/// Of an angle in rad.  What is left of it after the nearest multiple n of pi / 2 goes into series.
inline SineCosine sine_cosine(double angle) {
  constexpr double kTurnsMost = 1e9;  // Quarter turns beyond which an angle has no digits left.
  // pi / 2 in three parts, of which n times the first two are exact.
  constexpr double kFirst = 0x1.921fb54p+0, kSecond = 0x1.10b46118p-30,
                   kThird = 0x1.313198a2e037p-61;
  const double turns = angle * (2 / kPi);
  if (!(turns < kTurnsMost && turns > -kTurnsMost)) return {0, 1};
  const long long n = static_cast<long long>(turns + (turns < 0 ? -0.5 : 0.5));
  const double whole = static_cast<double>(n);
  const double r = ((angle - whole * kFirst) - whole * kSecond) - whole * kThird;
  const double z = r * r;
  constexpr double k3 = 1.0 / 6, k5 = k3 / 20, k7 = k5 / 42, k9 = k7 / 72, k11 = k9 / 110;
  constexpr double k4 = 1.0 / 24, k6 = k4 / 30, k8 = k6 / 56, k10 = k8 / 90, k12 = k10 / 132;
  constexpr double k13 = k11 / 156, k14 = k12 / 182, k15 = k13 / 210, k16 = k14 / 240;
  const double s = k3 - z * (k5 - z * (k7 - z * (k9 - z * (k11 - z * (k13 - z * k15)))));
  const double c = k4 - z * (k6 - z * (k8 - z * (k10 - z * (k12 - z * (k14 - z * k16)))));
  const double sine = r - r * z * s, cosine = 1 - z * (0.5 - z * c);
  switch (n & 3) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

/// Where the agent is and faces.  In the world's frame it is and stays this.
struct Pose {
  double x = 0, y = 0;
  double cosine = 1, sine = 0;
};

inline float as_float(double value) {
  constexpr double kMost = 3.4028234663852886e38;
  const double below = value < kMost ? value : kMost;
  return static_cast<float>(below > -kMost ? below : -kMost);
}

inline void face(Pose& pose, double angle) {
  const SineCosine of = sine_cosine(angle);
  pose.cosine = of.cosine;
  pose.sine = of.sine;
}

/// Along (x, y); along the x axis if that is (0, 0).
inline void face(Pose& pose, double x, double y) {
  const double width = x < 0 ? -x : x, height = y < 0 ? -y : y;
  const double longer = width > height ? width : height;
  if (!(longer > 0)) return;
  const double along = x / longer, across = y / longer;
  const double square = along * along + across * across;
  // Newton's method brings what single precision finds to double precision.
  double scale = 1 / static_cast<double>(square_root(static_cast<float>(square)));
  for (int i = 0; i < 2; ++i) scale *= 1.5 - 0.5 * square * scale * scale;
  pose.cosine = along * scale;
  pose.sine = across * scale;
}

/// A vector (x, y), rotated by minus the agent's heading.
inline void turn(const Pose& pose, float* vector) {
  const double x = static_cast<double>(vector[0]), y = static_cast<double>(vector[1]);
  vector[0] = static_cast<float>(x * pose.cosine + y * pose.sine);
  vector[1] = static_cast<float>(y * pose.cosine - x * pose.sine);
}
/// Two features, x and y of a vector in their units.
struct Pair {
  std::size_t x, y;
  double unit_x, unit_y;
};

/// A direction as the agent sees it; a place, if the pose is taken off it as well.
inline void move(const Pose& pose, const Pair& pair, bool is_place, float* features) {
  double x = static_cast<double>(features[pair.x]) * pair.unit_x - (is_place ? pose.x : 0);
  double y = static_cast<double>(features[pair.y]) * pair.unit_y - (is_place ? pose.y : 0);
  const double along = x * pose.cosine + y * pose.sine, across = y * pose.cosine - x * pose.sine;
  features[pair.x] = as_float(along / pair.unit_x);
  features[pair.y] = as_float(across / pair.unit_y);
}

/// Matrices are [kWidth x kWidth] unless it says otherwise, vectors [kWidth].
struct Block {
  const float *gain, *norm_bias;
  const float *query, *query_bias;
  const float* key;  // Transposed where the agent alone asks.
  const float *value, *value_bias;
  const float *output, *output_bias;
  const float *mlp_gain, *mlp_norm_bias;
  const float *up, *up_bias;      // [kWidth x kHidden], [kHidden]
  const float *down, *down_bias;  // [kHidden x kWidth]
};

/// Where the weights of the agent's query are recorded.
struct Record {
  float* weights;  // [kHeads x tokens]; null: nowhere.
  std::size_t tokens;
};

/// x [rows x kWidth] += mlp(layer_norm(x))
inline void add_mlp(const Block& block, std::size_t rows, float* x) {
  constexpr std::size_t kAtOnce = 4;
  for (std::size_t row = 0; row < rows; row += kAtOnce, x += kAtOnce * kWidth) {
    const std::size_t count = rows - row < kAtOnce ? rows - row : kAtOnce;
    float normed[kAtOnce * kWidth], hidden[kAtOnce * kHidden];
    layer_norm<kWidth>(x, count, block.mlp_gain, block.mlp_norm_bias, normed);
    linear<kWidth, kHidden>(normed, count, block.up, block.up_bias, hidden);
    for (std::size_t i = 0; i < count * kHidden; ++i) hidden[i] = activate(hidden[i]);
    add_linear<kHidden, kWidth>(hidden, count, block.down, block.down_bias, x);
  }
}

/// 2^n for n in [-126, 127].
inline float power_of_two(int n) {
  return bits_as<float>(static_cast<std::uint32_t>(n + 127) << 23);
}

/// e^x, within 2 units in the last place: x = n ln 2 + r with a small r, whose power is a series.
inline float exponential(float x) {
  constexpr float kLog2E = 1.44269504F, kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F;
  const float below = x < 89.0F ? x : 89.0F;
  const float limited = below > -104.0F ? below : -104.0F;
  const int n = static_cast<int>(limited * kLog2E + (limited < 0 ? -0.5F : 0.5F));
  const float whole = static_cast<float>(n);
  const float r = (limited - whole * kLn2High) - whole * kLn2Low;
  float sum = 1.0F / 5040;
  sum = sum * r + 1.0F / 720;
  sum = sum * r + 1.0F / 120;
  sum = sum * r + 1.0F / 24;
  sum = sum * r + 1.0F / 6;
  sum = sum * r + 0.5F;
  sum = sum * r + 1.0F;
  sum = sum * r + 1.0F;
  const int half = n / 2;  // In two steps, since 2^n may be too large or too small for a number.
  const float result = sum * power_of_two(half) * power_of_two(n - half);
  return x != x ? x : result;
}

/// Replaces scores [n] by softmax over those that are `seen` (null: all); the others become 0.
/// Returns the first of the largest, or n if none is seen.
inline std::size_t softmax(float* scores, std::size_t n, const std::uint8_t* seen) {
  std::size_t best = n;
  for (std::size_t i = 0; i < n; ++i) {
    if (seen != nullptr && seen[i] == 0) continue;
    if (best == n || scores[i] > scores[best]) best = i;
  }
  const float largest = best < n ? scores[best] : 0;
  for (std::size_t i = 0; i < n; ++i) scores[i] = exponential(scores[i] - largest);
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (seen != nullptr && seen[i] == 0) scores[i] = 0;
    sum += scores[i];
  }
  const float scale = sum > 0 ? 1 / sum : 0;
  for (std::size_t i = 0; i < n; ++i) scores[i] *= scale;
  return best;
}

/// Tokens [begin, end).
struct Range {
  std::size_t begin, end;
  std::size_t size() const { return end - begin; }
};

/// Replaces the scores [n] of a head, without those of pairs, by the weights of the keys.
inline void to_weights([[maybe_unused]] const Block& block, [[maybe_unused]] const Work& work,
                       [[maybe_unused]] std::size_t head, std::size_t n, float* scores) {
  softmax(scores, n, nullptr);
}

inline void record_weights(const Record& record, std::size_t head, std::size_t first, std::size_t n,
                           const float* weights) {
  if (record.weights == nullptr) return;
  float* const row = record.weights + head * record.tokens;
  for (std::size_t i = 0; i < record.tokens; ++i) row[i] = 0;
  for (std::size_t i = 0; i < n; ++i) row[first + i] = weights[i];
}

/// folded [kParts x kWidth]: what the parts of a query [kWidth] have as products with the inputs of
/// the layer of keys, whose matrix is transposed [out x in].
template <std::size_t kParts>
inline void fold_query(const float* query, const float* key_transposed, float* folded) {
  constexpr std::size_t kPart = kWidth / kParts;
  for (std::size_t i = 0; i < kParts * kWidth; ++i) folded[i] = 0;
  for (std::size_t part = 0; part < kParts; ++part) {
    add_product<kWidth>(query + part * kPart, kPart, 1, kPart,
                        key_transposed + part * kPart * kWidth, folded + part * kWidth);
  }
}

/// mixed [kWidth] = the values of mixtures [kParts x kWidth] of their inputs, side by side.
template <std::size_t kParts>
inline void unfold_values(const float* mixtures, const float* value, const float* bias,
                          float* mixed) {
  constexpr std::size_t kPart = kWidth / kParts;
  for (std::size_t c = 0; c < kWidth; ++c) mixed[c] = bias[c];
  for (std::size_t part = 0; part < kParts; ++part) {
    add_product<kPart, kWidth>(mixtures + part * kWidth, kWidth, 1, kWidth, value + part * kPart,
                               mixed + part * kPart);
  }
}

/// How the agent weighs the tokens in all heads: work.weights, as folded [kHeads x kWidth] says.
inline void weigh_tokens([[maybe_unused]] const Block& block, const Work& work, std::size_t tokens,
                         const float* folded) {
  for (std::size_t head = 0; head < kHeads; ++head) {
    float* const weights = work.weights + head * work.capacity;
    for (std::size_t i = 0; i < tokens; ++i) {
      weights[i] = dot<kWidth>(folded + head * kWidth, work.normalised + i * kWidth);
    }
    to_weights(block, work, head, tokens, weights);
  }
}

/// out [kWidth] = the agent's vector after the block.  Leaves normalise(x) in work.normalised.
inline void read_out(const Block& block, const Work& work, std::size_t tokens, const Record& record,
                     float* out) {
  float agent[kWidth], query[kWidth], folded[kHeads * kWidth], mixtures[kHeads * kWidth] = {};
  normalise<kWidth>(work.x, tokens, work.normalised);
  for (std::size_t c = 0; c < kWidth; ++c) {
    agent[c] = work.normalised[c] * block.gain[c] + block.norm_bias[c];
  }
  linear<kWidth, kWidth>(agent, 1, block.query, block.query_bias, query);
  fold_query<kHeads>(query, block.key, folded);
  for (std::size_t head = 0; head < kHeads; ++head) {
    for (std::size_t c = 0; c < kWidth; ++c) folded[head * kWidth + c] *= kScale * block.gain[c];
  }
  weigh_tokens(block, work, tokens, folded);
  add_product<kWidth>(work.weights, work.capacity, kHeads, tokens, work.normalised, mixtures);
  for (std::size_t head = 0; head < kHeads; ++head) {
    float* const mixture = mixtures + head * kWidth;
    for (std::size_t c = 0; c < kWidth; ++c) {
      mixture[c] = mixture[c] * block.gain[c] + block.norm_bias[c];
    }
  }
  float mixed[kWidth];
  unfold_values<kHeads>(mixtures, block.value, block.value_bias, mixed);
  for (std::size_t head = 0; head < kHeads; ++head) {
    const float* const weights = work.weights + head * work.capacity;
    record_weights(record, head, 0, tokens, weights);
  }
  for (std::size_t c = 0; c < kWidth; ++c) out[c] = work.x[c];
  add_linear<kWidth, kWidth>(mixed, 1, block.output, block.output_bias, out);
  add_mlp(block, 1, out);
}

/// Replaces logits [n] by probabilities, 0 of what is not allowed (null: all is).  Returns the most
/// likely choice, the first among equals; -1 if nothing is allowed.
inline int choose(float* logits, std::size_t n, const std::uint8_t* allowed) {
  const std::size_t best = softmax(logits, n, allowed);
  return best < n ? static_cast<int>(best) : -1;
}

namespace weights {

// Means of the features of self.
alignas(64) inline constexpr float kSelfMean[] = {
    0.0F, 0.0F, 1.0F, -1.325938e-19F};

// 1 / deviation of the features of self.
alignas(64) inline constexpr float kSelfScale[] = {
    100.0F, 100.0F, 100.0F, 100.0F};

// Means of the features of target.
alignas(64) inline constexpr float kTargetMean[] = {
    0.48584124F, -0.005850781F};

// 1 / deviation of the features of target.
alignas(64) inline constexpr float kTargetScale[] = {
    1.5935029F, 2.090316F};

// Means of the features of mine.
alignas(64) inline constexpr float kMineMean[] = {
    0.04256445F, 0.0057212836F};

// 1 / deviation of the features of mine.
alignas(64) inline constexpr float kMineScale[] = {
    1.2808293F, 1.3028302F};

// policy.entity.self.embed.bias [1 x 16]
alignas(64) inline constexpr float kPolicyEntitySelfEmbedBias[] = {
    -0.21075197F, -0.096105605F, 0.2697676F, -0.035291165F, -0.2884013F, -0.5418182F, -0.15024887F,
    0.4129985F, -0.001339718F, -0.027747037F, 0.024856884F, -0.09749752F, -0.1598326F, -0.47221518F,
    -0.11205386F, -0.052962437F};

// policy.entity.self.embed.weight [4 x 16]
alignas(64) inline constexpr float kPolicyEntitySelfEmbedWeight[] = {
    0.2425881F, -0.4741311F, 0.42670277F, -0.082287736F, -0.11640819F, -0.21301442F, -0.5516449F,
    0.061844025F, -0.16801208F, -0.20794374F, -0.023497794F, 0.05033602F, -0.21192749F,
    0.008682606F, -0.13555115F, -0.15008038F, -0.41915148F, 0.06500073F, -0.026258145F,
    -0.31242844F, 0.17920434F, 0.2011044F, -0.32809287F, -0.23084065F, 0.24661568F, -0.2415662F,
    0.26648808F, -0.12115047F, 0.11963591F, 0.24472296F, 0.1644291F, -0.42683786F, 0.2488618F,
    0.20276965F, -0.47369787F, -0.06382558F, -0.4248314F, -0.11527187F, -0.049043324F, -0.32950187F,
    -0.14922377F, 0.1292673F, -1.8061175e-05F, -0.058010966F, -0.2972376F, 0.11849661F,
    -0.23591018F, -0.4039453F, 0.07612345F, -0.13893549F, 0.06741762F, 0.018564636F, 0.26236904F,
    -0.38433385F, 0.12266773F, -0.29413995F, 0.2506502F, 0.25825232F, 0.66239184F, -0.035529066F,
    -0.16545074F, -0.11431112F, -0.15853304F, 0.12952976F};

// policy.entity.target.embed.bias [1 x 16]
alignas(64) inline constexpr float kPolicyEntityTargetEmbedBias[] = {
    0.20870464F, 0.3115599F, -0.31029218F, 0.074466474F, 0.28727654F, 0.024047531F, 0.036932386F,
    0.10641969F, -0.23867652F, -0.2662308F, -0.26678407F, 0.35516745F, 0.23902343F, 0.028208675F,
    -0.11846566F, -0.3573653F};

// policy.entity.target.embed.weight [2 x 16]
alignas(64) inline constexpr float kPolicyEntityTargetEmbedWeight[] = {
    0.018610211F, 0.17343454F, -0.11083279F, 0.026520988F, 0.014250425F, 0.19868691F, 0.07428169F,
    0.39003575F, -0.45435488F, 0.046240333F, -0.38922235F, -0.040984247F, 0.06489968F, 0.10908596F,
    -0.55005646F, -0.21193697F, -0.66251546F, 0.26304555F, 0.16917652F, 0.21847385F, 0.11654841F,
    0.38290507F, 0.21319306F, -0.30662608F, 0.33942363F, -0.22692612F, -0.1382232F, 0.55876774F,
    0.24258137F, 0.4346794F, -0.08675919F, -0.30647594F};

// policy.entity.mine.embed.bias [1 x 16]
alignas(64) inline constexpr float kPolicyEntityMineEmbedBias[] = {
    -0.4265536F, 0.040919304F, 0.34239823F, -0.2036421F, 0.1824193F, -0.041128952F, 0.40148607F,
    -0.10234367F, -0.09919143F, 0.12823528F, 0.08347559F, -0.4702747F, 0.20453751F, 0.3925509F,
    0.25917828F, -0.03533595F};

// policy.entity.mine.embed.weight [2 x 16]
alignas(64) inline constexpr float kPolicyEntityMineEmbedWeight[] = {
    -0.19761552F, -0.3356643F, 0.14895402F, -0.18856688F, -0.18358694F, 0.24497005F, -0.36228535F,
    -0.07986424F, -0.35058188F, 0.2907355F, -0.30524102F, 0.19193424F, -0.06693028F, 0.017746191F,
    -0.31473705F, -0.3506546F, -0.044001702F, -0.4075557F, -0.216778F, 0.121870786F, 0.17227663F,
    0.10477438F, 0.40311632F, -0.16308399F, 0.027959134F, 0.48141238F, -0.10358311F, -0.32183555F,
    0.12640557F, 0.26617804F, 0.2462557F, -0.10326288F};

// policy.norm.bias [1 x 16]
alignas(64) inline constexpr float kPolicyNormBias[] = {
    0.15156627F, -0.17420986F, 0.16044925F, -0.057981867F, 0.081237584F, 0.12923965F, -0.095618896F,
    -0.20409286F, -0.031612657F, -0.075542055F, 0.17717932F, 0.10025209F, -0.06666939F,
    0.047782525F, 0.14354385F, -0.18389808F};

// policy.norm.gain [1 x 16]
alignas(64) inline constexpr float kPolicyNormGain[] = {
    1.2718632F, 1.3229395F, 1.3450129F, 1.275767F, 1.2764491F, 1.2373176F, 1.1486533F, 1.3190382F,
    1.2768898F, 1.2602755F, 1.2360959F, 1.3381021F, 1.0366415F, 1.1804438F, 1.3223803F, 1.3746305F};

// policy.block0.attention.norm.gain [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionNormGain[] = {
    1.081038F, 0.97107357F, 1.0474762F, 0.99456203F, 1.0132991F, 1.0372118F, 1.0270716F,
    0.96953696F, 0.98093873F, 0.9590513F, 0.9863583F, 0.9707902F, 0.9891913F, 1.0341766F,
    0.96502495F, 1.0407822F};

// policy.block0.attention.norm.bias [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionNormBias[] = {
    -0.021458644F, 0.03855453F, 0.011618891F, 0.048616283F, 0.034636684F, 0.008495838F,
    -0.026388163F, -0.03915019F, -0.0040542907F, 0.026821159F, 0.0019722302F, 0.029539615F,
    -0.0024255828F, -0.012505453F, -0.057336498F, -0.039118223F};

// policy.block0.attention.query.weight [16 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionQueryWeight[] = {
    0.1369511F, -0.360546F, 0.07838894F, -0.37596804F, -0.20544079F, -0.20049511F, 0.18561032F,
    0.083414346F, 0.19004682F, -0.077522926F, -0.036642615F, 0.30775934F, 0.24840018F, 0.019050771F,
    -0.6629815F, 0.20295918F, -0.21922079F, -0.014983733F, 0.14650054F, 0.22443579F, 0.0311092F,
    -0.0908663F, -0.34207836F, -0.33835506F, -0.4504514F, -0.24743497F, 0.088779405F, -0.08996543F,
    -0.1099581F, 0.10174056F, -0.31814423F, 0.44872597F, -0.15959838F, 0.51906675F, -0.18541014F,
    0.4578383F, 0.21874991F, 0.19623467F, 0.0557435F, 0.38627794F, 0.17836067F, 0.30007693F,
    -0.17273508F, -0.17962381F, 0.06859824F, -0.009451936F, -0.44288325F, 0.13344185F, 0.30748975F,
    0.19774555F, -0.7753337F, -0.04346489F, 0.15830097F, 0.010052636F, -0.18736023F, -0.13389523F,
    0.09099196F, 0.020082425F, 0.29697677F, -0.07213727F, -0.1777407F, -0.44444233F, -0.07754744F,
    0.16355778F, 0.30436414F, -0.10671753F, 0.38918912F, 0.2803008F, -0.4496536F, -0.09943567F,
    -0.1740369F, 0.03541586F, 0.24109916F, 0.27315453F, -0.049681444F, 0.1393007F, -0.46713486F,
    -0.17788847F, 0.007061709F, 0.06453572F, 0.12523657F, 0.036792442F, -0.12971075F, 0.018201165F,
    -0.056962855F, -0.362822F, 0.061348513F, 0.21922769F, 0.094387226F, -0.6572851F, -0.4766114F,
    -0.02934173F, -0.2995687F, 0.22412436F, 0.048459F, -0.042883124F, -0.30977103F, -0.18464114F,
    0.038831387F, -0.23810175F, 0.1878979F, 0.3088094F, -0.22652969F, -0.2802038F, 0.5233617F,
    -0.031041835F, -0.29624042F, 0.2701828F, -0.2233751F, 0.1791978F, 0.09998183F, 0.25357473F,
    0.14942205F, 0.42441088F, -0.1759648F, -0.34542167F, -0.25627315F, -0.12342537F, 0.108750835F,
    -0.26712367F, -0.20067984F, 0.42307702F, -0.25700605F, -0.1972525F, -0.14638388F, 0.2912798F,
    -0.011079718F, 0.19321884F, 0.22537738F, 0.6015005F, 0.25260174F, -0.05358161F, 0.30545583F,
    -0.010539689F, -0.043810345F, -0.16403128F, -0.16207442F, -0.07893983F, -0.2083612F, 0.4146761F,
    0.15731178F, -0.44978943F, -0.0026300948F, -0.020970248F, -0.23979042F, 0.4430399F, 0.17213419F,
    -0.12574057F, -0.00332589F, -0.12054595F, 0.43707097F, 0.061267596F, 0.25736293F, -0.15945731F,
    0.49439836F, -0.16140334F, -0.17601421F, -0.17516178F, 0.12829277F, 0.35369474F, 0.3522165F,
    0.30146068F, -0.047961224F, 0.24737276F, 0.27318203F, -0.051468913F, 0.0105268955F,
    -0.17861223F, 0.14402324F, 0.012284588F, 0.47865403F, 0.26652494F, -0.05917359F, 0.5653049F,
    -0.11408573F, -0.16113603F, -0.22771826F, 0.13590205F, -0.27395248F, 0.31978995F, -0.4123957F,
    -0.21103723F, 0.066875F, -0.28420928F, 0.15795575F, -0.0048119775F, -0.044193994F, 0.26705465F,
    0.4722083F, 0.033414423F, 0.23552668F, 0.06827034F, -0.15009218F, 0.06637711F, 0.012160687F,
    -0.32648602F, -0.049177036F, -0.2565028F, -0.531113F, 0.559694F, -0.08757689F, 0.11703075F,
    0.14438404F, 0.26131713F, 0.080065854F, 0.18156368F, 0.20518756F, 0.1380869F, -0.37100023F,
    -0.45676494F, -0.098176666F, 0.08571081F, 0.1975223F, -0.43753412F, 0.2963217F, 0.059705872F,
    -0.23223338F, 0.23913492F, -0.15708125F, 0.49252963F, -0.3849613F, -0.018215956F, 0.036931187F,
    0.0003249443F, -0.31009638F, 0.102703534F, -0.08979951F, -0.12734026F, -0.4574167F, 0.3894716F,
    0.04658973F, 0.05457919F, -0.22910778F, -0.19912036F, 0.106984586F, 0.33365846F, -0.303593F,
    -0.012273804F, -0.20232534F, -0.36026126F, 0.36132976F, 0.00094472594F, -0.13189906F,
    0.17776902F, -0.029230122F, 0.49137065F, 0.2634089F, 0.2330029F, -0.24990188F, -0.07394736F,
    0.009164086F, 0.20549999F, 0.07039288F, 0.09556515F, 0.25089902F, 0.5529706F};

// policy.block0.attention.query.bias [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionQueryBias[] = {
    0.044244885F, 0.10957727F, -0.049397435F, 0.068531916F, 0.0057678977F, 0.02576273F,
    -0.02966047F, -0.0026612452F, 0.019377457F, -0.006654587F, 0.049763154F, -0.040166616F,
    0.03219727F, -0.04263033F, -0.004381519F, 0.036789086F};

// policy.block0.attention.key.weight [16 x 16], transposed
alignas(64) inline constexpr float kPolicyBlock0AttentionKeyWeightTransposed[] = {
    0.24799937F, 0.15924112F, -0.03444658F, -0.28795612F, -0.16833434F, 0.11941784F, -0.01618664F,
    0.35133678F, -0.21122383F, -0.3607298F, -0.05733934F, 0.25572193F, 0.19542395F, 0.23713247F,
    0.5722071F, -0.19746298F, 0.33911955F, -0.1630283F, -0.3034125F, 0.024756664F, -0.2057566F,
    -0.3987328F, -0.12545864F, -0.22266053F, -0.15310448F, -0.34723824F, -0.32939094F, 0.36518788F,
    -0.2755828F, 0.10096066F, -0.29350817F, -0.31349438F, 0.1048578F, 0.5641197F, 0.32561713F,
    -0.1449295F, -0.3763151F, 0.2725483F, -0.044415805F, -0.026152512F, 0.21594885F, -0.2024734F,
    0.1601547F, -0.35025263F, -0.20994782F, 0.14990075F, -0.394233F, 0.028993148F, 0.009929538F,
    0.4283882F, 0.10676479F, 0.062102262F, 0.34037772F, -0.15231554F, -0.31184933F, -0.117453426F,
    -0.5879504F, 0.0054956637F, -0.05613698F, 0.032289226F, 0.018966544F, -0.273619F, 0.017094262F,
    -0.13832138F, 0.14628954F, 0.18011695F, 0.02468481F, 0.22078179F, -0.21517998F, -0.31388012F,
    0.33166006F, -0.23332411F, -0.21054307F, 0.30692267F, 0.5976157F, 0.19072418F, 0.037355267F,
    0.18204062F, 0.11401281F, -0.021250917F, 0.10774927F, 0.026612421F, -0.17362632F, 0.12998895F,
    -0.4966F, 0.18065983F, 0.0010411055F, -0.36187378F, -0.07757634F, 0.2645275F, -0.3267092F,
    -0.25466815F, 0.03208693F, -0.3824898F, 0.38166106F, -0.12959819F, -0.48580444F, 0.08108894F,
    -0.38813356F, -0.26392075F, -0.04250468F, 0.26898152F, -0.27562848F, -0.38178614F,
    -0.060362592F, 0.03755377F, 0.17836799F, 0.0044754655F, -0.09403955F, 0.32553127F,
    -0.022393096F, 0.22565928F, -0.064594105F, 0.24138696F, -0.11926915F, -0.006497766F,
    -0.13855033F, -0.32432634F, 0.20930116F, 0.21371482F, -0.22583166F, -0.048570734F, -0.36650693F,
    -0.07349667F, -0.06812915F, 0.081763536F, 0.0072268764F, 0.7307924F, 0.32588124F, -0.350288F,
    0.3745862F, -0.07886074F, -0.06371936F, 0.4029758F, -0.09556133F, -0.022097388F, -0.35082462F,
    0.3197818F, -0.074051954F, 0.06216051F, -0.08620748F, 0.2795018F, -0.20834525F, 0.29925773F,
    0.30869973F, -0.114580154F, -0.38774598F, 0.21809737F, 0.09054244F, -0.18119861F, -0.3791346F,
    0.2493716F, -0.2074651F, -0.008634854F, 0.118498F, -0.588732F, 0.15327835F, 0.24733083F,
    0.019968675F, -0.120390065F, 0.30069277F, 0.27657458F, -0.17610593F, -0.30459136F,
    0.0050894776F, -0.20949225F, -0.399137F, 0.1589127F, 0.3554324F, 0.5307242F, -0.10365875F,
    0.2718514F, 0.1959874F, -0.05977453F, -0.06744582F, 0.020962898F, -0.087858975F, -0.05283402F,
    0.50927544F, 0.110433914F, -0.03837368F, -0.24299404F, -0.15791255F, -0.50846624F, 0.28881583F,
    -0.117808886F, -0.15682286F, -0.12338443F, 0.38101023F, 0.39344543F, 0.1709865F, 0.13043284F,
    -0.24464218F, -0.16402176F, 0.104408205F, -0.14142409F, -0.48587665F, -0.2359502F, -0.179898F,
    0.2584134F, -0.123828776F, -0.11897336F, 0.23646875F, 0.0007070077F, 0.44276494F, -0.35528424F,
    -0.37460563F, 0.07141848F, -0.23441437F, 0.063145064F, 0.17102887F, -0.36861578F,
    0.00035547014F, -0.20891559F, 0.37378573F, 0.079134226F, -0.060375508F, 0.29238468F,
    -0.26283553F, -0.2679701F, -0.04724569F, 0.25872964F, -0.19448899F, -0.34217116F, -0.3438595F,
    0.13857001F, -0.06685222F, 0.60575014F, -0.14731053F, 0.27333322F, -0.068481386F, 0.26259336F,
    -0.047484834F, 0.1655203F, -0.28599072F, 0.2523028F, 0.13987665F, 0.36912894F, -0.10430435F,
    -0.2077587F, -0.2588951F, -0.0544299F, 0.4103852F, 0.043667734F, -0.17092465F, -0.34671834F,
    -0.38879013F, 0.2725396F, 0.12143768F, 0.12606294F, 0.14464149F, -0.094680674F, -0.62413853F,
    -0.113842025F, 0.22833344F, 0.05480457F};

// policy.block0.attention.value.weight [16 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionValueWeight[] = {
    0.06760808F, 0.33971557F, 0.6077407F, -0.008585842F, 0.2189271F, 0.043545604F, -0.06949308F,
    -0.30700496F, 0.08535035F, 0.46744737F, 0.40489903F, 0.3897262F, -0.10839311F, 0.3295069F,
    -0.06484949F, -0.035731915F, -0.40520623F, -0.15993884F, 0.19160892F, -0.15879089F, 0.06316257F,
    0.12442786F, 0.07348715F, 0.24199593F, -0.562378F, -0.00041833668F, 0.35061565F, -0.03930691F,
    -0.14430912F, -0.39206168F, -0.066229045F, 0.027580967F, -0.0886608F, 0.5379035F, 0.34036013F,
    -0.010087229F, 0.23760727F, -0.18764587F, -0.17396043F, 0.20318925F, -0.21100605F, -0.46392593F,
    -0.39753768F, -0.2387456F, -0.031169096F, 0.073783875F, 0.13986467F, -0.08262241F, -0.4985911F,
    0.068327144F, -0.50125426F, 0.20773396F, 0.51099575F, -0.1262698F, -0.00048340805F,
    -0.19868472F, -0.17559637F, 0.13621402F, -0.06390058F, 0.10072051F, -0.050255414F, 0.19218287F,
    0.030146042F, -0.029515686F, -0.11175098F, -0.02047453F, 0.15304127F, -0.27330747F, 0.41015422F,
    -0.275117F, 0.4820538F, 0.051416848F, 0.41553187F, -0.059749063F, 0.04043032F, -0.08119591F,
    0.33949977F, -0.33086014F, -0.108143516F, 0.024289321F, 0.28090116F, -0.18781993F, -0.25991178F,
    -0.60224605F, 0.27314925F, -0.0054043825F, 0.107256465F, 0.03616529F, -0.19942425F, 0.07510735F,
    0.17357059F, -0.23556289F, -0.012666602F, 0.35205138F, 0.4185141F, -0.22275703F, -0.007479736F,
    -0.15489028F, -0.006816382F, -0.07828155F, -0.09355395F, 0.0345701F, 0.12746137F, 0.09332205F,
    -0.37626073F, -0.27816975F, 0.08709909F, 0.09293195F, 0.4344809F, 0.4560645F, -0.38024384F,
    0.2906293F, -0.102401525F, -0.26645082F, 0.23864397F, 0.05618515F, -0.086313225F, -0.007277085F,
    0.36633396F, -0.4670124F, -0.008750019F, -0.4950908F, -0.07606139F, 0.15521552F, -0.16579281F,
    0.07354432F, 0.29303908F, -0.10460735F, 0.20444176F, -0.5177703F, 0.25648358F, 0.061032675F,
    0.1285347F, -0.35861748F, -0.29674593F, -0.09722468F, -0.2534078F, 0.23040096F, -0.43764627F,
    0.08325579F, 0.118966624F, -0.09825201F, 0.07086085F, 0.0006406221F, -0.13101172F, -0.06837034F,
    -0.0022167542F, -0.06928932F, -0.09317669F, -0.057813697F, 0.1159654F, 0.27524897F,
    0.027871815F, 0.058272727F, -0.07086728F, 0.3873399F, -0.04413267F, 0.020316595F, -0.26816124F,
    -0.7265102F, -0.021929879F, 0.16117914F, 0.016730916F, 0.10917645F, -0.19178835F, 0.23555818F,
    -0.12708105F, -0.30467156F, -0.11312933F, 0.025177212F, 0.09701614F, -0.3049722F, 0.60872275F,
    -0.13923119F, 0.09551086F, -0.42562526F, -0.18507005F, 0.21720879F, 0.0067226775F, 0.13126758F,
    -0.43242255F, -0.33597943F, 0.3593559F, 0.18929671F, -0.16207825F, 0.26764348F, -0.06360475F,
    0.11540756F, 0.23155773F, 0.06412314F, 0.37025636F, 0.1315192F, 0.33968922F, 0.36344633F,
    -0.28677922F, -0.25403252F, -0.08611367F, -0.28608716F, 0.21393274F, -0.36470562F, -0.36574155F,
    -0.010996366F, -0.05759388F, 0.17095973F, -0.10363037F, -0.33998898F, -0.26873437F,
    0.022434616F, -0.5413306F, -0.106704615F, -0.06185047F, -0.54494566F, -0.33328158F, -0.2471579F,
    -0.16258268F, -0.31590813F, 0.08830371F, 0.0462963F, -0.03689926F, -0.19276485F, -0.09387381F,
    0.14491971F, -0.097429276F, 0.09488619F, 0.10194092F, -0.029775016F, 0.1693881F, 0.3488699F,
    -0.03414267F, -0.08891824F, 0.4135481F, -0.025859693F, -0.07643785F, 0.25635165F, -0.048294093F,
    -0.6057548F, -0.29360297F, 0.1472255F, -0.20945093F, -0.14017053F, 0.1533218F, -0.07376237F,
    -0.072934076F, 0.27859873F, -0.10061128F, -0.6243131F, -0.32471785F, 0.092304915F, 0.116262875F,
    -0.21113849F, 0.5461986F, -0.11046135F, -0.035105687F, 0.09885678F, -0.00079467543F,
    -0.19618951F};

// policy.block0.attention.value.bias [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionValueBias[] = {
    -0.045700222F, 0.009015696F, -0.0112652695F, -0.052323245F, 0.0133031625F, -0.0134010585F,
    0.052838236F, 0.0048882025F, -0.010413392F, 0.024829814F, 0.0017021906F, 0.021435041F,
    0.03533952F, -0.037936945F, 0.018408952F, 0.041236147F};

// policy.block0.attention.output.weight [16 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionOutputWeight[] = {
    -0.1478632F, -0.055094704F, -0.013266381F, -0.41901127F, 0.063745044F, -0.21776831F,
    -0.18808404F, 0.43003616F, 0.5054221F, 0.21599072F, -0.20698737F, -0.34922662F, 0.062711254F,
    0.15676439F, -0.20538358F, 0.23568924F, 0.4875203F, -0.13920067F, -0.026934914F, -0.13284448F,
    -0.059893098F, 0.2406044F, -0.2126041F, -0.29094216F, -0.1010552F, 0.3051454F, 0.23678549F,
    -0.114728026F, 0.17747203F, -0.20787825F, -0.24774466F, 0.5437186F, 0.112234704F, -0.2511213F,
    0.08649499F, -0.1831007F, -0.38198185F, 0.19615647F, 0.06701614F, 0.7323636F, -0.27331528F,
    0.04998486F, 0.42009407F, 0.24368116F, 0.114723556F, 0.0843453F, -0.14982086F, 0.03018678F,
    -0.24391267F, 0.4301185F, 0.057789292F, 0.17971516F, -0.31953126F, -0.3094857F, 0.16400914F,
    0.051791444F, -0.14805214F, 0.51060116F, 0.26269826F, -0.42783397F, 0.18703459F, 0.0016634502F,
    -0.17548226F, -0.13339452F, -0.07159382F, 0.12689959F, 0.6225655F, 0.098011285F, 0.17278965F,
    -0.4292502F, 0.059919253F, 0.049145136F, 0.010369533F, -0.17655246F, 0.15509287F, 0.23526612F,
    0.05300743F, -0.11751922F, -0.036493815F, 0.371852F, 0.21832815F, 0.12791976F, -0.36506933F,
    0.0627127F, -0.09992774F, -0.3622261F, -0.116861135F, -0.10213807F, -0.033576697F, -0.48457158F,
    0.07291838F, 0.03239699F, -0.22553986F, 0.24839234F, -0.4867292F, 0.029374128F, -0.10371943F,
    0.20626181F, -0.34658882F, 0.35583052F, -0.055863265F, -0.05772336F, -0.35572425F, 0.21833947F,
    0.007539099F, 0.022575397F, 0.16039276F, 0.104770124F, -0.039446842F, 0.095668525F, 0.48252863F,
    0.45156223F, 0.20880595F, 0.076368146F, -0.13497911F, -0.1048659F, 0.03959064F, -0.26449448F,
    0.19550976F, 0.1159286F, 0.02894353F, 0.25908574F, -0.17020933F, 0.27318123F, -0.47614047F,
    -0.5573228F, -0.006565371F, 0.0059805266F, 0.5074291F, 0.24919753F, 0.08273189F, -0.031057615F,
    0.012702192F, -0.10513879F, 0.38545334F, 0.33078653F, -0.14241119F, -0.014715586F, -0.18504073F,
    -0.16820218F, 0.43952182F, 0.30011111F, 0.19110763F, 0.08406151F, 0.2390669F, 0.024272952F,
    0.13962881F, -0.39077055F, -0.21445572F, -0.18193069F, -0.40278473F, 0.06022027F, -0.20618825F,
    -0.27190396F, 0.20065212F, -0.30652013F, 0.0026394564F, -0.24737604F, 0.36349812F, -0.274415F,
    -0.18573783F, 0.43500265F, 0.0536292F, -0.62277246F, -0.4898039F, 0.17580439F, 0.053951573F,
    -0.082822844F, -0.14276107F, -0.0042877323F, -0.047523703F, 0.22233498F, 0.03549406F, 0.171913F,
    0.10285244F, 0.24808306F, -0.1390803F, -0.53043F, 0.09104539F, -0.036057096F, -0.32664087F,
    -0.25784665F, -0.05753694F, -0.0460595F, -0.54670835F, 0.10320152F, -0.25149506F, -0.12923126F,
    -0.10665577F, 0.14452124F, 0.04338933F, 0.23147649F, 0.060010377F, -0.22504112F, -0.32550138F,
    -0.15663388F, 0.053851143F, -0.3418841F, -0.0778777F, -0.23025599F, 0.073154055F, 0.2274834F,
    0.031444453F, 0.46631154F, 0.3911204F, 0.033771344F, 0.113975964F, -0.2336259F, 0.082251176F,
    -0.14817025F, 0.23460282F, 0.20344567F, -0.69317627F, -0.0815526F, 0.10746337F, -0.12839556F,
    0.5580544F, -0.0846611F, -0.020084685F, 0.007924965F, 0.039594024F, 0.0049646175F, 0.11108477F,
    -0.049432702F, 0.14405502F, -0.04939119F, 0.10270094F, -0.22053517F, 0.106902994F, -0.08733672F,
    0.27740094F, -0.20812635F, 0.14323077F, 0.18495846F, 0.44659945F, -0.019358376F, -0.32906744F,
    0.40603504F, 0.14254963F, 0.019279666F, 0.31528315F, 0.21535207F, 0.27651632F, 0.17789991F,
    -0.101258315F, 0.050045528F, -0.43279216F, 0.042662892F, -0.046439067F, 0.35874745F,
    -0.2726949F, 0.22160137F, -0.23200166F, 0.27357984F, -0.13095728F, -0.23048368F};

// policy.block0.attention.output.bias [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0AttentionOutputBias[] = {
    0.028156934F, -0.03851518F, -0.0127094425F, -0.026126241F, 0.04590323F, 0.0006013628F,
    -0.039129462F, -0.025418978F, -0.03424997F, -0.010801569F, -0.00048489778F, 0.048655838F,
    -0.022896329F, 0.020612966F, 0.045169752F, 0.007566385F};

// policy.block0.mlp.norm.gain [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0MlpNormGain[] = {
    0.97969F, 1.0043167F, 1.0041165F, 1.0244329F, 1.0532318F, 0.9421325F, 0.9692664F, 1.065548F,
    1.0325111F, 1.0135423F, 0.96892095F, 1.0440284F, 0.9956931F, 1.003815F, 1.0130988F, 1.0346694F};

// policy.block0.mlp.norm.bias [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0MlpNormBias[] = {
    0.052839484F, -0.011012903F, -0.012588379F, -0.01306207F, 0.022231348F, -0.0004607513F,
    -0.017240928F, 0.035631318F, -0.036845252F, 0.0021352437F, 0.015885545F, 0.05009109F,
    0.017224211F, -0.0149205495F, 0.011126074F, 0.00019505555F};

// policy.block0.mlp.up.weight [16 x 32]
alignas(64) inline constexpr float kPolicyBlock0MlpUpWeight[] = {
    0.10922268F, 0.12519799F, 0.28692392F, 0.2611619F, -0.16200607F, -0.048623834F, 0.40972733F,
    -0.23618563F, 0.057686534F, 0.2672876F, 0.051881563F, -0.031034611F, 0.14508902F, -0.42882437F,
    0.04545009F, 0.12361257F, 0.40560013F, -0.16625069F, 0.49009198F, -0.44938472F, 0.3887712F,
    -0.29386768F, -0.083201855F, -0.07726467F, 0.16590701F, 0.0821863F, 0.22006282F, 0.29489174F,
    0.3870977F, 0.29188403F, -0.022215292F, 0.01630789F, -0.16446784F, 0.24880046F, -0.13384293F,
    -0.19471507F, 0.27664813F, 0.01763776F, 0.4857454F, 0.1891141F, -0.012514413F, -0.029323185F,
    -0.24016023F, 0.28530324F, -0.040767934F, 0.027672557F, 0.43672785F, -0.4016702F, -0.11091481F,
    -0.09600496F, -0.074725814F, 0.21396914F, 0.18176898F, -0.19105424F, -0.12423016F, 0.008906335F,
    0.10555168F, 0.36014292F, -0.70623547F, 0.12333515F, -0.08067862F, 0.44159967F, -0.100516774F,
    -0.2798469F, 0.10872687F, -0.37004974F, -0.007984553F, 0.39385298F, -0.30698374F, -0.016175559F,
    0.11254356F, -0.08175501F, 0.32729408F, -0.030289307F, -0.07880471F, -0.078462176F, 0.55175775F,
    -0.10384533F, 0.5215356F, -0.06548489F, -0.25450057F, -0.17525674F, -0.03722354F, 0.028776456F,
    0.20308776F, -0.082122594F, 0.074588425F, -0.04422227F, -0.03530078F, -0.28504422F,
    -0.31089142F, 0.2777303F, -0.42631036F, -0.28057244F, 0.42267334F, 0.12293361F, -0.074285515F,
    -0.19385487F, -0.095863625F, 0.20510119F, 0.45714295F, 0.5927655F, 0.13120311F, 0.10099198F,
    0.030568132F, -0.13312866F, -0.19354019F, 0.112191714F, -0.13277385F, 0.23353885F, -0.06800221F,
    0.3979363F, 0.019031236F, 0.085775435F, 0.23089892F, 0.0046626553F, 0.06373868F, -0.44289201F,
    0.60230666F, -0.16094248F, -0.24591348F, -0.2504329F, 0.13576993F, -0.3055288F, -0.0316591F,
    0.37414542F, 0.2600506F, 0.1435394F, -0.36248773F, -0.23197433F, 0.27877855F, -0.42634737F,
    -0.15940931F, -0.34520188F, -0.2968178F, 0.270557F, 0.4267656F, -0.11289211F, -0.1065015F,
    0.20444973F, -0.04876998F, 0.29103503F, -0.10836475F, -0.038482618F, 0.11488724F, -0.4977587F,
    0.26223403F, -0.032039665F, -0.21270011F, -0.42766616F, -0.09475096F, 0.13529679F, -0.28561017F,
    0.005559358F, 0.33305416F, 0.14286159F, -0.12140693F, 0.40626007F, 0.11476379F, 0.30238748F,
    0.4857929F, 0.033462726F, -0.22173859F, -0.3340463F, -0.422737F, -0.09074596F, 0.033250704F,
    -0.12530203F, -0.20298591F, -0.07164303F, 0.21819036F, -0.2935926F, -0.37151715F, 0.056754604F,
    0.22465853F, -0.3022001F, 0.11809957F, -0.24769866F, 0.21715464F, -0.2258296F, -0.2085289F,
    -0.3108049F, 0.25017792F, -0.15878138F, -0.2702576F, -0.17966968F, -0.27089942F, -0.47565383F,
    0.118717074F, -0.002485947F, 0.17892559F, 0.03907245F, -0.16347073F, 0.22768961F, -0.33939058F,
    0.024571186F, -0.11028758F, -0.1895588F, 0.09555918F, 0.16602503F, 0.174366F, -0.17913134F,
    -0.07646066F, 0.27179778F, 0.33518198F, -0.27541488F, 0.017560156F, -0.082614F, 0.14439225F,
    -0.55450153F, -0.33394307F, 0.052264392F, 0.17220809F, 0.28934568F, 0.3478303F, -0.10949223F,
    -0.036440942F, -0.30339152F, 0.2768978F, -0.22676194F, 0.06067048F, 0.022590311F, -0.03398146F,
    -0.47333407F, -0.008821851F, -0.28690788F, 0.2783125F, -0.07965038F, -0.02955427F, 0.2910127F,
    0.5736086F, 0.12059484F, -9.678334e-05F, -0.34182653F, -0.22190565F, -0.3801564F, -0.09350553F,
    -0.11064276F, -0.094959326F, -0.20500861F, -0.17060986F, -0.5045581F, 0.2609324F, -0.20974326F,
    0.18239176F, 0.6184958F, -0.32396492F, -0.20272411F, 0.011387484F, 0.40056172F, 0.15013915F,
    -0.14512794F, -0.123742245F, -0.35329926F, 0.06889711F, 0.12873776F, 0.35250637F, 0.20743065F,
    -0.23508464F, 0.33968502F, -0.10488687F, 0.16767216F, -0.142653F, 0.018775484F, 0.013746007F,
    -0.27024183F, 0.2628385F, 0.2706042F, 0.056397233F, 0.30639964F, -0.15272616F, -0.30254468F,
    -0.18453906F, 0.09110364F, 0.35587466F, -0.061090603F, -0.06016641F, 0.18178722F, -0.46262443F,
    0.08673647F, -0.18404125F, -0.70049226F, -0.0399278F, 0.13578115F, -0.038189504F, 0.5418947F,
    -0.19164558F, -0.021952583F, -0.21509402F, -0.16230175F, 0.3390323F, -0.29237992F, -0.24457148F,
    0.3414598F, 0.12947099F, 0.09267629F, -0.5043215F, 0.08625788F, -0.23801959F, 0.25007153F,
    0.15595107F, -0.1618092F, 0.4321042F, 0.105573736F, 0.035025217F, 0.06607363F, -0.15028642F,
    0.19041526F, -0.17638583F, 0.3416794F, 0.06918867F, -0.15080701F, 0.010110276F, -0.4069008F,
    -0.110849865F, 0.17484492F, 0.32916188F, 0.09349398F, -0.26309872F, 0.4926972F, 0.031936422F,
    -0.40536404F, -0.19294895F, -0.22788437F, 0.050576758F, 0.044821255F, -0.07122248F, 0.44319627F,
    -0.10111212F, 0.05245482F, 0.46518913F, 0.3072505F, -0.04454308F, 0.011617392F, 0.15309614F,
    -0.043587122F, 0.41574234F, 0.245066F, 0.16805767F, -0.37661928F, 0.373324F, 0.41069135F,
    0.27718958F, 0.009533289F, 0.3462358F, 0.02452091F, -0.21094798F, 0.19007392F, -0.18686289F,
    -0.22383514F, 0.038354777F, 0.02013405F, 0.1247887F, 0.077353045F, 0.2712429F, 0.4286923F,
    -0.13373667F, -0.31309F, 0.02931574F, 0.2389969F, 0.12717907F, -0.1402019F, -0.32446548F,
    0.23238109F, -0.19676703F, -0.42109704F, 0.0014804014F, -0.34837073F, -0.07763235F, 0.3619339F,
    0.27656862F, -0.32634676F, -0.26128966F, 0.07871039F, 0.4521292F, 0.4164053F, -0.48587716F,
    0.18512818F, 0.16931178F, -0.09041805F, 0.07293164F, -0.15654983F, -0.1668302F, 0.14351912F,
    0.3394584F, -0.49947053F, 0.33192223F, -0.032195013F, 0.31289122F, -0.42380995F, 0.2571815F,
    0.22903152F, -0.10549693F, 0.28965542F, 0.1748304F, -0.15808092F, -0.07479345F, -0.12790027F,
    0.2318272F, -0.39153317F, 0.044176962F, 0.072095215F, -0.092455044F, 0.50841296F, 0.22832902F,
    -0.0814104F, -0.14013517F, -0.1886018F, 0.20944381F, -0.23161271F, 0.43328676F, -0.19923249F,
    -0.024517212F, 0.037293524F, -0.066391736F, -0.16399838F, -0.3641281F, 0.35438278F,
    0.025865322F, 0.19071546F, 0.28025407F, -0.40830594F, 0.17664018F, -0.3483089F, -0.109041825F,
    -0.27437425F, -0.047225185F, 0.0935559F, -0.17182061F, 0.36783114F, 0.33570328F, 0.05368275F,
    0.44610053F, 0.18983182F, 0.43764907F, 0.33700654F, 0.0845916F, 0.09741629F, -0.19066635F,
    0.1157355F, 0.089939035F, -0.31957084F, -0.04815604F, -0.14760998F, -0.19148463F, -0.3189657F,
    0.274356F, 0.0802944F, 0.51249635F, 0.079374135F, -0.14024264F, 0.05379286F, 0.2120708F,
    0.2849512F, -0.15028526F, 0.023622142F, 0.31364736F, -0.48873013F, 0.28705764F, -0.056284722F,
    0.3559176F, -0.021493347F, 0.10857909F, -0.22095247F, 0.46609014F, 0.036730446F, 0.11101185F,
    0.56314147F, -0.07972718F, -0.004228795F, 0.123619996F, -0.03513564F, -0.15529552F, 0.45433512F,
    0.120528184F, 0.22505027F, 0.12922078F, -0.009648233F, -0.057919372F, 0.30006468F, -0.20615517F,
    0.08707506F, -0.20378125F, 0.11873782F, 0.26321638F, 0.2018161F, -0.37147015F, 0.24507497F,
    -0.029161114F, 0.29060182F, -0.029975777F, 0.30315128F, -0.23680219F, -0.27420434F,
    -0.060482293F, -0.4979282F, -0.3183126F, -0.15165679F, 0.25272855F, 0.0033140879F, 0.1467212F,
    -0.17988941F, -0.20646924F, -0.5826331F, -0.13404587F, 0.057839606F, 0.23372446F, 0.18050985F,
    0.15423043F, -0.5024939F, 0.2825659F, 0.11927567F};

// policy.block0.mlp.up.bias [1 x 32]
alignas(64) inline constexpr float kPolicyBlock0MlpUpBias[] = {
    -0.012035808F, -0.018995205F, 0.036880765F, 0.028316423F, -0.03372864F, -0.014399501F,
    0.0021195814F, 0.004581504F, 0.010289503F, 0.041703597F, 0.03417858F, -0.039096836F,
    0.015427093F, -0.043962613F, 0.055652004F, 0.017112857F, -0.06299037F, -0.09447062F,
    0.04309203F, -0.0745517F, -0.02633593F, 0.052022327F, 0.055863995F, 0.015721763F, 0.038719214F,
    0.058565836F, 0.07186331F, 0.034273516F, 0.0075643784F, 0.016991507F, 0.0043674232F,
    0.012379773F};

// policy.block0.mlp.down.weight [32 x 16]
alignas(64) inline constexpr float kPolicyBlock0MlpDownWeight[] = {
    -0.2486312F, -0.2744482F, 0.1748655F, 0.33537722F, 0.28725335F, -0.021532448F, 0.13269699F,
    -0.24484016F, 0.01641575F, 0.0011035866F, -0.04652214F, 0.10912574F, 0.24624877F, -0.32500464F,
    0.07710978F, -0.10160624F, 0.029197523F, 0.04220621F, 0.006143695F, -0.06649451F, -0.35138705F,
    -0.13111614F, 0.130031F, -0.10803711F, -0.024515448F, -0.32912567F, -0.035377F, -0.17117716F,
    -0.1296557F, -0.09591743F, -0.04987108F, -0.31680164F, -0.057668358F, -0.2940415F, 0.08332032F,
    0.04379073F, -0.16979486F, 0.02541745F, 0.041264888F, -0.34492636F, 0.1142028F, -0.2656397F,
    -0.16666736F, -0.16660047F, -0.04347379F, 0.03011341F, -0.011653965F, 0.07342507F, 0.34246844F,
    0.046232298F, 0.21002033F, -0.19455826F, 0.26052445F, 0.115387455F, 0.028111598F, -0.14715254F,
    0.022970008F, 0.04961481F, 0.102576844F, -0.14094976F, 0.2689971F, 0.29966196F, 0.041251704F,
    -0.055996448F, 0.038605444F, -0.060147077F, -0.42565566F, 0.16687024F, 0.35085174F, 0.08530719F,
    0.045739576F, 0.031109221F, -0.22046115F, -0.051722F, 0.029038526F, -0.019915575F, 0.033678744F,
    0.109190494F, -0.18880498F, -0.1879312F, 0.09935528F, -0.09753313F, 0.14247869F, -0.018675406F,
    -0.26450178F, 0.10241445F, -0.15393424F, 0.04520612F, -0.08078485F, -0.15456906F, -0.068948485F,
    0.1861497F, 0.12787017F, 0.1630725F, 0.3761642F, 0.046768054F, -0.31130743F, 0.22894254F,
    -0.1193833F, -0.1413744F, 0.010867101F, 0.044992026F, -0.24209973F, 0.04959448F, -0.47320643F,
    0.017534174F, -0.032115776F, -0.034937058F, -0.21295875F, 0.26093072F, -0.07275552F,
    0.28866765F, 0.16432226F, 0.057052787F, -0.07579019F, -0.26587883F, -0.15495865F, 0.13724919F,
    0.22139764F, -0.11906828F, 0.17612788F, 0.008412516F, 0.08036794F, 0.18347362F, 0.007824562F,
    0.08155193F, 0.047707636F, -0.1380597F, 0.007923606F, 0.009234879F, 0.082665205F, 0.17432538F,
    -0.050293826F, -0.06348354F, -0.021041559F, -0.051057614F, 0.10782485F, -0.018181613F,
    0.39387095F, 0.02328077F, 0.30458733F, 0.32912388F, -0.20428951F, -0.018157007F, 0.06302157F,
    -0.3103431F, -0.021938717F, 0.028601842F, 0.11684459F, -0.18378791F, 0.0335126F, 0.022564474F,
    -0.16854997F, 0.10246796F, 0.08787094F, -0.3112211F, 0.041544694F, 0.19740215F, 0.6341291F,
    -0.011416884F, -0.060850527F, -0.14406681F, -0.14821959F, -0.30191815F, 0.17183918F,
    -0.27038774F, 0.037772972F, -0.28854468F, 0.074487865F, -0.33597964F, 0.21104673F, 0.15222348F,
    0.0023623996F, 0.13674055F, 0.022494303F, 0.093032055F, 0.057082072F, 0.074987374F, -0.0736603F,
    0.07367663F, 0.039520975F, 0.03297358F, -0.18342082F, 0.25093243F, 0.1841236F, -0.25937653F,
    -0.46644673F, -0.19300367F, 0.26118466F, 0.09725487F, -0.20355494F, -0.12954983F, -0.22471192F,
    -0.30735677F, -0.2575775F, -0.24129419F, -0.042386603F, 0.33428013F, -0.21959925F,
    -0.010229608F, 0.08315008F, 0.2549872F, 0.056827188F, -0.4241578F, -0.114846736F, 0.13154988F,
    0.060849063F, 0.11733726F, -0.0071299705F, 0.06978016F, -0.24725392F, -0.02056767F,
    -0.16575742F, -0.22113249F, 0.09543736F, 0.018200569F, -0.08831354F, 0.54292876F, -0.28718102F,
    0.1821307F, 0.22763617F, -0.052625395F, -0.3165772F, 0.02776384F, -0.25498676F, 0.26020092F,
    -0.24581459F, -0.16134652F, -0.14203908F, 0.123764664F, 0.28965938F, 0.31210902F, 0.29627126F,
    0.18282054F, -0.18228158F, -0.1531177F, 0.14566785F, -0.11006342F, 0.20507276F, 0.17179677F,
    -0.33617267F, 0.1742868F, -0.36371344F, 0.28479752F, -0.034226425F, -0.33559892F, -0.011971797F,
    -0.1699467F, 0.27480444F, -0.0053210254F, -0.051767766F, -0.082289524F, 0.081435464F,
    -0.020691609F, -0.14860962F, -0.08993229F, -0.1019973F, -0.08793131F, 0.17951147F, -0.28629097F,
    0.064783566F, -0.46606833F, -0.19354475F, 0.15694F, 0.11384072F, -0.056131735F, 0.0025376943F,
    -0.043110445F, 0.22574003F, 0.075819254F, -0.050351016F, -0.18009622F, 0.18196434F,
    -0.16891691F, -0.38794345F, -0.17793356F, -0.066671334F, 0.06014734F, 0.072343625F,
    -0.21556437F, -0.09062855F, -0.06621069F, -0.3326332F, 0.20475526F, 0.1510604F, 0.10918929F,
    0.099674396F, 0.11529841F, -0.119359575F, -0.25546134F, -0.12543945F, 0.12542117F, -0.03569838F,
    0.18107912F, -0.22335361F, 0.3346722F, 0.18351026F, -0.13805665F, 0.06468173F, 0.38789535F,
    -0.053000625F, 0.012039703F, -0.033608347F, -0.42352247F, -0.15267493F, 0.077940606F,
    0.05163791F, -0.09255862F, -0.056011967F, 0.015122788F, -0.1558883F, -0.08098511F, -0.17513604F,
    0.06456373F, -0.054574233F, 0.17108849F, -0.18851191F, 0.063869186F, 0.33640626F, 0.0007400693F,
    0.023438966F, -0.22373761F, -0.012956292F, -0.1951069F, 0.08417392F, -0.0075347414F,
    -0.17952584F, -0.0018588888F, 0.2528937F, 0.008307577F, -0.09895183F, -0.023876695F,
    -0.044433977F, -0.21238773F, -0.28180814F, 0.29496598F, -0.0019850505F, -0.098952696F,
    0.07635297F, -0.09951698F, -0.33422634F, 0.08672603F, 0.04028971F, 0.17988235F, -0.46666536F,
    -0.00965913F, -0.028591018F, -0.40940818F, 0.14264506F, -0.074462384F, -0.089657694F,
    0.36965144F, -0.029221337F, 0.29880208F, -0.085141785F, -0.13350616F, 0.10884112F, 0.012215267F,
    -0.09573153F, -0.17404023F, -0.07595871F, -0.079257675F, 0.21709958F, 0.11133212F, 0.35071528F,
    -0.42802653F, -0.020087954F, -0.37751195F, 0.05831666F, 0.17698057F, 0.012615041F, 0.11181102F,
    0.124421746F, -0.1567811F, -0.050930567F, -0.0007808191F, 0.29426664F, 0.018013706F,
    -0.025772274F, 0.118394785F, 0.055728804F, -0.19428228F, 0.21175408F, -0.089829735F,
    0.0033253208F, 0.047376808F, 0.17421432F, 0.0033262447F, 0.0053327642F, 0.11954438F,
    0.14177725F, 0.070534244F, 0.14864653F, 0.23093021F, -0.18319556F, -0.13448234F, -0.1952087F,
    0.26217386F, 0.008663924F, 0.38595247F, 0.14935718F, -0.15974F, 0.19072038F, -0.098663725F,
    -0.20604397F, -0.0512198F, -0.24833934F, -0.3359714F, -0.06984189F, 0.101468F, -0.091160625F,
    -0.28681883F, -0.27633145F, -0.016818292F, 0.07539652F, -0.22681785F, -0.33731288F, 0.15961511F,
    0.29368976F, -0.11770919F, 0.05018336F, 0.07017365F, 0.05936715F, -0.19813682F, 0.0238317F,
    0.07521625F, -0.1696216F, 0.06402445F, -0.10581384F, 0.26201087F, -0.09213035F, -0.18141736F,
    0.20647304F, 0.24804081F, -0.049920026F, 0.18994986F, 0.0840722F, 0.28122476F, -0.07390898F,
    -0.24980785F, 0.014071766F, -0.19868727F, -0.039204434F, -0.21077265F, -0.016563348F,
    0.08400281F, 0.076738335F, -0.025476988F, 0.21399774F, -0.19887552F, 0.15397146F, -0.20455311F,
    0.28466204F, 0.17488988F, -0.081719026F, -0.13903664F, -0.15269738F, 0.0045774695F, 0.03490777F,
    -0.08186611F, -0.2214842F, -0.1821153F, 0.121873215F, -0.18204603F, 0.13309182F, 0.19021706F,
    -0.27733895F, 0.11639461F, 0.017839598F, -0.37179202F, 0.22118504F, 0.44774276F, 0.058068514F,
    -0.044293117F, -0.100978844F, 0.1292844F, -0.19834645F, -0.13238063F, -0.115473926F,
    0.24072228F, 0.21861966F, -0.19952735F, 0.06514613F, 0.10249531F, -0.20261708F, 0.06860439F,
    0.19900735F, -0.121527754F, 0.029629279F, 0.0667454F, 0.4029529F, 0.03896821F, -0.24022071F,
    -0.058722302F, 0.02113196F, -0.08587019F, -0.19225276F, -0.2597583F, 0.141485F, -0.005536137F,
    0.1325894F, 0.035143312F, 0.37062117F, -0.040061958F, -0.027898787F, -0.24607778F, 0.004040545F,
    0.18407524F, 0.108168766F, 0.0891825F, -0.16044235F, -0.3621985F};

// policy.block0.mlp.down.bias [1 x 16]
alignas(64) inline constexpr float kPolicyBlock0MlpDownBias[] = {
    0.020609703F, -0.042561647F, 0.045005575F, -0.010017794F, 0.057024904F, 0.006317591F,
    -0.021177262F, -0.08941144F, 0.008789793F, -0.03250997F, 0.010053715F, 0.030408574F,
    -0.05678657F, 0.051002096F, 0.023068585F, -0.02673172F};

inline constexpr Block kPolicyBlock0 = {
    weights::kPolicyBlock0AttentionNormGain,
    weights::kPolicyBlock0AttentionNormBias,
    weights::kPolicyBlock0AttentionQueryWeight,
    weights::kPolicyBlock0AttentionQueryBias,
    weights::kPolicyBlock0AttentionKeyWeightTransposed,
    weights::kPolicyBlock0AttentionValueWeight,
    weights::kPolicyBlock0AttentionValueBias,
    weights::kPolicyBlock0AttentionOutputWeight,
    weights::kPolicyBlock0AttentionOutputBias,
    weights::kPolicyBlock0MlpNormGain,
    weights::kPolicyBlock0MlpNormBias,
    weights::kPolicyBlock0MlpUpWeight,
    weights::kPolicyBlock0MlpUpBias,
    weights::kPolicyBlock0MlpDownWeight,
    weights::kPolicyBlock0MlpDownBias};

// policy.head.move.bias [1 x 3]
alignas(64) inline constexpr float kPolicyHeadMoveBias[] = {
    -0.062602244F, 0.12693065F, -0.09819669F};

// policy.head.move.weight [16 x 3]
alignas(64) inline constexpr float kPolicyHeadMoveWeight[] = {
    -0.17716055F, 0.16594936F, -0.013658821F, 0.1840766F, -0.1947282F, 0.047623612F, -0.24223782F,
    0.22840798F, -0.017040402F, 0.1644362F, -0.044007625F, -0.121995285F, 0.14718424F, 0.04197844F,
    -0.19449249F, -0.14240365F, 0.14403981F, 0.0037506218F, 0.09439642F, -0.07567382F,
    -0.011229726F, 0.127157F, -0.22671814F, 0.16427681F, 0.18702726F, -0.044588916F, -0.14428887F,
    -0.07180914F, -0.08223744F, 0.16657652F, -0.08923053F, 0.13562952F, -0.056351103F, 0.13854505F,
    0.10621371F, -0.26737964F, 0.04458218F, -0.028538026F, -0.035636004F, -0.10072727F, 0.03576736F,
    0.078055955F, -0.20976216F, 0.1735727F, 0.015720427F, -0.046232153F, -0.23173054F, 0.30090785F};

}  // namespace weights

/// Where the agent is and faces, by its own features.
inline Pose pose_of(const Observation& seen) {
  Pose pose;
  pose.x = static_cast<double>(seen.self.x) * 1.0;
  pose.y = static_cast<double>(seen.self.y) * 1.0;
  face(pose, static_cast<double>(seen.self.cos_heading) * 1.0,
       static_cast<double>(seen.self.sin_heading) * 1.0);
  return pose;
}

/// The 4 features of token i of "self".
inline void features_of_self([[maybe_unused]] const Observation& seen, [[maybe_unused]] const Pose& pose,
    [[maybe_unused]] std::size_t i, [[maybe_unused]] float* row) {
  const auto& entity = seen.self;
  row[0] = entity.x;
  row[1] = entity.y;
  row[2] = entity.cos_heading;
  row[3] = entity.sin_heading;
  move(pose, {0, 1, 1.0, 1.0}, true, row);
  move(pose, {2, 3, 1.0, 1.0}, false, row);
  normalise_features({weights::kSelfMean, weights::kSelfScale}, 4, row);
}

/// The 2 features of token i of "target".
inline void features_of_target([[maybe_unused]] const Observation& seen, [[maybe_unused]] const Pose& pose,
    [[maybe_unused]] std::size_t i, [[maybe_unused]] float* row) {
  const auto& entity = seen.target;
  row[0] = entity.x;
  row[1] = entity.y;
  move(pose, {0, 1, 1.0, 1.0}, true, row);
  normalise_features({weights::kTargetMean, weights::kTargetScale}, 2, row);
}

/// The 2 features of token i of "mine".
inline void features_of_mine([[maybe_unused]] const Observation& seen, [[maybe_unused]] const Pose& pose,
    [[maybe_unused]] std::size_t i, [[maybe_unused]] float* row) {
  const auto& entity = seen.mine.data[i];
  row[0] = entity.x;
  row[1] = entity.y;
  move(pose, {0, 1, 1.0, 1.0}, true, row);
  normalise_features({weights::kMineMean, weights::kMineScale}, 2, row);
}

/// The agent's vector [kWidth], as the policy reads it.
inline void encode_policy(const Observation& seen, [[maybe_unused]] const Pose& pose,
    [[maybe_unused]] const Work& work, float* out) {
  std::size_t tokens = 0;
  {  // self
    const std::size_t count = 1;
    float* const x = work.x + tokens * kWidth;
    embed<4>(
        count, [&](std::size_t i, float* row) { features_of_self(seen, pose, i, row); },
        {weights::kPolicyEntitySelfEmbedWeight, weights::kPolicyEntitySelfEmbedBias}, x);
    tokens += count;
  }
  {  // target
    const std::size_t count = 1;
    float* const x = work.x + tokens * kWidth;
    embed<2>(
        count, [&](std::size_t i, float* row) { features_of_target(seen, pose, i, row); },
        {weights::kPolicyEntityTargetEmbedWeight, weights::kPolicyEntityTargetEmbedBias}, x);
    tokens += count;
  }
  {  // mine
    const std::size_t count = seen.mine.count;
    float* const x = work.x + tokens * kWidth;
    embed<2>(
        count, [&](std::size_t i, float* row) { features_of_mine(seen, pose, i, row); },
        {weights::kPolicyEntityMineEmbedWeight, weights::kPolicyEntityMineEmbedBias}, x);
    tokens += count;
  }
  const std::size_t entities = tokens;
  read_out(weights::kPolicyBlock0, work, entities, {work.record + 0 * kHeads * tokens, tokens}, out);
  layer_norm<kWidth>(out, 1, weights::kPolicyNormGain, weights::kPolicyNormBias, out);
}

/// What is remembered from step to step.
struct State {
};

inline Status decide(const Observation& seen, const Work& work,
                     [[maybe_unused]] State& state, Decision& decision) {
  std::size_t room = work.capacity;
  if (room < 2) return Status::kTooManyTokens;
  room -= 2;
  const std::size_t counts[] = {seen.mine.count};
  for (const std::size_t count : counts) {
    if (room < count) return Status::kTooManyTokens;
    room -= count;
  }
  decision = Decision();
  const Pose pose = pose_of(seen);
  float vector[kWidth];
  encode_policy(seen, pose, work, vector);
  decision.tokens = 1 + 1 + seen.mine.count;
  decision.attention = work.record;
  {  // move
    linear<16, 3>(vector, 1, weights::kPolicyHeadMoveWeight, weights::kPolicyHeadMoveBias, decision.move_probabilities);
    decision.move = static_cast<decltype(decision.move)>(choose(decision.move_probabilities, 3, nullptr));
  }
  return Status::kOk;
}

template <std::size_t kMaxTokens>
struct Held {
  Storage<kMaxTokens> storage;
  State state;
};

}  // namespace detail

template <std::size_t kMaxTokens>
void Policy<kMaxTokens>::reset() {
  held_.state = detail::State();
}

template <std::size_t kMaxTokens>
Status Policy<kMaxTokens>::decide(const Observation& seen, Decision& decision) {
  return detail::decide(seen, held_.storage.work(), held_.state, decision);
}

}  // namespace minefield
