// A policy for minefield, trained with Saccade for 2007040 steps; weights 4b06da50b548a121.
//
//   minefield::Policy<64> policy;  // Remembers an episode, if it does; some kB.
//   minefield::Observation seen;  // Fill it in: 1 self, 1 target, mine.
//   minefield::Decision decision;
//   policy.reset();  // When an episode begins.
//   if (policy.decide(seen, decision) == minefield::Status::kOk) ...  // At each step.
//
// It needs C++17 and nothing else: no library, no allocation, no exceptions.  Policies of
// different headers fit in one program; each object is for one thread and one agent.
// clang-format off
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

/// A place or a velocity in the plane of the world; unknown unless it is given.
struct Vector {
  float x = 0, y = 0;
  bool known = false;

  constexpr Vector() = default;
  constexpr Vector(float x_value, float y_value) : x(x_value), y(y_value), known(true) {}
};

/// "self", the agent itself.
struct Self {
  float x = 0;
  float y = 0;
  float cos_heading = 0;
  float sin_heading = 0;
  Vector position;  // World units.
};

/// "target".
struct Target {
  float x = 0;
  float y = 0;
  Vector position;  // World units.
};

/// "mine".
struct Mine {
  float x = 0;
  float y = 0;
  Vector position;  // World units.
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

/// The first number if the condition holds, else the second, without a branch: then loops can be
/// made of vectors.
inline float choose_number(bool condition, float first, float second) {
  const std::uint32_t mask = 0U - static_cast<std::uint32_t>(condition);
  return bits_as<float>((bits_as<std::uint32_t>(first) & mask) |
                        (bits_as<std::uint32_t>(second) & ~mask));
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
  return x <= 3.40282347e38F ? result : x;
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

constexpr std::size_t kWidth = 24;  // Of the agent's vector, and of tokens'.
constexpr std::size_t kHidden = 24;  // Between two layers.
constexpr std::size_t kHeads = 4;  // Of attention.
constexpr std::size_t kHeadWidth = 6;  // Of one of them.
constexpr std::size_t kLayers = 1;  // In which the agent's query weighs tokens.
constexpr float kScale = 0.4082483F;  // Of scores.
constexpr float kFrequency = 0.007853982F;  // Of the longest wave of places, rad per world unit.
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

struct EmbeddingWeights {
  const float *weight, *bias;     // [features x kWidth], [kWidth]
};

/// Vectors x [count x kWidth] of tokens of one type; read(i, row) writes the features of token i.
template <std::size_t kFeatures, class Read>
inline void embed(std::size_t count, const Read& read, const EmbeddingWeights& embedding,
                  float* x) {
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
  float* motion;               // [capacity x 4] place as seen from the agent's, velocity.
  std::uint8_t* known;         // [capacity] of these: kPlaceKnown, kVelocityKnown.
};

template <std::size_t kMaxTokens>
struct Storage {
  float x[kMaxTokens * kWidth] = {};
  float normalised[kMaxTokens * kWidth] = {};
  float weights[kHeads * kMaxTokens] = {};
  float record[kLayers * kHeads * kMaxTokens] = {};
  float motion[4 * kMaxTokens] = {};
  std::uint8_t known[kMaxTokens] = {};

  Work work() {
    Work all{};
    all.capacity = kMaxTokens;
    all.x = x;
    all.normalised = normalised;
    all.weights = weights;
    all.record = record;
    all.motion = motion;
    all.known = known;
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
struct OwnPose {
  double x = 0, y = 0;
  double cosine = 1, sine = 0;
};

inline float as_float(double value) {
  constexpr double kMost = 3.4028234663852886e38;
  const double below = value < kMost ? value : kMost;
  return static_cast<float>(below > -kMost ? below : -kMost);
}

inline void face(OwnPose& pose, double angle) {
  const SineCosine of = sine_cosine(angle);
  pose.cosine = of.cosine;
  pose.sine = of.sine;
}

/// Along (x, y); along the x axis if that is (0, 0).
inline void face(OwnPose& pose, double x, double y) {
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
inline void turn(const OwnPose& pose, float* vector) {
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
inline void move(const OwnPose& pose, const Pair& pair, bool is_place, float* features) {
  double x = static_cast<double>(features[pair.x]) * pair.unit_x - (is_place ? pose.x : 0);
  double y = static_cast<double>(features[pair.y]) * pair.unit_y - (is_place ? pose.y : 0);
  const double along = x * pose.cosine + y * pose.sine, across = y * pose.cosine - x * pose.sine;
  features[pair.x] = as_float(along / pair.unit_x);
  features[pair.y] = as_float(across / pair.unit_y);
}

constexpr std::uint8_t kPlaceKnown = 1, kVelocityKnown = 2;

inline bool is_known(const Vector& vector) {
  return vector.known && vector.x - vector.x == 0 && vector.y - vector.y == 0;
}

/// Far from the world's origin places have not enough digits to compare distances: they are kept as
/// seen from the agent, or from (0, 0) if it has no place.
inline Vector origin_of(const Vector& agent) {
  return is_known(agent) ? agent : Vector(0, 0);
}

/// The place of a token, as seen from the origin; its velocity is unknown until it is set.
inline void set_place(const Work& work, std::size_t token, const Vector& place) {
  float* const motion = work.motion + 4 * token;
  const bool known = is_known(place);
  work.known[token] = known ? kPlaceKnown : 0;
  for (std::size_t i = 0; i < 4; ++i) motion[i] = 0;
  if (!known) return;
  motion[0] = place.x;
  motion[1] = place.y;
}

inline Vector difference(const Vector& to, const Vector& from) {
  return is_known(to) ? Vector(to.x - from.x, to.y - from.y) : Vector();
}

/// All of it as the agent sees it.
inline void turn_motions(const Work& work, std::size_t tokens, const OwnPose& pose) {
  for (std::size_t i = 0; i < 2 * tokens; ++i) turn(pose, work.motion + 2 * i);
}

/// sin and cos of the longest wave, then of those half as long.
inline void fill_octaves(float place, float* waves) {
  const SineCosine first = sine_cosine(static_cast<double>(kFrequency * place));
  float sine = static_cast<float>(first.sine), cosine = static_cast<float>(first.cosine);
  for (std::size_t k = 0; k < 8; ++k) {
    waves[2 * k] = sine;
    waves[2 * k + 1] = cosine;
    const float doubled = 2 * sine * cosine;
    cosine = 1 - 2 * sine * sine;
    sine = doubled;
  }
}

/// A linear map of waves of each place + (move_x, move_y); nothing where the place is unknown.
inline void add_fourier(const Work& work, std::size_t tokens, float move_x, float move_y,
                        const float* table) {
  for (std::size_t token = 0; token < tokens; ++token) {
    if ((work.known[token] & kPlaceKnown) == 0) continue;
    float waves[32];
    fill_octaves(work.motion[4 * token] + move_x, waves);
    fill_octaves(work.motion[4 * token + 1] + move_y, waves + 16);
    add_product<kWidth>(waves, 32, 1, 32, table, work.x + token * kWidth);
  }
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
  const float below = choose_number(x < 89.0F, x, 89.0F);
  const float limited = choose_number(below > -104.0F, below, -104.0F);
  const int n =
      static_cast<int>(limited * kLog2E + 256.5F) - 256;  // The nearest, for all in range.
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
  return choose_number(x != x, x, result);
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
struct TokenRange {
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
    0.0F,0.0F,1.0F,6.315312e-20F};

// 1 / deviation of the features of self.
alignas(64) inline constexpr float kSelfScale[] = {
    100.0F,100.0F,100.0F,100.0F};

// Means of the features of target.
alignas(64) inline constexpr float kTargetMean[] = {
    0.5737381F,-0.02713204F};

// 1 / deviation of the features of target.
alignas(64) inline constexpr float kTargetScale[] = {
    1.8416785F,2.5342398F};

// Means of the features of mine.
alignas(64) inline constexpr float kMineMean[] = {
    0.030724617F,-0.029402671F};

// 1 / deviation of the features of mine.
alignas(64) inline constexpr float kMineScale[] = {
    1.3079734F,1.3188624F};

// policy.entity.self.embed.bias [1 x 24]
alignas(64) inline constexpr float kPolicyEntitySelfEmbedBias[] = {
    -0.31872103F,0.066923365F,0.08783928F,0.1522078F,0.11876231F,0.16402227F,-0.022558026F,
    -0.28946108F,0.3311064F,-0.11218052F,0.099260926F,0.40812644F,0.008812092F,0.3156966F,
    0.0924512F,-0.21332085F,0.15823872F,0.303899F,-0.23947226F,0.011134829F,0.3541998F,-0.05569321F,
    0.07435086F,0.07527076F};

// policy.entity.self.embed.weight [4 x 24]
alignas(64) inline constexpr float kPolicyEntitySelfEmbedWeight[] = {
    0.20141655F,-0.39366254F,0.35428366F,-0.06832203F,-0.09665163F,-0.17686205F,-0.45802084F,
    0.051347986F,-0.13949741F,-0.17265195F,-0.019509796F,0.041793093F,-0.17595959F,0.0072090114F,
    -0.11254569F,-0.124609046F,-0.35376567F,0.13593666F,-0.09859331F,-0.21482223F,0.15360658F,
    0.18767938F,-0.13918278F,-0.18150261F,0.24288107F,-0.09832368F,0.19088295F,-0.11827138F,
    0.19577889F,0.28393188F,0.3050317F,-0.4015961F,0.2866308F,0.15042698F,-0.31293556F,
    -0.019545047F,-0.3025054F,-0.12669316F,-0.0004783199F,-0.17815448F,-0.07151128F,0.0828135F,
    -0.014552418F,0.026648741F,-0.28313532F,0.011228578F,-0.17154501F,-0.20648737F,0.04683636F,
    -0.19860262F,0.17972633F,0.018573932F,0.21632612F,-0.29363063F,-0.005209554F,-0.119998574F,
    0.15254246F,0.12004855F,0.45953712F,-0.0048975446F,-0.08917931F,-0.09288144F,-0.09543091F,
    0.14053546F,-0.16753075F,-0.105408944F,0.19471455F,-0.088024445F,-0.26611847F,-0.4065783F,
    -0.07379445F,0.39686626F,-0.039035153F,0.10928315F,-0.14725786F,-0.18972903F,-0.2099363F,
    -0.4317298F,0.12419581F,-0.13701124F,0.08800438F,0.2235443F,-0.18109857F,0.0064571304F,
    0.08039601F,0.18092154F,0.14029147F,0.40253833F,-0.27054724F,0.005483806F,-0.32782838F,
    0.06276453F,0.03545083F,-0.03823433F,-0.39915827F,-0.07770521F};

// policy.entity.target.embed.bias [1 x 24]
alignas(64) inline constexpr float kPolicyEntityTargetEmbedBias[] = {
    -0.111082084F,0.10595312F,0.020030808F,-0.3518919F,0.2629799F,0.37403443F,0.2663469F,
    0.041819148F,0.07070297F,-0.12911515F,-0.15727662F,0.24578647F,0.2229451F,0.12539865F,
    -0.24364595F,0.08627401F,0.14836852F,-0.15821639F,0.23759738F,-0.07157358F,-0.17597185F,
    -0.2726136F,-0.25950477F,0.2469266F};

// policy.entity.target.embed.weight [2 x 24]
alignas(64) inline constexpr float kPolicyEntityTargetEmbedWeight[] = {
    -0.17750074F,-0.26214036F,-0.23793317F,0.3078536F,0.31484386F,0.0032182964F,-0.034586407F,
    -0.04947794F,-0.16688566F,-0.25005877F,0.15500727F,-0.08905451F,-0.19432282F,0.10029104F,
    -0.32173577F,-0.08516681F,-0.12533203F,0.09243617F,-0.27622306F,0.24314633F,-0.12349423F,
    -0.07728472F,-0.24266681F,-0.2825046F,-0.14118055F,-0.36978984F,-0.053351745F,0.057254873F,
    0.07011584F,0.16550514F,0.42458007F,-0.13406451F,0.051601384F,0.50891954F,-0.08956478F,
    -0.29703453F,0.03057793F,0.26418126F,0.283153F,-0.13219823F,-0.26279232F,0.03184546F,0.222958F,
    -0.19125591F,0.20054927F,-0.0732938F,0.38452202F,-0.15128395F};

// policy.entity.mine.embed.bias [1 x 24]
alignas(64) inline constexpr float kPolicyEntityMineEmbedBias[] = {
    -0.021355284F,-0.028913362F,-0.05976905F,0.12545907F,-0.35933554F,-0.12144995F,0.12254759F,
    -0.20829971F,0.014541168F,-0.15500635F,0.0720855F,-0.3341227F,0.029058196F,0.31979042F,
    -0.2938237F,0.081943884F,-0.2538817F,0.025209008F,0.3251996F,-0.2097928F,0.13820538F,
    -0.1524746F,0.1526522F,-0.11638042F};

// policy.entity.mine.embed.weight [2 x 24]
alignas(64) inline constexpr float kPolicyEntityMineEmbedWeight[] = {
    -0.238909F,0.08674542F,0.37277403F,0.01807318F,0.014196504F,0.07830483F,-0.0284433F,0.28161013F,
    0.42745498F,0.25847274F,0.124397084F,0.27400815F,0.19579054F,-0.3893391F,0.1729228F,
    -0.034346048F,0.08021482F,0.11861943F,-0.086402416F,-0.59615946F,0.2158059F,-0.13472746F,
    -0.05950813F,-0.022269992F,0.2391887F,0.31870434F,0.2126308F,-0.2216653F,0.02181692F,
    -0.16319574F,-0.16231903F,0.058450818F,-0.18891531F,0.37839442F,0.42949474F,-0.055480123F,
    0.25673613F,-0.023207374F,-0.00084048894F,-0.4488948F,-0.11963658F,-0.020429181F,0.006259117F,
    0.23444624F,-0.17643023F,0.16530696F,-0.026420122F,0.014173876F};

// policy.norm.bias [1 x 24]
alignas(64) inline constexpr float kPolicyNormBias[] = {
    -0.08686313F,0.12717445F,0.18379542F,0.092591844F,0.14706334F,-0.20545872F,-0.19573939F,
    0.008846641F,-0.17725135F,0.15876706F,-0.13683404F,0.07269161F,0.19296959F,0.08823872F,
    0.1275101F,0.1692578F,-0.12609881F,0.016522447F,-0.18054296F,0.17710674F,0.19983956F,
    -0.038299162F,-0.114355214F,-0.102372706F};

// policy.norm.gain [1 x 24]
alignas(64) inline constexpr float kPolicyNormGain[] = {
    1.3894156F,1.4101291F,1.4547987F,1.2389557F,1.24518F,1.343765F,1.4661934F,1.3170986F,1.4116983F,
    1.3507112F,1.2267574F,1.3351363F,1.4691702F,1.2670152F,1.3392528F,1.1584723F,1.3509979F,
    1.3160477F,1.4190503F,1.2501246F,1.458891F,1.1511363F,1.3348179F,1.4056014F};

// policy.block0.attention.norm.gain [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionNormGain[] = {
    0.98592055F,0.9668512F,0.945091F,1.0786947F,1.0296884F,1.0439506F,1.0939358F,1.009377F,
    1.0160553F,0.99047005F,1.0117847F,1.005219F,1.1162145F,1.0492628F,1.0320683F,0.999964F,
    0.98696285F,0.96551555F,0.9745723F,0.98331636F,1.0538485F,0.9814196F,1.0384407F,1.0345684F};

// policy.block0.attention.norm.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionNormBias[] = {
    0.007982175F,-0.019054638F,-0.0034995046F,0.018511679F,0.05792459F,0.026164176F,-0.024369283F,
    0.0029701437F,0.021848904F,0.029782379F,-0.018854978F,0.013237972F,-0.030058147F,-0.014785939F,
    0.038004596F,0.0051243478F,0.024392098F,0.0012184225F,-0.032883182F,-0.00056859263F,
    0.010245757F,-0.015592953F,0.010674185F,-0.0123836715F};

// policy.block0.attention.query.weight [24 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionQueryWeight[] = {
    -0.20566212F,0.3279653F,0.08049513F,-0.065174565F,-0.2616582F,-0.20340177F,-0.3036236F,
    0.05735076F,0.2701753F,-0.09541939F,-0.00091197155F,-0.13564481F,-0.026359156F,-0.014408334F,
    0.28535706F,-0.2931019F,-0.20774865F,-0.5287908F,0.09249912F,-0.1507947F,0.052376702F,
    0.15253496F,-0.0457975F,-0.026943572F,-0.12807995F,-0.16834795F,-0.12559566F,0.01534183F,
    -0.14640756F,-0.021447891F,0.26213607F,-0.047737405F,0.2791305F,0.0051921643F,0.035623353F,
    -0.20094684F,0.14924905F,-0.46642423F,0.012687805F,0.094809495F,0.48779178F,-0.2607159F,
    0.09958653F,-0.033237997F,0.055777993F,0.2181016F,0.044002615F,0.2613034F,0.20079863F,
    0.3290083F,-0.107287005F,0.44243833F,0.0027413494F,-0.09511204F,0.051675472F,-0.07678353F,
    0.007841942F,-0.17705771F,-0.018688338F,-0.14044635F,0.06372101F,0.19574851F,-0.11280482F,
    -0.28539512F,0.33730385F,0.16657564F,0.04606226F,0.055435136F,-0.054052226F,0.45378885F,
    -0.158499F,0.018058037F,-0.094483174F,0.19512853F,-0.5226825F,0.30074605F,0.15324925F,0.29027F,
    -0.050784107F,0.23851757F,-0.16657749F,-0.066092625F,-0.13066518F,0.19679047F,-0.13776042F,
    0.072512515F,0.05340142F,0.11532007F,-0.10732908F,-0.0054150806F,0.083038144F,-0.1601242F,
    -0.17572188F,-0.11556922F,0.6809566F,0.04413335F,-0.31401694F,0.4767959F,0.018313847F,
    -0.07793906F,0.22350122F,0.23308586F,-0.30370495F,0.08912093F,0.0074020918F,-0.031425484F,
    0.16592285F,0.37940225F,-0.074963495F,-0.03531989F,-0.27855644F,0.07789482F,0.20165046F,
    0.04578082F,-0.03787893F,0.09704216F,0.019666092F,-0.16429135F,-0.13380975F,0.40910026F,
    0.0469617F,-0.10702392F,0.39380375F,0.054239042F,0.2770158F,0.27382717F,-0.0032343902F,
    0.09222772F,0.07585062F,-0.044084895F,-0.09946289F,0.49071857F,0.37853274F,-0.018606506F,
    0.18454221F,-0.030691866F,-0.17882574F,0.031812385F,0.2093619F,0.08051455F,-0.2995276F,
    0.30621886F,0.23077165F,0.10645433F,-0.038146105F,-0.0043816147F,-0.08450636F,0.06321245F,
    0.05810826F,-0.25205916F,0.32433507F,0.16880144F,0.24444649F,-0.015844237F,0.69697297F,
    0.0046632322F,0.16293898F,0.009562288F,-0.16192724F,-0.016637852F,-0.010007895F,-0.19041933F,
    0.051720254F,-0.049036097F,-0.26943013F,-0.124196336F,-0.14825888F,-0.3610273F,0.057079867F,
    -0.016166173F,0.0624572F,0.18739523F,-0.26399902F,-0.63781285F,-0.029040402F,-0.46471518F,
    0.45421508F,0.016029729F,-0.20329848F,0.11847017F,0.16607362F,-0.056668457F,-0.31502017F,
    0.056869384F,0.05028552F,-0.13069093F,-0.1594972F,-0.029270489F,-0.11947492F,-0.22833021F,
    0.14240816F,-0.027428014F,-0.14728506F,0.099581756F,0.3809111F,0.19462553F,0.28208366F,
    0.21642357F,0.12262835F,0.09218664F,-0.4138298F,0.11287937F,-0.1990584F,0.10446061F,-0.3469743F,
    0.019969627F,-0.036837224F,0.25764275F,0.056488972F,-0.25095645F,-0.35941875F,-0.38774896F,
    -0.26832014F,0.14820422F,0.008714021F,-0.045351878F,-0.013559498F,0.18702993F,0.036958553F,
    0.099623024F,-0.14682414F,0.13540193F,0.17176153F,0.11086122F,0.22934318F,0.39789182F,
    -0.30540416F,-0.300654F,0.34885648F,-0.09457562F,-0.051430084F,-0.18736544F,0.02905524F,
    0.10911418F,0.2159858F,-0.22139673F,-0.1621342F,-0.40417868F,-0.2860409F,-0.058308553F,
    0.11486559F,-0.04598206F,0.28655306F,-0.055629384F,-0.26769805F,0.17140548F,0.17819373F,
    0.18394467F,-0.24215175F,-0.5132767F,0.011496718F,-0.040625136F,0.00082558114F,0.2371162F,
    -0.315533F,0.11922809F,-0.13717668F,-0.1183271F,0.24942645F,-0.239292F,0.029497681F,
    -0.14195918F,0.0749212F,0.3411023F,-0.10465867F,0.095050246F,0.113424495F,0.07636589F,
    -0.33258787F,0.17440215F,-0.06530748F,0.26077467F,-0.39876458F,0.24596538F,-0.13481455F,
    0.24430175F,-0.26200488F,-0.08206417F,-0.22166857F,0.28761005F,-0.02529689F,-0.065778345F,
    0.3594682F,0.4913798F,-0.14910735F,0.19005223F,0.13077152F,-0.17874904F,-0.092903584F,
    -0.20521492F,-0.29006764F,0.072670914F,-0.292879F,-0.03901113F,-0.26203206F,-0.0865065F,
    0.5497049F,-0.13048467F,-0.02126471F,-0.14862798F,0.13465482F,0.02238894F,-0.0439115F,
    0.37636814F,-0.088331506F,0.17173351F,0.03207531F,-0.3391004F,-0.11356775F,0.2767284F,
    -0.47644737F,-0.17378165F,-0.059796147F,0.07764779F,-0.3368283F,-0.4634522F,0.15966591F,
    -0.21402317F,0.4270355F,-0.3443792F,0.2488293F,0.17052573F,-0.19639407F,0.08679478F,
    -0.0074526817F,0.25692225F,-0.15751189F,-0.021404902F,-0.07120348F,-0.17398041F,0.2604001F,
    -0.14330031F,0.06854809F,0.23002863F,-0.21760666F,0.009825477F,-0.37562597F,-0.09977179F,
    0.19803594F,0.23425351F,0.13479567F,0.42669573F,0.22493789F,0.13030319F,0.2886633F,
    -0.049028657F,-0.093258314F,-0.118353896F,-0.22076066F,0.3255204F,-0.052759413F,0.06243795F,
    -0.12575342F,-0.061902527F,-0.19739416F,0.4335935F,0.20681547F,-0.034410432F,0.20021527F,
    0.0155638065F,0.29965395F,0.17212206F,0.08277329F,-0.2799944F,0.019838901F,0.025674975F,
    -0.114011906F,0.050215535F,0.36589092F,-0.1804372F,-0.15039189F,0.03246863F,0.08557663F,
    -0.06004786F,-0.11486178F,0.094510004F,0.37037972F,-0.035587683F,0.056463704F,-0.13785255F,
    0.31774166F,-0.05696196F,0.07111729F,-0.6339926F,0.28551224F,0.2743088F,0.0010475342F,
    -0.09436238F,0.13170943F,-0.02261907F,0.041744243F,0.56778365F,-0.13917199F,0.11513259F,
    -0.11090529F,-0.07854437F,0.17351401F,0.023353225F,-0.09539067F,0.3577208F,-0.30198696F,
    -0.04414744F,-0.42257547F,0.25257203F,-0.024901116F,0.18406372F,0.15609306F,0.30634084F,
    -0.26440132F,0.098750815F,-0.113324866F,-0.14339098F,-0.101202965F,0.20459446F,0.2523497F,
    0.13368051F,-0.24708562F,-0.4204746F,-0.2582738F,0.20178665F,0.04311663F,-0.3127679F,
    -0.1256154F,-0.26451236F,-0.19732186F,0.11476172F,-0.355292F,0.18773046F,-0.20016603F,
    0.04306869F,-0.023957675F,-0.13965784F,0.08690255F,-0.34040335F,-0.26895005F,0.28375727F,
    0.017422054F,-0.027852511F,-0.092133686F,0.05666522F,-0.07967058F,0.023955476F,-0.13480206F,
    0.3164728F,0.3113015F,0.08415366F,-0.08706689F,-0.09978345F,0.025470283F,-0.41407618F,
    -0.041219752F,-0.0019132565F,0.37074786F,-0.13666217F,-0.39278603F,-0.06686183F,0.066686615F,
    0.12412307F,0.050805006F,0.14370497F,0.08490404F,0.37967613F,-0.06023286F,-0.23949166F,
    -0.15071765F,0.19794933F,0.19533564F,-0.11136086F,0.04649198F,-0.32733753F,-0.4203323F,
    -0.088894F,-0.4041791F,-0.074994616F,-0.048749845F,-0.09482016F,0.271407F,0.23300727F,
    0.21396019F,-0.028460339F,-0.039042465F,0.031660985F,0.18324937F,0.2557672F,0.42269626F,
    -0.14525221F,0.1007849F,0.3768873F,-0.052114815F,-0.1836128F,-0.17366362F,0.1415305F,
    -0.49949944F,-0.40856302F,-0.08420801F,0.037588377F,-0.3692247F,0.23311849F,0.23242472F,
    0.044266164F,0.19876175F,0.0019757485F,0.031775087F,0.16706921F,0.09058049F,0.22159615F,
    -0.11186073F,0.12035461F,0.19004832F,-0.11880341F,0.030957334F,-0.5161057F,0.08584845F,
    -0.27110016F,-0.029117191F,-0.34196702F,0.21837208F,-0.092240416F,0.25661907F,0.28864336F,
    -0.047456607F,-0.29282188F,0.23247574F,0.19557413F,-0.09738836F,-0.21733238F,-0.3669628F,
    -0.20232427F,0.30851197F,0.21117628F,-0.024141412F,0.12619804F,-0.4300692F,0.083800636F,
    0.3436149F,-0.22536235F,0.23246466F,0.047588743F,0.1586372F,0.36273998F,-0.12660499F,
    -0.09036037F,0.37066478F,0.1268757F,-0.026872529F,0.048136983F,-0.13614494F,-0.10354201F,
    0.1840462F,-0.087656155F,-0.23239057F,0.017914305F,-0.48836923F,0.20578918F,0.0804724F,
    0.066034265F,-0.03186916F,-0.22279415F,0.14423268F,-0.115452155F,-0.1973938F,0.007248248F,
    0.07045752F,0.008154166F,0.38927996F,0.050658673F,0.16645965F,0.25462234F,-0.03533996F,
    0.25364655F,-0.0010891011F,-0.12509413F,0.37078622F,0.032687F,0.09545277F,-0.121814094F};

// policy.block0.attention.query.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionQueryBias[] = {
    -0.033651408F,0.036460474F,0.05482502F,0.045757562F,0.04511601F,0.07239645F,0.02033691F,
    0.14919673F,-0.13670217F,0.008842764F,-0.03114836F,0.05952331F,-0.077287965F,0.014223197F,
    -0.016412718F,-0.0030891376F,-0.04845117F,0.018514216F,-0.017568918F,0.032378975F,0.009609152F,
    0.033716757F,0.101369F,0.046792984F};

// policy.block0.attention.key.weight [24 x 24], transposed
alignas(64) inline constexpr float kPolicyBlock0AttentionKeyWeightTransposed[] = {
    -0.0035489253F,-0.34096116F,0.258257F,-0.1564506F,-0.058352534F,0.15844706F,0.033612337F,
    -0.044646114F,-0.15286104F,0.19069496F,0.10100828F,-0.0033484094F,0.23269704F,-0.48501456F,
    0.012254991F,-0.019454481F,-0.32218686F,-0.1991246F,0.106078714F,0.018583074F,-0.49201238F,
    0.22718306F,0.18037039F,-0.116746426F,0.33772668F,0.43165523F,0.3344571F,0.09091807F,
    -0.039233383F,0.22671182F,-0.07377593F,0.18414544F,0.045034938F,-0.17777929F,0.18339126F,
    -0.18154764F,-0.042980086F,-0.29565978F,0.0280036F,0.17076541F,0.39533257F,-0.10992064F,
    -0.18697272F,-0.00083197944F,0.0198855F,0.0686621F,-0.331778F,0.04566204F,0.42934373F,
    -0.1931663F,0.15108533F,-0.12678894F,0.40714216F,-0.0057766857F,0.075735755F,-0.08007819F,
    0.34656286F,-0.22357634F,0.03983998F,0.29101384F,-0.109333515F,-0.090345755F,0.29135835F,
    0.032114416F,0.008482978F,0.30764735F,0.035323605F,0.17085618F,-0.0817218F,-0.2795288F,
    -0.055227358F,0.28543136F,0.13524888F,0.17697717F,-0.23461938F,-0.06023552F,0.16152573F,
    0.29757398F,-0.46718642F,0.09414115F,-0.018037852F,0.05159544F,0.063809685F,0.38000116F,
    -0.20390557F,-0.05929693F,-0.045968357F,-0.19519024F,-0.08809052F,-0.13396682F,0.100455925F,
    0.08940447F,0.040472984F,-0.26738632F,-0.30279598F,-0.39363113F,-0.060809948F,-0.18353382F,
    0.3012043F,0.09064077F,0.325027F,-0.17922583F,0.05979108F,0.16158131F,-0.20060161F,-0.09208508F,
    -0.13487512F,0.40840116F,0.015210185F,0.20722033F,-0.3319458F,0.20657708F,0.22361967F,
    0.07980729F,-0.15397692F,0.16983755F,-0.10358612F,0.13048732F,-0.44846046F,-0.17205384F,
    -0.018210147F,0.41244778F,0.0054074F,-0.21689287F,0.02534625F,0.08795757F,-0.118064746F,
    0.3027472F,0.10119862F,-0.01365311F,-0.35737938F,0.26171595F,0.3185543F,0.20017727F,0.157089F,
    -0.11353379F,-0.10221595F,0.021198098F,-0.47724462F,0.21238999F,-0.17488393F,-0.023158522F,
    0.10702863F,0.101573214F,-0.015729744F,-0.10027849F,-0.20695837F,0.004379536F,-0.42650896F,
    -0.12829527F,0.2942721F,0.117187396F,-0.0022408874F,-0.19759019F,-0.38064414F,0.026826985F,
    -0.14510052F,-0.02945851F,0.4612178F,0.23044603F,0.03365308F,-0.010443968F,0.0967667F,
    0.27213034F,-0.12255872F,0.12409962F,-0.16223352F,-0.21098828F,0.23899989F,-0.27991545F,
    0.13741495F,0.28522778F,-0.28030732F,0.0826589F,-0.11579627F,-0.30781794F,0.2357631F,
    -0.09787895F,-0.19467884F,0.1273796F,-0.3911627F,-0.06477699F,-0.3993628F,-0.49948823F,
    0.06174504F,-0.4105792F,-0.16945893F,0.14247143F,0.0071890703F,0.045830674F,0.13441056F,
    0.119730555F,-0.0073647406F,0.042144544F,-0.03554012F,-0.36351994F,0.036267478F,-0.46954286F,
    0.0043560867F,0.28596932F,0.2935651F,-0.003668042F,0.12787864F,-0.37129223F,0.26754373F,
    0.12471033F,0.10286832F,-0.30581266F,0.14081916F,0.05327388F,-0.12193859F,-0.043330442F,
    -0.35379508F,-0.197795F,-0.48495892F,-0.104414776F,-0.31521335F,-0.12877204F,0.34792233F,
    -0.19348072F,-0.077685244F,-0.11212472F,-0.11319435F,-0.013179989F,-0.18500139F,-0.033256445F,
    0.17474975F,0.0041363253F,-0.016197277F,-0.1150201F,0.24740697F,0.07007053F,0.13234012F,
    -0.24983126F,-0.3199666F,0.2793842F,0.24628961F,-0.4467575F,0.16814981F,-0.063641F,-0.14211887F,
    0.12504826F,0.0057069957F,-0.13760668F,0.09893075F,-0.2077232F,-0.07355819F,-0.15779719F,
    0.23485339F,0.03866598F,-0.2540956F,0.01927164F,0.425931F,-0.3506295F,-0.008798102F,
    0.045194123F,-0.038851388F,-0.15983015F,0.21262807F,0.17072439F,0.31900895F,0.06345678F,
    -0.35583034F,0.14662403F,0.04864512F,-0.16896732F,0.197641F,0.41741604F,0.082936265F,
    0.17489302F,0.10216631F,0.2009208F,-0.21605843F,-0.46789885F,-0.08479284F,-0.14322895F,
    0.02345564F,-0.12693898F,0.0185334F,-0.48959932F,-0.2997785F,-0.019904612F,0.17407474F,
    -0.071337864F,0.2795893F,-0.049613934F,0.11057753F,-0.24843149F,0.15959826F,-0.0043486427F,
    -0.12962818F,0.54909354F,-0.08808146F,-0.40606782F,-0.13147125F,0.1893435F,0.327639F,
    -0.008480923F,0.095145084F,0.0868155F,0.075949535F,-0.13523917F,-0.2518055F,0.29461288F,
    -0.10474623F,-0.055083748F,-0.12988771F,-0.118889324F,0.0019008109F,-0.09400274F,0.45334148F,
    -0.3775727F,-0.1541278F,-0.038595434F,-0.03751891F,-0.067227F,-0.04149242F,0.21919902F,
    -0.17842996F,-0.2319071F,0.289907F,-0.572387F,0.16015661F,0.10442585F,0.0728137F,0.23117782F,
    0.09005337F,0.29556406F,-0.031813182F,-0.006057491F,-0.22490548F,-0.2360015F,-0.11096422F,
    0.12695682F,-0.10659221F,-0.22047976F,-0.0918259F,0.2779242F,-0.013478393F,0.29749483F,
    0.017886415F,-0.17132732F,0.35705495F,-0.036000207F,0.07953788F,-0.09753474F,0.5424976F,
    0.31512848F,-0.08257989F,0.16882876F,0.12264841F,-0.16314013F,-0.14609356F,-0.266252F,
    0.038057532F,0.15666136F,0.03903761F,0.19075099F,-0.0056484365F,0.038379498F,-0.21032505F,
    -0.089145884F,0.117585346F,-0.118424185F,-0.35931128F,-0.068734705F,-0.20220022F,0.4236174F,
    0.062747404F,-0.03774057F,0.055920847F,0.3166326F,-0.010800024F,0.037697416F,0.020668538F,
    0.09671202F,-0.0392756F,-0.020733355F,0.3093204F,-0.23421457F,-0.11945634F,-0.13048165F,
    -0.16867472F,0.42524138F,0.22645265F,-0.010126269F,0.082973585F,-0.083214805F,-0.32563812F,
    -0.38103032F,-0.19996807F,-0.10282895F,-0.10719935F,0.06270404F,0.17229633F,0.1242744F,
    -0.16884659F,-0.08523355F,0.052514244F,-0.108940415F,-0.2530429F,0.36519155F,-0.3150019F,
    -0.20873597F,0.35063648F,0.39340734F,-0.033096932F,-0.17424783F,-0.067198835F,-0.18059738F,
    -0.22196631F,0.14677079F,0.028356876F,0.17917052F,0.34091485F,-0.0179882F,-0.0753354F,
    0.24567363F,-0.07476754F,0.039757047F,0.067768075F,-0.2117262F,0.14060691F,0.05258799F,
    -0.17384575F,-0.111979574F,-0.4549582F,-0.32300606F,-0.04619502F,-0.2642458F,-0.41856167F,
    0.22599332F,0.38828224F,0.060811747F,-0.09812328F,-0.35261756F,0.17447388F,-0.23973225F,
    -0.036137473F,0.06571887F,-0.27175742F,-0.0868821F,-0.099834695F,-0.061538976F,-0.1349682F,
    0.004565647F,0.024873152F,0.15306841F,-0.11809586F,-0.5112739F,0.09848609F,-0.33615157F,
    0.117996745F,-0.068592995F,0.042253625F,0.065433F,0.20437227F,0.07975115F,-0.12903023F,
    -0.2198824F,-0.29643255F,0.21952195F,0.12988952F,0.0330072F,-0.025561715F,-0.26915374F,
    0.20715621F,0.023823697F,0.017047249F,-0.20120393F,-0.5849621F,0.109760195F,-0.24271323F,
    0.16994162F,-0.017255414F,0.24364841F,0.18753636F,-0.26992804F,-0.06185123F,0.102298476F,
    -0.027378041F,-0.21728225F,-0.32766968F,-0.26334745F,0.06573271F,0.12300057F,0.31140876F,
    0.28631592F,-0.034581214F,-0.028089881F,0.014729222F,0.29017606F,0.26138008F,-0.1450239F,
    0.07582107F,-0.16541612F,0.5973651F,0.07604351F,-0.07027947F,-0.10623253F,0.083617724F,
    0.08436218F,0.13151912F,-0.006414381F,-0.31077355F,0.079619616F,-0.0050482755F,-0.071466446F,
    0.28609732F,0.09729686F,-0.046443317F,0.33480114F,0.20710649F,-0.12069878F,-0.12621756F,
    -0.05583292F,-0.59915733F,-0.35569048F,-0.20101799F,-0.02908001F,-0.17966215F,0.0150516005F,
    -0.08299889F,-0.039640732F,0.06871313F,0.24675405F,0.070165925F,0.17707418F,-0.10075176F,
    0.48799166F,0.027848957F,0.025903152F,-0.07611874F,-0.2101229F,-0.09504796F,-0.37064135F,
    -0.24611184F,-0.27025047F,-0.11743812F,0.23293771F,-0.18270198F,-0.4700947F,-0.10799643F,
    -0.12938376F,0.09421646F,0.19597358F,0.08616436F,-0.25819322F,-0.2956311F,-0.267818F,
    0.05777634F,0.0121925175F,0.17127794F,-0.001572571F,-0.36433095F,0.32506222F,0.09328772F,
    -0.08966462F,-0.5719941F,0.07558077F,-0.3563735F,-0.27406302F,0.15418987F,-0.06645329F,
    -0.045411617F,-0.1711893F,0.03508857F,0.028133476F,0.011795035F,0.077683315F,-0.16304196F,
    0.28833777F,-0.1044421F,0.13043469F,-0.08596131F,0.40023053F};

// policy.block0.attention.value.weight [24 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionValueWeight[] = {
    0.09716604F,-0.1524704F,0.14614125F,0.026023049F,0.12014171F,-0.11694661F,-0.17306231F,
    -0.23426805F,0.31122544F,-0.039596576F,0.17400452F,-0.11371982F,-0.24030247F,-0.35280836F,
    -0.06729653F,0.20905502F,0.17357674F,0.16439688F,0.021415519F,0.39129427F,0.49297485F,
    0.07226088F,0.24466309F,-0.06761593F,0.11718211F,0.17698456F,0.14818817F,0.20125611F,
    -0.15653816F,0.0028198035F,-0.33571282F,-0.035627436F,0.29147026F,0.1378461F,-0.09326481F,
    0.11047749F,-0.21344024F,0.14850959F,0.41320756F,0.2474298F,-0.16084285F,-0.022285303F,
    -0.05136109F,-0.071641386F,0.070150584F,0.15086278F,-0.3612766F,-0.2320824F,-0.13405369F,
    0.024239892F,0.002408521F,-0.15941437F,0.0034055861F,0.0689369F,-0.42976758F,0.16178124F,
    0.2861276F,-0.1526589F,0.17201546F,0.2541451F,0.22366868F,0.014621918F,0.079025045F,
    -0.036379185F,-0.12513198F,0.036497053F,0.20530014F,-0.2614482F,-0.07438067F,-0.16427758F,
    0.45204127F,0.013490791F,-0.15067698F,-0.18828611F,0.021439137F,0.07026237F,-0.3412239F,
    -0.12150516F,-0.0041397936F,-0.2902827F,-0.104677044F,0.0022625464F,-0.07650638F,0.21960737F,
    0.1597974F,-0.20723884F,-0.16279492F,0.11656757F,0.3832344F,0.20004764F,0.36664623F,
    -0.39626518F,0.03513272F,0.2686992F,-0.08103367F,-0.1936355F,-0.032402042F,0.11902562F,
    -0.3685144F,-0.3009708F,-0.19675112F,-0.19642487F,-0.136422F,-0.017332304F,0.12045521F,
    0.485966F,0.1880367F,-0.04203249F,-0.022024289F,-0.17639257F,-0.39619952F,-0.03543911F,
    -0.05902186F,0.06083015F,0.1672058F,0.27474308F,-0.21364106F,0.119385555F,-0.19662695F,
    -0.038081706F,-0.075308785F,0.12597841F,-0.1293073F,0.046093095F,0.06814815F,0.2590167F,
    -0.171851F,0.14838581F,-0.03615459F,-0.032889355F,0.03446195F,-0.30455998F,0.462911F,
    0.28853673F,-0.25836834F,0.12094914F,-0.06221263F,0.27332902F,-0.0072335517F,-0.03589735F,
    0.34088156F,0.312001F,-0.21445921F,-0.08491745F,0.2200722F,-0.47663307F,-0.013957023F,
    -0.05385176F,-0.14973804F,0.05916597F,-0.2899175F,0.24251913F,-0.25823644F,-0.085429475F,
    -0.14567025F,0.33322605F,0.24440457F,0.19919088F,0.021892581F,-0.02264372F,-0.20176958F,
    -0.021810526F,0.3609974F,0.3365332F,0.14689036F,-0.2862417F,-0.19747609F,0.006303602F,
    -0.19896618F,-0.12716463F,-0.12705427F,0.015801687F,-0.06728409F,0.31430152F,0.33660138F,
    -0.16859724F,0.31136543F,-0.14835717F,0.37746513F,0.06041654F,-0.075338416F,0.18499497F,
    0.14051694F,0.17555228F,0.10650017F,-0.22048482F,0.21206324F,0.0739831F,0.017919876F,
    -0.06860344F,-0.25669473F,0.23199026F,0.004310264F,0.23688084F,0.37203178F,0.10338578F,
    -0.21346688F,0.25910532F,-0.05405807F,-0.2542795F,-0.36662823F,0.017550547F,0.43503547F,
    0.18618746F,0.022054447F,0.13603216F,-0.10168466F,0.11564169F,-0.24607372F,0.16257773F,
    -0.25179645F,0.2313809F,-0.10244451F,-0.06293404F,0.18839744F,-0.102915294F,-0.33423752F,
    -0.27706635F,0.22687435F,-0.044100486F,0.06005385F,-0.29316226F,-0.09802462F,0.3982954F,
    -0.22218859F,-0.009795439F,0.36234087F,0.091088325F,0.15683869F,-0.035535686F,0.10841138F,
    -0.13690513F,0.05357936F,-0.056098253F,-0.255194F,-0.03083047F,0.07528716F,0.23540841F,
    -0.1856749F,-0.09319359F,0.14796387F,-0.27665573F,-0.10890146F,-0.078997664F,-0.29076946F,
    0.03562381F,-0.11005827F,0.080085985F,0.01765299F,-0.22747204F,-0.050290447F,-0.021777567F,
    -0.3064712F,-0.06558842F,-0.4212823F,0.23897709F,-0.16997251F,-0.36153844F,-0.17668763F,
    -0.24795434F,0.10979436F,0.27837193F,0.039639704F,0.18614401F,-0.116362356F,-0.15707648F,
    0.19441779F,-0.5400241F,-0.1819898F,-0.06303743F,0.29523626F,0.13084672F,0.055921968F,
    0.30467787F,-0.18800011F,-0.0721259F,-0.1717426F,0.10151648F,0.099707045F,0.2509932F,
    0.06210717F,0.15906328F,-0.0898108F,-0.1190299F,0.22290942F,-0.13148946F,0.039201636F,
    0.059459902F,-0.061085276F,-0.1270742F,-0.38641188F,0.2743402F,0.16998036F,0.04103383F,
    0.30269173F,-0.10388538F,-0.1908298F,0.4718012F,0.08782058F,-0.029300887F,0.12370273F,
    -0.059750304F,0.20182139F,0.41443628F,-0.27942464F,-0.13321382F,-0.13616093F,0.026349256F,
    0.04128565F,-0.18356828F,0.24665457F,-0.12854828F,0.31030345F,0.09404679F,0.054626767F,
    0.1891987F,-0.02102052F,-0.42545062F,0.42290977F,-0.01074643F,0.08852595F,0.0884437F,
    0.40230238F,-0.17476957F,-0.12772164F,0.21659802F,0.055000167F,-0.15417285F,-0.3815489F,
    0.07543636F,0.29256353F,-0.20648529F,0.10413258F,0.013957803F,0.05478352F,-0.0004338334F,
    0.013927639F,0.2399839F,-0.08834807F,-0.28335255F,-0.010297414F,-0.103764325F,0.1807708F,
    -0.38347685F,-0.06368524F,-0.041699253F,-0.00026323617F,0.14496051F,0.30244744F,-0.08168655F,
    0.06628603F,-0.2933862F,-0.27730834F,-0.3502619F,-0.11315107F,-0.018897414F,0.44755837F,
    -0.12379873F,-0.03795023F,-0.24837784F,-0.1385005F,-0.08033362F,-0.03255282F,0.033081003F,
    -0.21866217F,0.17313164F,0.031195698F,0.03744706F,0.06924475F,-0.16542113F,0.12626228F,
    -0.3897851F,0.042287406F,-0.4641628F,0.17351454F,0.05943568F,-0.35213703F,0.15982907F,
    -0.110522F,-0.1084521F,-0.025734171F,-0.37995443F,-0.17588872F,-0.12464649F,0.30088365F,
    -0.11697921F,-0.21615455F,0.054551177F,0.06516439F,-0.07238005F,-0.18834838F,-0.20588543F,
    -0.08047513F,0.17829542F,0.2544938F,0.121805325F,0.06984869F,-0.16087937F,0.21243128F,
    0.02262964F,0.14609285F,0.07829647F,-0.34732386F,-0.25418258F,0.06263704F,-0.17433089F,
    -0.14447008F,0.5283581F,0.15907964F,-0.20869091F,0.12374583F,0.045437917F,0.01806134F,
    -0.27987507F,0.1582807F,-0.14695762F,0.37702563F,-0.13045268F,0.0049691247F,-0.25983128F,
    0.53323495F,0.1366721F,-0.113316156F,0.17205167F,-0.016124215F,-0.071454674F,-0.20427851F,
    0.21391955F,-0.21247716F,-0.044929452F,0.034094885F,-0.082506F,0.30377877F,0.21384421F,
    -0.15647435F,-0.2711519F,0.052647717F,0.04234827F,0.12086711F,0.3692185F,0.01974126F,
    -0.31437364F,0.16563049F,0.41258764F,-0.024743432F,-0.08604055F,-0.051441185F,0.18957542F,
    0.18662052F,0.2508532F,-0.12768017F,-0.034433644F,0.027455874F,-0.031790026F,-0.21418126F,
    -0.21926437F,-0.2975146F,0.12617405F,-0.3652015F,0.18321021F,-0.52912295F,-0.23843955F,
    -0.11165954F,0.039041657F,0.016536841F,-0.18402942F,0.029125951F,-0.02438969F,-0.12787245F,
    0.33830586F,-0.14540689F,0.004674292F,0.36603913F,0.085498236F,-0.15690938F,0.059985515F,
    0.040143423F,-0.2257782F,0.05334987F,-0.009752748F,0.025827345F,-0.055022012F,-0.2159768F,
    0.08781811F,-0.32874203F,0.07322304F,0.32497373F,0.21219946F,0.108960435F,-0.018560253F,
    -0.1372716F,0.056994874F,0.19287927F,-0.1818884F,0.29548576F,-0.26966465F,-0.06352941F,
    0.18056886F,0.023425655F,0.29064476F,0.06897235F,0.4611444F,0.16965462F,0.18158688F,
    -0.106956825F,0.27507818F,0.0055074575F,-0.18422513F,0.027480332F,-0.29116905F,-0.03977718F,
    -0.15188956F,-0.17335401F,-0.29308975F,-0.15097407F,0.049096037F,0.059363116F,-0.06400272F,
    0.14340018F,0.47352535F,-0.11591887F,0.042278156F,0.089332476F,0.15080011F,-0.13673405F,
    0.20720236F,0.028811568F,0.37230074F,-0.16940176F,-0.32522535F,-0.15795505F,-0.03706364F,
    0.19539608F,-0.0182303F,-0.049675144F,-0.2674264F,0.052717555F,-0.22697443F,-0.09057124F,
    0.2832344F,-0.15868938F,0.2706086F,-0.19971499F,-0.2570472F,-0.32227248F,0.43400386F,
    -0.16952176F,-0.03904933F,-0.15200649F,0.1453496F,-0.10412797F,-0.083619334F,-0.22945689F,
    0.1990371F,0.23362604F,0.30948412F,0.0363282F,-0.07028309F,0.18550922F,0.2259955F,0.36500207F,
    0.2535033F,-0.17046143F,0.34677997F,-0.009665259F,-0.31747738F,-0.20539877F,0.1356749F,
    -0.20493558F,-0.019358596F,-0.03285745F,-0.07715984F,0.2048246F,-0.1844957F,-0.163755F,
    0.3951473F};

// policy.block0.attention.value.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionValueBias[] = {
    -0.064590305F,0.0018912972F,-0.042044204F,-0.023594467F,0.020682583F,-0.026908552F,0.004596485F,
    -0.008339334F,-0.028852249F,0.01790801F,0.03353096F,-0.040495105F,0.006309863F,-0.012105924F,
    0.01789027F,0.011186635F,-0.009308278F,0.0055668335F,0.026724698F,0.022535557F,0.025821587F,
    0.0055406634F,-0.03496147F,-0.025166634F};

// policy.block0.attention.output.weight [24 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionOutputWeight[] = {
    0.004997399F,-0.021419784F,0.13881771F,-0.025667869F,0.35171098F,-0.20759174F,-0.07850829F,
    -0.24522206F,0.1766891F,0.00937292F,-0.19564661F,0.14799802F,-0.050015688F,0.02631075F,
    0.007780536F,-0.09599824F,0.10368092F,-0.0075765736F,-0.18397777F,0.3578786F,-0.5328768F,
    -0.021483602F,-0.1967035F,-0.00041892563F,0.12561937F,0.17528819F,-0.024186185F,-0.2749816F,
    0.006084424F,0.1391607F,0.14990503F,0.0065959007F,0.22860351F,-0.45152816F,-0.13373473F,
    -0.06775297F,-0.23799662F,-0.2353831F,-0.34266627F,0.1674273F,0.2708247F,0.0595204F,0.1684321F,
    -0.15237325F,-0.22792415F,0.11868735F,0.25363046F,-0.10949164F,0.38239932F,-0.081717074F,
    0.18622579F,0.25516716F,0.013644614F,0.09870626F,0.06707662F,0.050826076F,0.053262997F,
    0.028005112F,-0.37246057F,0.07133329F,0.08168219F,0.20829208F,0.00053815905F,0.27355224F,
    0.062563226F,0.4307226F,-0.18253405F,-0.0052999356F,0.16644794F,0.37367693F,0.035880085F,
    0.042860977F,-0.048886396F,-0.39709085F,0.09521111F,-0.2526329F,-0.21949863F,-0.03678858F,
    -0.22364613F,-0.031948097F,-0.05703851F,-0.039140128F,-0.38563076F,0.08626239F,-0.13637424F,
    -0.057430845F,-0.26364377F,-0.33315897F,0.10831567F,0.20146206F,-0.053247042F,0.14433973F,
    0.26667708F,-0.15526739F,0.068213746F,0.11620041F,-0.2675727F,-0.03637005F,0.1608142F,
    0.052636076F,-0.19575517F,-0.027593615F,-0.026247762F,-0.46335176F,0.2927065F,0.2815857F,
    0.15957078F,0.19004013F,-0.16426328F,0.035638727F,0.16531648F,0.07935891F,0.16994034F,
    0.18046543F,0.16513184F,0.16559328F,-0.010946498F,0.3128764F,0.29654738F,-0.004156932F,
    -0.31638315F,-0.04175228F,-0.10300746F,0.101984695F,0.17026521F,0.14183901F,-0.28206632F,
    0.031167144F,-0.12042698F,0.21362986F,-0.04044941F,-0.31923413F,-0.42009658F,-0.20511727F,
    -0.12499493F,0.263771F,-0.05046879F,0.10043875F,-0.22104692F,0.07514014F,0.18207905F,
    0.13014069F,-0.2641924F,-0.08259915F,0.022955205F,0.42027888F,-0.12702976F,-0.09402201F,
    0.14445014F,-0.13778292F,-0.40273887F,0.36247241F,0.2706837F,-0.3135271F,0.2758871F,0.47965118F,
    -0.012989505F,0.049441114F,0.18517055F,-0.0686284F,0.07428471F,0.056407552F,-0.1437936F,
    0.1306648F,0.37996307F,-0.04714798F,-0.17771873F,0.04041602F,0.3497222F,-0.108107895F,
    -0.124069914F,0.1186163F,0.16777158F,-0.34242943F,-0.26834318F,0.09676889F,0.47065648F,
    0.2744949F,0.09791677F,-0.38803405F,0.07849273F,-0.11763745F,-0.21194871F,-0.13423444F,
    -0.14255211F,0.0013334288F,0.26967597F,-0.24464916F,-0.01861621F,0.11683694F,0.19613996F,
    -0.048057064F,0.07024997F,0.2666192F,-0.19963919F,-0.058044825F,-0.112981446F,0.13269693F,
    -0.17655233F,0.10514417F,-0.15112418F,0.062418904F,-0.10615196F,-0.008487346F,0.16664422F,
    -0.5157688F,0.29434672F,-0.32795414F,-0.25080267F,0.0044441335F,-0.30001014F,-0.078421175F,
    -0.20762758F,0.23719159F,0.27073398F,-0.19340867F,0.4058831F,-0.26388678F,0.030717643F,
    0.033689857F,-0.14525025F,-0.08231369F,-0.48410755F,-0.16775687F,-0.14799261F,-0.16872774F,
    0.0057123173F,0.37309673F,-0.12305332F,-0.12315657F,0.029831653F,0.2988644F,-0.1260069F,
    -0.37814587F,0.05752525F,0.030629938F,-0.011231512F,0.085827194F,-0.08459913F,-0.10757779F,
    0.13933153F,0.08587789F,-0.054781683F,-0.06304439F,0.41154146F,0.43127996F,-0.09659677F,
    -0.395497F,-0.15834844F,0.100327164F,0.081680045F,0.1223764F,-0.10684013F,0.14260839F,
    0.021529887F,-0.25534573F,0.22381034F,-0.02805139F,0.083902426F,-0.24313565F,0.13590018F,
    -0.06811115F,-0.17443818F,-0.19540092F,-0.12960103F,0.084956594F,0.17314464F,0.462965F,
    0.053613167F,0.16959897F,-0.037138507F,0.034479953F,0.06910886F,-0.16656078F,-0.2955403F,
    -0.06878232F,-0.26855475F,0.03776705F,0.040445622F,-0.22891876F,-0.25970873F,-0.20247956F,
    0.46752948F,-0.04644898F,0.002367698F,0.06556946F,0.16824932F,0.2547886F,-0.030230513F,
    -0.050755516F,-0.025320923F,-0.14744711F,-0.14234984F,0.23454681F,-0.2179997F,0.27173737F,
    -0.010921264F,0.12197854F,0.046672698F,0.2565641F,0.0026802516F,0.21178086F,-0.034607336F,
    0.06449566F,-0.4201352F,0.23231068F,0.31879413F,-0.23080938F,-0.50181735F,-0.034826238F,
    -0.1191108F,0.0072054327F,-0.2314231F,-0.3040586F,0.25597823F,-0.056199756F,0.21324922F,
    -0.109021306F,-0.07416105F,-0.040063046F,0.05027899F,-0.42583725F,0.009504675F,0.20808524F,
    0.40359637F,-0.13247405F,0.113203846F,-0.014519711F,-0.15657935F,-0.046165038F,0.14243804F,
    -0.1890436F,0.07354243F,0.15373944F,-0.21747844F,-0.44833982F,0.08835005F,-0.36167994F,
    -0.04564618F,-0.016102454F,0.3165887F,0.16346379F,0.2738829F,0.24055804F,0.2357516F,0.34320697F,
    -0.19976601F,0.22320025F,-0.040314462F,-0.42190364F,0.23844168F,0.18231377F,0.019516537F,
    0.015911652F,0.15947816F,0.018638685F,0.08686814F,-0.09993052F,0.087447464F,0.24929798F,
    -0.1602401F,-0.016021714F,-0.05724207F,0.09913049F,-0.054396745F,0.16936345F,-0.12661274F,
    -0.19217904F,0.3488183F,0.025774106F,-0.13684677F,-0.035492137F,-0.05527357F,0.1169069F,
    0.11872848F,0.10673475F,-0.012986482F,0.06270853F,-0.49775583F,-0.24807255F,0.07896823F,
    -0.5823919F,0.19122534F,-0.0901403F,-0.07218403F,-0.054716084F,-0.081705116F,-0.2237054F,
    0.22943722F,0.3289661F,-0.42114735F,-0.072642386F,-0.22159106F,-0.27832732F,0.22017612F,
    -0.2999364F,0.39521796F,0.20937768F,0.38423684F,-0.051349215F,0.18587558F,0.014868279F,
    -0.021806013F,0.3076313F,0.035540856F,-0.09933946F,0.18292399F,0.25718778F,0.07180846F,
    0.37633705F,0.03679818F,-0.021419238F,-0.21848927F,0.11555222F,-0.18193622F,-0.21274148F,
    0.060228832F,0.068110555F,-0.07771859F,0.07553669F,0.36648288F,-0.3274467F,-0.16603193F,
    0.037330642F,0.05942527F,0.01901827F,0.22068387F,0.085902266F,0.1304844F,-0.18451305F,
    -0.36103767F,0.18732403F,0.108905725F,-0.13601896F,-0.017592508F,0.27488306F,-0.2876022F,
    0.0823813F,-0.049130056F,0.27932885F,0.027022222F,-0.07489103F,0.06831795F,-0.1490419F,
    -0.12706392F,-0.046947535F,0.28231502F,-0.1290992F,0.38695055F,0.07901928F,0.27037683F,
    0.08501171F,-0.15901951F,-0.14607659F,-0.27361518F,-0.4030703F,-0.031806737F,0.09246414F,
    -0.17140162F,0.13943948F,0.18828674F,-0.14855531F,-0.03650449F,-0.15151861F,-0.38879326F,
    -0.10722019F,-0.01897055F,0.27387643F,0.035046186F,0.0027885637F,0.0013064626F,0.23876914F,
    -0.098235086F,0.39604148F,0.26293537F,0.22095072F,0.06088334F,-0.34927967F,0.22572549F,
    -0.29218292F,-0.19914714F,0.017971784F,-0.42634192F,0.019413074F,-0.01775653F,0.14604431F,
    -0.003555974F,0.0413098F,0.178816F,0.06691278F,-0.38357142F,0.075275585F,0.2335314F,0.30663124F,
    -0.14184038F,0.038173996F,0.00914113F,-0.17175074F,0.12740798F,0.173485F,-0.0014712466F,
    0.20391835F,-0.11216994F,-0.22885984F,0.16073056F,0.16875307F,-0.2213301F,-0.49068975F,
    -0.13128161F,-0.24362424F,0.04039453F,-0.12718624F,-0.02475289F,-0.14730583F,-0.15061548F,
    -0.18084513F,-0.059902888F,0.12240236F,0.457213F,-0.04588487F,-0.26456308F,0.04948021F,
    0.27433202F,-0.063622996F,0.10478512F,0.009846521F,-0.29917324F,-0.100044765F,0.049037453F,
    0.17181103F,0.4194329F,-0.2329162F,0.020162022F,0.09561952F,-0.0921256F,0.17661215F,
    -0.09404564F,0.2660382F,-0.052104414F,0.1269257F,-0.014091335F,0.10667392F,-0.033321254F,
    0.17452988F,0.14670648F,-0.19324921F,-0.00084081024F,0.26091123F,0.13728522F,-0.12405771F,
    0.23152378F,-0.35587534F,-0.124564886F,0.07762224F,0.13873218F,-0.039088912F,0.06139689F,
    -0.4348025F,-0.20811069F,0.16207057F,-0.2166441F,0.18030845F,-0.3071432F,0.15603997F,
    0.031957354F,-0.048985552F,0.10140044F,0.10204771F,0.4182418F,-0.02365742F,0.08422939F,
    -0.5177844F,-0.13484627F,0.17200582F,-0.0099138785F,0.1757353F};

// policy.block0.attention.output.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0AttentionOutputBias[] = {
    0.011467776F,0.011044967F,-0.09456239F,0.011129415F,-0.03894727F,0.017492678F,0.020317832F,
    -0.013893857F,-0.008497514F,-0.00077082065F,0.04873403F,0.0039841775F,-0.009105006F,0.01228586F,
    0.005380474F,-0.011400109F,0.009210196F,0.0019547348F,0.0021523323F,-0.022387894F,0.008877934F,
    -0.016129754F,-0.0025173204F,-0.007868754F};

// policy.block0.mlp.norm.gain [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0MlpNormGain[] = {
    1.0326817F,1.0127181F,0.9481449F,1.0369809F,0.964675F,1.0253079F,1.0119894F,1.0524839F,
    1.0133073F,1.0930326F,0.9924518F,1.0431255F,0.97594494F,1.0015563F,0.9952106F,1.004363F,
    1.0188096F,1.0266473F,1.1327401F,0.95788723F,0.92297184F,1.0291529F,1.0188414F,0.9775842F};

// policy.block0.mlp.norm.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0MlpNormBias[] = {
    -0.02591173F,-0.008446944F,-0.04143701F,-0.0040043495F,0.0035777336F,-0.015807023F,0.036686577F,
    0.0140465135F,-0.014667954F,0.00892536F,-0.021205729F,-0.01694874F,-0.009308149F,-0.027622888F,
    0.0036814413F,-0.027955944F,-0.050319698F,0.0064340993F,0.008898329F,-0.02524062F,-0.04467478F,
    0.016876986F,0.029061746F,-0.035041526F};

// policy.block0.mlp.up.weight [24 x 24]
alignas(64) inline constexpr float kPolicyBlock0MlpUpWeight[] = {
    0.23096465F,-0.18864031F,0.18318506F,-0.43313184F,0.15654719F,0.058669064F,0.22465946F,
    0.38158736F,-0.0994337F,-0.2008273F,-0.15313263F,-0.23119065F,-0.3834658F,0.09831653F,
    -0.16105577F,-0.21113917F,0.17471081F,0.68289375F,-0.1896698F,0.41916913F,-0.33173355F,
    0.5947159F,0.103462614F,0.31626397F,0.09058562F,0.108761095F,0.70314646F,-0.031978197F,
    0.07628718F,-0.29054812F,-0.0264383F,0.05623061F,0.05612951F,0.2246819F,0.12749179F,
    -0.054451026F,0.13234082F,-0.36611262F,0.5275445F,0.46682072F,-0.0072176284F,-0.3530991F,
    -0.4941405F,0.2684993F,-0.008676416F,0.074864455F,-0.34426215F,0.30852535F,0.23494819F,
    0.38823706F,-0.22456126F,-0.19853413F,-0.05691102F,0.19549155F,-0.29167822F,0.6424848F,
    0.52876234F,0.0039906534F,0.2425031F,0.08583852F,0.20120619F,0.4853993F,0.36546463F,
    -0.19691527F,0.3931905F,0.09241052F,0.056289595F,-0.08079698F,0.13003518F,0.16251193F,
    -0.08367972F,-0.32380185F,-0.31734556F,-0.48949575F,-0.07826931F,0.008136743F,0.039871432F,
    0.107538186F,0.13421677F,-0.016246598F,0.031693373F,0.26908532F,0.31351855F,0.0795286F,
    0.23174159F,0.0096398005F,0.39966357F,-0.75798416F,0.20736824F,0.08427635F,0.114595905F,
    0.22067833F,-0.32889673F,-0.5784818F,0.05245371F,0.35624456F,-0.7514338F,0.31440628F,
    0.23232321F,-0.03777963F,-0.21807863F,-0.07114073F,-0.024947006F,0.4326038F,-0.04609854F,
    0.19798248F,0.105604246F,0.012741062F,-0.15519941F,-0.3002358F,-0.1936442F,0.19324465F,
    -0.16164966F,0.05225409F,-0.021053242F,-0.101186655F,-0.5770178F,-0.22157794F,0.35350016F,
    -0.26403797F,0.20357068F,0.020871364F,0.24637339F,-0.40879482F,-0.31810993F,-0.07634547F,
    0.24556535F,-0.3045922F,-0.35074776F,-0.55640674F,0.37775615F,-0.044920903F,0.50675017F,
    0.39741656F,-0.026898341F,0.30133057F,0.043517664F,0.06355659F,-0.041103333F,-0.24270459F,
    -0.33367002F,-0.43156302F,0.08794336F,0.23705903F,0.38550594F,-0.09298472F,0.3128921F,
    0.03247129F,0.25481644F,-0.56782913F,0.17417765F,0.1608584F,-0.114052325F,0.18818557F,
    -0.26444587F,-0.11831991F,0.3991805F,0.1283512F,-0.037667807F,-0.30645636F,-0.08346203F,
    -0.016983278F,0.1075693F,0.1305936F,-0.46263954F,-0.14352043F,-0.052808907F,-0.7806503F,
    -0.08434768F,0.2735262F,-0.06610125F,0.038997944F,0.7347368F,0.22284763F,0.004795447F,
    0.42319342F,-0.02748416F,-0.43202913F,0.06702693F,-0.16399963F,-0.25177523F,0.037144624F,
    -0.25299755F,-0.07011107F,-0.21994053F,-0.28596604F,-0.35194966F,0.4618082F,0.2688857F,
    -0.4532603F,0.21787688F,0.006947811F,0.27085188F,0.3658781F,-0.15513039F,0.22899722F,
    -0.12299764F,-0.56923366F,0.32311466F,-0.14632516F,0.033933226F,0.24289627F,0.546022F,
    0.14099535F,-0.3392443F,-0.06715918F,-0.12336462F,-0.2846108F,0.22008854F,-0.22587115F,
    -0.46372834F,-0.10533947F,-0.035642218F,0.08072065F,0.55388004F,0.11215303F,0.37926462F,
    -0.014245579F,0.35279316F,0.052640684F,0.42729855F,0.27131104F,0.11609001F,0.12677625F,
    0.16511685F,0.24791981F,0.7334512F,0.09618928F,0.20430702F,-0.27109152F,-0.04230396F,
    -0.16343322F,-0.57398087F,0.76908815F,0.33982393F,-0.104951516F,0.26910007F,-0.082952656F,
    0.26821548F,-0.20873338F,-0.07024049F,-0.015359404F,-0.28205216F,-0.021593062F,0.3533208F,
    -0.042713404F,-0.2444905F,0.019274691F,-0.38953233F,0.51900417F,0.32320282F,-0.48555163F,
    -0.29601803F,0.060570545F,-0.29430842F,0.32542253F,0.35520977F,-0.04255026F,0.2903928F,
    -0.29378164F,-0.27948695F,-0.08622337F,-0.6268872F,0.20666079F,-0.046161655F,-0.7553081F,
    0.2467717F,-0.27447626F,-0.27191085F,-0.24914189F,0.13938913F,0.36057442F,0.33226126F,
    0.15796272F,-0.0013155071F,0.18616241F,-0.510651F,0.51262814F,-0.116391845F,0.25977468F,
    0.044569973F,0.17053428F,0.06927218F,0.0152742425F,0.62362444F,-0.27917042F,0.16313474F,
    -0.10518178F,-0.0027209616F,-0.052889895F,-0.017593516F,0.2883381F,0.054940153F,0.01887811F,
    -0.16604294F,-0.05511908F,-0.16279553F,-0.36745965F,-0.17639412F,-0.17263976F,-0.6238341F,
    -0.030391077F,0.3485523F,-0.18801597F,-0.30665815F,0.25057432F,-0.5981119F,-0.5295338F,
    -0.053286307F,-0.11548394F,-0.48701507F,-0.3335362F,-0.4406725F,-0.3036898F,0.18049334F,
    0.5360208F,0.20691757F,-0.13086036F,0.23567554F,0.04049343F,0.03985517F,-0.4441885F,0.25122565F,
    0.17335738F,0.3402168F,-0.09016264F,-0.261792F,-0.076144755F,0.48724177F,-0.014795624F,
    -0.2041624F,-0.25971252F,0.043685835F,0.5252548F,-0.3804851F,-0.22040322F,0.092518575F,
    -0.041146502F,0.0029215908F,0.42301548F,0.26302722F,-0.3550934F,-0.20805576F,0.23600778F,
    0.24092257F,-0.3376337F,-0.44049263F,-0.35391778F,0.069530204F,-0.24646014F,0.05577064F,
    0.2355375F,0.3234645F,0.16211967F,0.04108102F,-0.5273123F,-0.123328604F,-0.36906415F,
    0.109856114F,0.5213507F,0.043597843F,0.18377283F,0.27582616F,-0.36589676F,-0.27272388F,
    0.044983827F,-0.092972815F,-0.24356407F,0.048828665F,0.04570113F,-0.08241408F,-0.37997535F,
    -0.063087754F,-0.37091875F,-0.20830555F,-0.3329031F,0.5816955F,0.28501537F,0.045381963F,
    0.32905376F,0.50974435F,-0.39079008F,0.034423936F,-0.35965413F,0.011670085F,-0.12362696F,
    0.30223054F,0.46807468F,-0.14336354F,0.31773043F,0.01016232F,-0.04332983F,-0.2837753F,
    0.04830572F,0.18836783F,-0.73909295F,-0.039234646F,0.36439973F,0.45795238F,0.20201449F,
    0.15368904F,-0.10549431F,0.28703135F,0.21337183F,-0.055969182F,0.1579929F,0.5609903F,
    -0.23282254F,-0.31460792F,0.02205613F,-0.19739239F,-0.16840565F,0.3453214F,-0.09796246F,
    0.12256787F,0.33784014F,-0.83365214F,0.26530272F,-0.31473547F,0.23400098F,0.29589808F,
    -0.12730773F,0.24877016F,0.15442443F,0.18304212F,0.15251713F,-0.2607293F,-0.27875993F,
    0.55991685F,0.08191797F,0.23038916F,-0.009587872F,0.16376194F,0.3330094F,0.32398012F,
    0.32605523F,-0.47949106F,0.14669302F,0.30844226F,0.6689196F,-0.42915687F,-0.15779313F,
    -0.17545791F,0.28899568F,-0.26339242F,-0.057242066F,-0.06443644F,-0.4426651F,-0.058138978F,
    -0.10110722F,0.4897619F,-0.041514825F,0.28754377F,-0.03549634F,-0.4046624F,0.3306341F,
    0.39138502F,-0.3451855F,-0.26583576F,0.4086625F,-0.41324282F,0.2704053F,-0.31235164F,
    0.29464296F,-0.23881534F,0.1618459F,0.05395818F,0.21429917F,0.273482F,-0.08802846F,-0.3649809F,
    0.31493488F,0.079551406F,0.13767931F,-0.42148256F,0.30257902F,-0.18955141F,-0.23716423F,
    -0.08893818F,-0.15334922F,0.0036910772F,0.20455192F,-0.41047823F,-0.004377024F,-0.030005608F,
    0.040245634F,0.9809148F,0.04663617F,0.24731116F,0.20463054F,-0.17492354F,-0.36199763F,
    0.008758401F,0.17514944F,-0.008453961F,0.27544844F,-0.07203992F,0.03289705F,-0.17927834F,
    0.1650028F,0.10931166F,-0.19972032F,-0.3151328F,0.014135111F,-0.3956414F,0.39819652F,
    0.15722573F,0.4123965F,0.11833434F,-0.2674601F,-0.3530923F,0.010528168F,0.08133992F,0.26138023F,
    -0.17840591F,0.08291176F,0.17224976F,0.7206281F,-0.1645911F,-0.25651607F,-0.35369F,0.543574F,
    -0.06561585F,0.35139677F,0.39338505F,0.011182378F,-0.16348118F,0.17140108F,0.10604274F,
    -0.19382793F,0.06748809F,-0.2748569F,-0.2962837F,0.10799018F,-0.14354496F,0.19154364F,
    0.04543723F,0.33096743F,0.16621993F,-0.64245605F,0.538638F,-0.022146562F,-0.27741787F,
    -0.41707286F,-0.44184074F,-0.31618753F,-0.4656949F,-0.38907892F,0.0756868F,0.071747F,
    0.22020796F,0.11775399F,0.2224691F,0.23759617F,0.58727014F,0.036569F,0.36862597F,0.64676183F,
    0.19775757F,-0.15995918F,0.08779083F,0.41839445F,-0.31048062F,0.3561653F,-0.14777336F,
    0.34928617F,-0.17663485F,-0.14754571F,0.21629007F,-0.15419868F,-0.2861538F,-0.38918132F,
    -0.25763476F,-0.072984874F,0.19484901F,0.024693111F};

// policy.block0.mlp.up.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0MlpUpBias[] = {
    -0.013351546F,0.0005680168F,-0.013578565F,-0.020806234F,0.02573263F,-0.044536535F,-0.022203326F,
    -0.016132122F,-0.047622945F,0.01020463F,-0.008082804F,0.0027030236F,0.03464516F,-0.05481845F,
    -0.042083044F,-0.015469307F,-0.047028452F,-0.09890798F,0.01584526F,-0.011952352F,0.034617674F,
    0.018688442F,-0.011898192F,0.010322116F};

// policy.block0.mlp.down.weight [24 x 24]
alignas(64) inline constexpr float kPolicyBlock0MlpDownWeight[] = {
    -0.21454854F,0.111465916F,0.269285F,0.065201476F,0.20696875F,-0.031652026F,0.056119423F,
    -0.28591472F,0.0328446F,0.19660561F,-0.18670839F,-0.31627032F,0.025666788F,-0.12198178F,
    0.16805089F,-0.066099375F,0.21187218F,0.1750175F,0.2262514F,0.07838774F,0.3012879F,0.12984587F,
    -0.2426161F,0.3148386F,-0.21110229F,-0.0945894F,0.2224508F,0.09440911F,0.054688286F,
    -0.13429616F,0.46987772F,0.14323628F,0.13197279F,-0.3774842F,-0.017107273F,0.31448945F,
    -0.09893606F,-0.0805126F,0.07075935F,0.08711032F,0.035533987F,-0.10521957F,0.11530869F,
    0.0810637F,-0.4580241F,-0.046572734F,-0.09694282F,-0.037956703F,-0.2637718F,0.013139866F,
    -0.104264565F,0.2883961F,0.0032343192F,-0.15969977F,-0.14816089F,-0.35593343F,0.08346694F,
    -0.102075055F,-0.15804961F,-0.062990904F,-0.005691046F,0.19646043F,0.34571615F,0.27209863F,
    -0.22545484F,0.082300924F,-0.4580657F,0.32104352F,0.083351456F,-0.07549444F,0.26856574F,
    0.052734617F,0.059768166F,-0.029402187F,-0.013399688F,0.045239907F,0.28625628F,0.36551318F,
    0.13279366F,0.098103896F,0.21877424F,-0.083729915F,-0.13084938F,0.071377516F,-0.30481353F,
    0.11738022F,-0.21538468F,-0.1754611F,-0.06931435F,-0.39279228F,-0.27933776F,-0.3881765F,
    0.0105551565F,0.106697574F,-0.07821877F,0.27493405F,0.132485F,0.0044964124F,-0.4115259F,
    -0.11759679F,0.10364252F,0.3670434F,0.28043202F,-0.2747727F,0.101398006F,0.061944067F,
    0.4759655F,0.34689623F,0.10044492F,-0.083015904F,0.33674678F,-0.14973874F,-0.0008756728F,
    -0.053418197F,0.16617633F,-0.15678255F,-0.21947584F,0.33847997F,0.05535139F,-0.09123928F,
    -0.09127376F,0.07110892F,0.14820698F,-0.342875F,0.24851713F,0.11747981F,0.23424876F,
    -0.23639524F,0.0015631675F,0.2676424F,-0.041954603F,-0.14690147F,0.16536649F,-0.04174194F,
    -0.38520083F,0.2323174F,0.11312605F,0.08938035F,-0.12931569F,0.20189421F,-0.08495637F,
    -0.099085264F,0.15149812F,-0.17629543F,-0.091974966F,0.36888617F,0.38027105F,-0.16081002F,
    0.013137548F,0.27518883F,-0.1402576F,0.11013291F,-0.44964284F,-0.18011768F,0.07648027F,
    -0.04814274F,0.045542307F,0.33228296F,0.11503544F,0.10888111F,-0.025503574F,0.25437343F,
    0.029186236F,-0.04832483F,0.08778092F,-0.034867223F,0.25022033F,0.25469807F,0.20755452F,
    0.14583328F,-0.00036302756F,0.28555536F,-0.17752765F,0.25973222F,-0.08902299F,0.19433706F,
    0.5014011F,0.154834F,0.033176754F,-0.016478349F,0.18682475F,0.22594233F,0.0074739885F,
    0.12330733F,-0.24677984F,-0.33664528F,0.34726015F,0.20242871F,-0.10845721F,0.016436322F,
    -0.021569183F,-0.10133754F,-0.26116937F,-0.14299618F,-0.14938371F,-0.21762179F,0.1962959F,
    -0.044140067F,0.033142954F,0.30955076F,0.05079132F,-0.13437589F,0.28373808F,-0.3477456F,
    -0.07890039F,0.010540152F,-0.0067939097F,-0.17427066F,0.111200765F,0.11018147F,-0.08314615F,
    0.13975021F,0.37495354F,0.062286243F,-0.029467948F,-0.16296503F,-0.13216338F,-0.21228714F,
    -0.34972292F,-0.049378194F,-0.086980104F,0.09541049F,0.21574785F,0.05134021F,0.06092401F,
    -0.035878655F,-0.2323583F,0.14412338F,-0.15570347F,-0.025564361F,-0.12558632F,0.120020375F,
    0.33108464F,0.0432949F,0.3660876F,-0.23013417F,0.19995601F,0.0722357F,0.5769843F,-0.011352813F,
    -0.15151775F,-0.3947373F,-0.33082545F,-0.1379121F,-0.0701777F,0.38676518F,-0.07855199F,
    0.045937493F,-0.22993554F,-0.037593186F,-0.31671935F,-0.17111503F,-0.004564929F,0.08644318F,
    0.09263265F,-0.31258386F,0.2707073F,0.10732852F,0.06799034F,0.25219893F,-0.29212716F,
    -0.1553447F,-0.085908614F,0.10370011F,0.43880007F,0.23537375F,-0.005814673F,0.097164765F,
    0.08342862F,-0.07287653F,-0.16622406F,-0.13482496F,-0.10523697F,-0.13753092F,0.057946432F,
    0.26301703F,-0.35122904F,-0.35840592F,0.09503249F,-0.15605104F,-0.021761212F,-0.5673879F,
    0.04554765F,0.2390933F,-0.029750716F,-0.20962545F,0.019078054F,-0.1773757F,0.2728401F,
    -0.23531933F,-0.23561212F,-0.48966515F,-0.10813965F,-0.23144928F,0.15193018F,-0.07226866F,
    -0.01643898F,0.13048856F,-0.049582902F,0.041582003F,-0.33306322F,0.2569493F,-0.21141326F,
    0.14555968F,0.029407576F,0.35185722F,-0.01001176F,0.12579517F,-0.0029334244F,0.18196978F,
    -0.07415622F,0.44466308F,0.32187426F,-0.40673763F,0.041942034F,-0.12346452F,0.031336587F,
    0.009503865F,0.2867064F,-0.012090992F,0.123747036F,-0.17855743F,0.26415947F,-0.1408346F,
    0.27813417F,0.10761268F,0.051765557F,-0.1883225F,0.13986325F,-0.09394422F,0.11895743F,
    0.0020900725F,0.102875695F,-0.31615418F,0.21292353F,0.45137414F,0.036014363F,-0.17515993F,
    0.047892883F,-0.15375479F,0.09289044F,-0.10769655F,0.09121559F,0.043401312F,-0.120462544F,
    0.28829888F,0.039937835F,-0.1775143F,-0.35840115F,0.25237307F,0.35883388F,0.18198432F,
    -0.05027533F,-0.0016272952F,0.19087923F,-0.2623888F,0.058296382F,-0.32064825F,-0.04181431F,
    -0.23258327F,-0.027303306F,-0.2868699F,0.34228465F,0.24331284F,0.12370447F,-0.22782761F,
    -0.20762116F,-0.1419224F,-0.52773887F,0.14332162F,-0.16794904F,0.08403182F,0.30851516F,
    0.20037088F,-0.07087293F,0.27045733F,-0.092441596F,-0.15247387F,-0.20046318F,0.0329255F,
    0.25101987F,0.33009532F,-0.14601608F,-0.28470746F,-0.1618871F,0.07323569F,0.07227311F,
    0.09919663F,0.1357892F,-0.20807737F,-0.11153441F,0.2116818F,-0.17436995F,0.33061257F,
    -0.18820722F,0.17368788F,0.11174734F,-0.25334364F,-0.06930263F,-0.19475846F,-0.53531677F,
    0.3432312F,-0.18124758F,0.06322259F,0.21159561F,-0.072157316F,0.08555471F,0.030905116F,
    0.04068115F,-0.34183785F,-0.06710132F,-0.32270575F,0.04417589F,0.31791604F,-0.31835055F,
    -0.054242503F,0.38957408F,-0.43624526F,0.05003988F,-0.011856384F,-0.12080054F,-0.24571975F,
    -0.09773094F,0.059265804F,0.029070994F,0.12816389F,0.13158853F,-0.2939734F,-0.14343038F,
    -0.011848834F,-0.021927733F,-0.011653725F,0.3314973F,0.44532922F,-0.3355442F,0.039765764F,
    0.040281367F,-0.016969806F,0.2882871F,0.102009095F,-0.013317172F,-0.4165022F,-0.28675508F,
    -0.08096666F,0.34355605F,0.060488615F,0.08450634F,-0.079135254F,-0.086116694F,-0.08364277F,
    0.08579246F,-0.19177096F,-0.049497407F,-0.104502216F,-0.31349066F,-0.25303847F,0.13566762F,
    -0.057980105F,-0.060386848F,0.093827076F,0.2465209F,-0.12841688F,-0.10736914F,0.12566794F,
    0.13364632F,0.06130508F,0.10730407F,-0.41167533F,-0.087414585F,0.041516088F,0.0016988318F,
    -0.18393286F,0.33844957F,0.22421013F,-0.013900976F,-0.22698638F,-0.54382336F,0.22558764F,
    0.30507377F,0.07278858F,0.18468845F,-0.05289279F,-0.034297645F,-0.03641991F,-0.6071181F,
    0.32287556F,0.44820547F,0.061795216F,0.060909715F,-0.10390133F,0.10434161F,-0.32502964F,
    -0.14721027F,-0.38001698F,0.0833341F,-0.070487015F,-0.0798947F,-0.37385896F,-0.12789917F,
    -0.26210976F,-0.22531871F,0.15465441F,0.035330854F,-0.13396241F,0.2708214F,-0.016852016F,
    0.23884527F,0.085462905F,-0.11812623F,0.105872944F,0.1945654F,-0.27820125F,0.25404862F,
    -0.2683976F,-0.06597436F,0.012604477F,-0.21879123F,0.22217882F,-0.034882855F,-0.48722073F,
    -0.056651246F,0.29785615F,0.0232555F,0.0729799F,0.08741311F,0.05040618F,0.077922925F,
    -0.41832414F,-0.40591738F,-0.101914786F,-0.20952596F,-0.24506219F,-0.05470615F,-0.24021988F,
    -0.04581229F,-0.39286816F,-0.14920506F,-0.06478119F,0.16286108F,-0.37227753F,-0.006782069F,
    0.22579826F,-0.35203484F,-0.2666711F,-0.21557184F,-0.053907383F,0.3410703F,-0.22085321F,
    -0.18267113F,-0.07397055F,0.0877669F,0.19324936F,-0.15840887F,0.3140363F,0.2413678F,
    -0.20287782F,-0.23759818F,-0.31052774F,-0.20362005F,0.054069728F,0.17241743F,0.12367471F,
    -0.0752846F,0.2657358F,0.22750604F,0.19684088F,0.1268485F,-0.18502203F,0.30369502F,-0.29001182F,
    -0.28944203F,-0.06029869F,0.061964F,0.050617553F,-0.082631536F,-0.2258897F};

// policy.block0.mlp.down.bias [1 x 24]
alignas(64) inline constexpr float kPolicyBlock0MlpDownBias[] = {
    -0.00014959332F,-0.00089071324F,-0.031628124F,0.0561817F,-0.043432366F,0.025029568F,
    0.0033826719F,-0.033215225F,0.0016199929F,-0.024021007F,0.08743557F,-0.026139371F,-0.027632255F,
    0.0135945855F,-0.06262396F,0.04265189F,0.09065018F,0.018113127F,0.00040143443F,-0.010002254F,
    0.0104276305F,-0.026411558F,-0.061373062F,0.0016247688F};

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

// policy.position [32 x 24]
alignas(64) inline constexpr float kPolicyPosition[] = {
    0.0069438512F,-0.02330299F,-0.0051682186F,0.09658074F,0.054093152F,0.008521458F,-0.017574385F,
    -0.01628941F,0.06214648F,0.031651963F,0.0063461293F,0.14282313F,-0.005824346F,-0.14583859F,
    -0.107442565F,0.070935644F,0.109548636F,-0.023016192F,0.008125083F,0.06658718F,-0.06757909F,
    -0.06834413F,0.006872349F,0.012372597F,0.008153628F,0.014020917F,-0.09096679F,-0.009041101F,
    0.0016807826F,-0.033837453F,-0.11196903F,0.033261824F,0.0046542925F,-0.027183171F,0.038094856F,
    0.03021261F,0.02370042F,0.014506506F,-0.0029873785F,-0.009393008F,-0.020925473F,0.110499136F,
    0.007168367F,0.01012676F,0.038723774F,0.00089376897F,-0.089941956F,-0.008173539F,-0.0090437F,
    -0.04207892F,-0.034869537F,0.060697306F,0.1612574F,-0.0029580533F,-0.011303725F,0.04369286F,
    -0.010429772F,-0.07556705F,0.052065264F,0.14551789F,-0.05688479F,-0.112190634F,-0.029030485F,
    -0.018934451F,0.06991931F,-0.06483324F,0.017462386F,-0.0668601F,0.03375809F,-0.13417287F,
    0.029799797F,-0.13841914F,0.034790404F,-0.014617794F,0.008487098F,-0.0012995925F,-0.012652729F,
    0.037312713F,0.04227507F,0.020059941F,-0.028643876F,-0.06672905F,-0.131235F,-0.042319175F,
    -0.015081047F,0.01871889F,0.012909293F,0.05255486F,0.036173455F,0.036412556F,-0.008988783F,
    -0.03163465F,0.054690957F,-0.053704135F,-0.0026072217F,0.038118783F,-0.09651886F,0.021763464F,
    0.14293467F,0.05935258F,0.08102438F,0.077862985F,0.014127292F,-0.05061669F,-0.026450753F,
    -0.056619037F,-0.03625644F,0.10529771F,-0.03634172F,-0.1011629F,-0.032106504F,-0.038537044F,
    -0.01913112F,-0.030401563F,-0.04751768F,0.024269061F,-0.021312827F,-0.0012142219F,-0.0366736F,
    0.02900339F,-0.07216748F,0.0019940685F,-0.0029100624F,0.030636305F,-0.09281439F,0.016853878F,
    -0.0049311374F,-0.10118895F,-0.06560347F,0.010483239F,-0.04022477F,-0.03936566F,0.03275061F,
    0.027571363F,0.059432387F,-0.025347836F,-0.013737408F,0.041850064F,0.011480111F,-0.029268926F,
    0.0154301785F,-0.0064775646F,0.0527308F,0.10242451F,0.048546568F,0.06684792F,0.044768315F,
    -0.036535572F,-0.03751262F,0.057609998F,0.015171391F,-0.07854069F,-0.009102816F,-0.030569961F,
    -0.08410597F,0.023214938F,-0.019188514F,-0.1324838F,-0.00088661205F,-0.0047425386F,
    -0.017062513F,-0.050765853F,0.043282453F,-0.05455648F,-0.019142149F,0.0043055685F,0.04297889F,
    0.032879792F,0.103659146F,0.037476406F,-0.044444144F,0.02860938F,0.0023942727F,0.020770544F,
    -0.08905089F,-0.050967976F,-0.04778656F,0.042295914F,-0.11130484F,-0.023398416F,-0.06914435F,
    0.04570147F,0.026598327F,0.041785438F,-0.040027265F,0.06578397F,-0.14760034F,0.058929984F,
    0.052301828F,0.0770402F,-0.029319659F,0.04332498F,0.08788137F,0.09088635F,0.031925574F,
    -0.011413545F,-0.059970655F,0.0403552F,0.074844405F,0.08946216F,-0.0701513F,-0.038515743F,
    0.011126713F,-0.017752312F,-0.022573112F,-0.008645927F,-0.011081079F,0.08511864F,-0.021309873F,
    0.060892317F,-0.06380047F,0.07862927F,0.0005633459F,0.02592449F,0.121695794F,0.0049177823F,
    -0.027509058F,-0.1248963F,-0.0103491F,-0.007798192F,-0.013698533F,-0.024871066F,-0.02394072F,
    0.049024582F,0.047263023F,-0.058053493F,-0.032373805F,0.010249697F,-0.05912892F,-0.05803758F,
    0.040565718F,-0.020319024F,0.019689504F,0.039111182F,0.0016423026F,-0.016481675F,-0.010032946F,
    -0.016009148F,-0.04979503F,0.035335537F,-0.057177257F,-0.01177986F,-0.054383673F,0.019376555F,
    -0.04090669F,0.021339206F,0.009215615F,0.029672293F,-0.08890601F,0.013411882F,-0.018258426F,
    0.04540247F,0.026430847F,-0.058428016F,0.016137782F,0.045730297F,-0.0015357131F,-0.060886234F,
    0.004630948F,-0.040748313F,0.0037674126F,0.043658F,0.041177437F,-0.023875255F,0.016610254F,
    -0.026165668F,0.03584416F,-0.042035133F,-0.015187455F,0.003079728F,0.03466329F,0.013295865F,
    -0.055882093F,-0.009583497F,-0.039713513F,-0.004302547F,0.018505862F,-0.08749871F,-0.040257867F,
    0.05958823F,-0.048697386F,-0.038713157F,0.036286138F,0.045221988F,0.033241034F,-0.09983645F,
    -0.013081669F,0.002847181F,-0.010034153F,-0.00636991F,0.015478249F,-0.020496424F,0.03409261F,
    0.011612956F,-0.017092926F,-0.013639358F,-0.01563123F,-0.017982269F,0.010997625F,0.047714163F,
    0.019390568F,-0.026334923F,0.033547647F,0.018279536F,0.057612535F,0.007855462F,-0.0170921F,
    -0.004279647F,0.002159625F,-0.013667536F,0.055320244F,0.0025313362F,0.046221994F,0.013713974F,
    -0.013687538F,-0.0025687453F,0.0054250257F,0.033058666F,0.017691437F,-0.028505664F,0.08257347F,
    -0.05647939F,0.01684146F,0.04073345F,0.029207999F,0.024339536F,0.008216437F,0.036218006F,
    0.048152484F,-0.018384088F,8.077347e-05F,-0.001961425F,0.10372809F,0.020499287F,0.007040958F,
    -0.024322063F,-0.031302556F,0.03640319F,-0.0040207873F,0.0023990062F,0.0321282F,0.0034126746F,
    -0.0061690644F,-0.0014978795F,-0.085314594F,0.010254481F,-0.02467677F,-0.003454625F,
    -0.01688338F,0.029568322F,0.001256439F,0.004559614F,-0.019263737F,-0.015716327F,0.024798002F,
    0.01123049F,-0.06305962F,0.017759038F,-0.03626785F,-0.012933615F,0.050207056F,-0.020668333F,
    -0.03420231F,-0.031809393F,-0.013547577F,0.07730145F,-0.02602623F,-0.038567275F,-0.014339516F,
    -0.019398626F,0.034869123F,0.0347468F,0.03522238F,-0.014904011F,0.05439006F,0.0313453F,
    0.019460795F,-0.029450873F,-0.0031731392F,-0.030798102F,0.022500366F,-0.04583723F,-0.044719167F,
    -0.028550701F,-0.10894668F,-0.02747653F,0.10238032F,0.050585326F,-0.021496031F,0.035589F,
    0.061715458F,0.006209555F,-0.047091678F,-0.009454203F,-0.015188925F,-0.07206603F,-0.019842913F,
    0.03378344F,0.110914074F,-0.008891485F,0.043267705F,0.047206752F,-0.07155757F,0.054926552F,
    0.050866663F,0.052170508F,-0.037341643F,-0.033803463F,0.07491493F,-0.014121616F,0.06608012F,
    0.08175997F,0.10042154F,-0.05618444F,-0.07616399F,0.09747733F,0.086185165F,-0.020267917F,
    0.10349313F,-0.010711305F,0.04887213F,-0.010422489F,0.049284946F,-0.019344352F,0.03306729F,
    -0.014872547F,-0.030830776F,-0.028443344F,-0.05640897F,-0.0027496049F,-0.025205811F,
    0.020047082F,-0.13716131F,0.04619943F,0.20405525F,-0.0010896784F,-0.1040932F,0.058063373F,
    0.03201328F,0.089656785F,0.06148147F,0.036683995F,-0.050762944F,0.06629567F,-0.0679712F,
    0.044903904F,0.07252415F,-0.07038018F,-0.0005524598F,0.07325022F,-0.09040449F,0.09161726F,
    0.09303377F,-0.018171709F,0.08607096F,-0.06453998F,-0.0102077015F,-0.024387281F,0.010246508F,
    0.019704213F,0.14855066F,0.037677705F,-0.088575155F,0.03292722F,-0.0124104675F,0.06929233F,
    0.020278286F,0.08240718F,0.0010985332F,-0.028380986F,0.022450812F,-0.058750737F,0.04385716F,
    -0.07947265F,-0.04282958F,0.030328419F,0.019260451F,0.027481154F,-0.04537985F,0.0083946325F,
    -0.14449346F,0.01933227F,0.13724591F,0.0064646555F,-0.060232982F,0.09222163F,-0.0349058F,
    -0.011325815F,0.07724351F,0.017287632F,0.028593196F,-0.008207351F,-0.067529306F,0.009531612F,
    -0.06519522F,-0.01770929F,0.01869961F,0.059317052F,-0.10008714F,0.012780949F,0.037569974F,
    -0.03887273F,-0.0054796943F,-0.0978846F,0.03358222F,-0.04326537F,-0.02240093F,0.081912756F,
    0.06733988F,0.058369122F,-0.07288704F,0.012506231F,0.012330425F,0.09148738F,0.040880814F,
    0.06894023F,-0.0730392F,-0.15896986F,-0.060884938F,-0.117842756F,0.097320646F,0.02714186F,
    -0.04528559F,0.07312932F,-0.05085367F,0.0050959955F,0.04019022F,-0.10842293F,-0.10054202F,
    -0.008851288F,0.023385148F,-0.10487468F,-0.059866346F,0.16941892F,-0.07361855F,0.0038461853F,
    0.1268877F,-0.090358116F,-0.051833987F,-0.061355807F,-0.060746785F,0.026017867F,0.007994809F,
    -0.01910922F,0.0020414067F,0.025872463F,-0.041128952F,0.022973709F,-0.040252753F,-0.01355713F,
    0.1616866F,-0.056654945F,0.024226747F,-0.06332507F,-0.023443308F,0.043865483F,0.16145764F,
    0.041724175F,0.0019391269F,-0.012116607F,0.019735886F,-0.006859598F,0.0075150942F,0.12411607F,
    -0.08991345F,-0.06878433F,-0.017728783F,-0.0613303F,-0.06397319F,-0.045164045F,0.06489371F,
    0.13481778F,-0.049888894F,0.07029831F,0.036529887F,-0.06028921F,-0.02229715F,0.038165372F,
    0.07380492F,0.028950838F,-0.05637991F,0.024510892F,0.046943676F,-0.031214865F,0.08233788F,
    0.01917663F,-0.080650784F,-0.042953193F,-0.06757041F,4.0645915e-05F,0.0275216F,0.11172395F,
    -0.036333706F,0.05314479F,0.11598633F,-0.016976308F,-0.102032855F,-0.021129798F,-0.01816098F,
    -0.09722006F,-0.079277135F,-0.03348749F,0.046577815F,0.011670697F,0.038562585F,0.027614774F,
    0.11251819F,-0.09690027F,0.042838085F,-0.008566044F,0.05563249F,0.041337837F,-0.17138591F,
    -0.11697523F,-0.06767375F,-0.050866712F,0.043370556F,-0.13421358F,0.031949252F,0.058293264F,
    -0.051367365F,-0.05382994F,-0.021077223F,-0.024533553F,0.11514494F,-0.08467528F,-0.06359072F,
    -0.012990904F,-0.044054553F,-0.05024711F,-0.037758693F,0.0071516545F,0.058938444F,-0.057776675F,
    -0.092399985F,-0.025629742F,0.004103506F,-0.004292398F,0.07723289F,0.0031317498F,-0.017719926F,
    -0.06683274F,-0.031881675F,0.02904306F,-0.0065243063F,-0.05906385F,0.039383236F,-0.019359648F,
    -0.03181996F,0.015731283F,0.07309851F,0.022465685F,-0.045866806F,0.06268936F,0.087414086F,
    -0.07694947F,-0.029340336F,0.063918695F,0.031132914F,0.012247859F,-0.09458132F,-0.1208207F,
    -0.08200668F,-0.0081943525F,0.09780953F,-0.18923865F,0.07107078F,-0.031104352F,-0.032955036F,
    0.03607383F,0.070400886F,-0.028405152F,0.066907905F,0.015869886F,0.026433825F,-0.042270146F,
    -0.02311021F,-0.052900266F,0.045327593F,-0.06562231F,-0.0012788649F,-0.009154366F,0.04161136F,
    -0.07907944F,-0.02717084F,-0.027764898F,0.02966176F,-0.046736974F,0.019318536F,0.03894742F,
    0.0021402207F,0.019882713F,-0.039700303F,0.064475454F,-0.02114751F,-0.03886699F,-0.03306349F,
    -0.056600574F,0.025789265F,-0.022545602F,0.042834204F,-0.047155846F,0.016796734F,-0.008450845F,
    -0.06542296F,0.04364075F,-0.02401142F,0.0005152544F,-0.10095719F,-0.041383307F,-0.03040963F,
    0.005144605F,0.033692937F,0.07308441F,0.08213133F,-0.049533118F,-0.050947417F,-0.023223843F,
    0.043233924F,0.04862142F,-0.04186089F,-0.009775741F,0.021304816F,-0.027873121F,-0.026198514F,
    -0.04083625F,-0.049076404F,0.017014544F,-0.01175503F,0.0032935566F,-0.006133656F,0.011716693F,
    -0.07719613F,-0.0046331873F,0.033080645F,-0.015487748F,0.007167956F,-0.0023559064F,0.05765156F,
    -0.009231085F,0.0055756187F,0.00056462985F,-0.037180204F,-0.01183662F,-0.0035817446F,0.1052973F,
    -0.09112022F,0.103617944F,0.010062068F,-0.018839F,-0.045991685F,0.0017970939F,0.056224864F,
    -0.0468246F,-0.019301355F,-0.060725316F,0.020435572F,0.05331977F,0.056462612F,-0.05716223F,
    -0.036895767F,0.016551431F,-0.04849558F,-0.002332565F,-0.001359729F,-0.059258718F,0.0016156703F,
    -0.052713767F};

// policy.head.move.bias [1 x 3]
alignas(64) inline constexpr float kPolicyHeadMoveBias[] = {
    -0.086906776F,0.120395176F,-0.05086065F};

// policy.head.move.weight [24 x 3]
alignas(64) inline constexpr float kPolicyHeadMoveWeight[] = {
    0.29646108F,-0.11064839F,-0.17026532F,0.06424707F,0.16141312F,-0.32267174F,-0.09043924F,
    0.28984815F,-0.28129166F,0.07709107F,0.11032019F,-0.17007385F,-0.16053404F,0.08280456F,
    0.062220667F,0.17728427F,-0.23996167F,0.1109002F,0.20843722F,-0.33951092F,0.17604946F,
    0.1828985F,0.007893371F,-0.20164117F,0.31218156F,-0.24866621F,0.016653575F,-0.27245194F,
    0.14470178F,0.043258984F,0.124196604F,-0.103771724F,-0.0072129834F,0.083064266F,0.15551081F,
    -0.25333685F,-0.07628174F,0.27527192F,-0.2631842F,-0.17385983F,0.07025931F,0.09774857F,
    0.07596676F,0.14717254F,-0.25267544F,-0.10704459F,0.07750806F,0.02401807F,-0.037983168F,
    -0.15444092F,0.25317946F,-0.20629723F,0.025206756F,0.19444396F,0.26483223F,-0.27816507F,
    0.06859214F,-0.15718813F,0.1530172F,-0.010457465F,-0.32493362F,0.2944363F,-0.049569182F,
    0.11248027F,-0.028576525F,-0.0790192F,-0.109088615F,-0.13699494F,0.24397841F,-0.10870742F,
    -0.17721795F,0.31729546F};

}  // namespace weights

/// Where the agent is and faces, by its own features.
inline OwnPose pose_of(const Observation& seen) {
  OwnPose pose;
  pose.x = static_cast<double>(seen.self.x) * 1.0;
  pose.y = static_cast<double>(seen.self.y) * 1.0;
  face(pose, static_cast<double>(seen.self.cos_heading) * 1.0,
       static_cast<double>(seen.self.sin_heading) * 1.0);
  return pose;
}

/// The 4 features of token i of "self".
inline void features_of_self([[maybe_unused]] const Observation& seen, [[maybe_unused]] const OwnPose& pose,
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
inline void features_of_target([[maybe_unused]] const Observation& seen, [[maybe_unused]] const OwnPose& pose,
    [[maybe_unused]] std::size_t i, [[maybe_unused]] float* row) {
  const auto& entity = seen.target;
  row[0] = entity.x;
  row[1] = entity.y;
  move(pose, {0, 1, 1.0, 1.0}, true, row);
  normalise_features({weights::kTargetMean, weights::kTargetScale}, 2, row);
}

/// The 2 features of token i of "mine".
inline void features_of_mine([[maybe_unused]] const Observation& seen, [[maybe_unused]] const OwnPose& pose,
    [[maybe_unused]] std::size_t i, [[maybe_unused]] float* row) {
  const auto& entity = seen.mine.data[i];
  row[0] = entity.x;
  row[1] = entity.y;
  move(pose, {0, 1, 1.0, 1.0}, true, row);
  normalise_features({weights::kMineMean, weights::kMineScale}, 2, row);
}

/// The agent's vector [kWidth], as the policy reads it.
inline void encode_policy(const Observation& seen, [[maybe_unused]] const OwnPose& pose,
    [[maybe_unused]] const Work& work, float* out) {
  std::size_t tokens = 0;
  const Vector origin = origin_of(seen.self.position);
  {  // self
    const std::size_t count = 1;
    float* const x = work.x + tokens * kWidth;
    embed<4>(
        count, [&](std::size_t i, float* row) { features_of_self(seen, pose, i, row); },
        {weights::kPolicyEntitySelfEmbedWeight, weights::kPolicyEntitySelfEmbedBias}, x);
    for (std::size_t i = 0; i < count; ++i) {
      set_place(work, tokens + i, difference(seen.self.position, origin));
    }
    tokens += count;
  }
  {  // target
    const std::size_t count = 1;
    float* const x = work.x + tokens * kWidth;
    embed<2>(
        count, [&](std::size_t i, float* row) { features_of_target(seen, pose, i, row); },
        {weights::kPolicyEntityTargetEmbedWeight, weights::kPolicyEntityTargetEmbedBias}, x);
    for (std::size_t i = 0; i < count; ++i) {
      set_place(work, tokens + i, difference(seen.target.position, origin));
    }
    tokens += count;
  }
  {  // mine
    const std::size_t count = seen.mine.count;
    float* const x = work.x + tokens * kWidth;
    embed<2>(
        count, [&](std::size_t i, float* row) { features_of_mine(seen, pose, i, row); },
        {weights::kPolicyEntityMineEmbedWeight, weights::kPolicyEntityMineEmbedBias}, x);
    for (std::size_t i = 0; i < count; ++i) {
      set_place(work, tokens + i, difference(seen.mine.data[i].position, origin));
    }
    tokens += count;
  }
  const std::size_t entities = tokens;
  turn_motions(work, tokens, pose);
  // As seen from the agent, which is the origin if its place is known.
  if ((work.known[0] & kPlaceKnown) != 0) add_fourier(work, tokens, 0, 0, weights::kPolicyPosition);
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
  const OwnPose pose = pose_of(seen);
  float vector[kWidth];
  encode_policy(seen, pose, work, vector);
  decision.tokens = 1 + 1 + seen.mine.count;
  decision.attention = work.record;
  {  // move
    linear<24, 3>(vector, 1, weights::kPolicyHeadMoveWeight, weights::kPolicyHeadMoveBias, decision.move_probabilities);
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
