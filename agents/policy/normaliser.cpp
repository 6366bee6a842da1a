#include "agents/policy/normaliser.h"

#include <algorithm>
#include <cmath>

#include "agents/state/tensor_checks.h"

namespace saccade {
namespace {

constexpr double kSmallestVariance = 1e-4;

}  // namespace

FeatureSums::FeatureSums(const std::vector<TokenSpec>& tokens) {
  for (const TokenSpec& type : tokens) {
    const std::size_t width = type.features.size();
    types_.push_back({0, std::vector<double>(width), std::vector<double>(width)});
  }
}

void FeatureSums::add(int type, std::span<const float> rows) {
  Type& sums = types_[static_cast<std::size_t>(type)];
  const std::size_t width = sums.sum.size();
  double* const sum = sums.sum.data();
  double* const squares = sums.squares.data();
  for (std::size_t begin = 0; begin < rows.size(); begin += width) {
    const float* row = rows.data() + begin;
    for (std::size_t j = 0; j < width; ++j) {
      const double value = static_cast<double>(row[j]);
      sum[j] += value;
      squares[j] += value * value;
    }
  }
  const std::size_t count = width > 0 ? rows.size() / width : 0;
  sums.count += static_cast<double>(count);
}

void FeatureSums::clear() {
  for (Type& type : types_) {
    type.count = 0;
    std::fill(type.sum.begin(), type.sum.end(), 0.0);
    std::fill(type.squares.begin(), type.squares.end(), 0.0);
  }
}

void FeatureSums::pack(Packer& out) const {
  for (const Type& type : types_) {
    out.add(type.count);
    out.add_all(type.sum);
    out.add_all(type.squares);
  }
}

void FeatureSums::unpack(Unpacker& in) {
  for (Type& type : types_) {
    in.take(type.count);
    in.take_all(type.sum);
    in.take_all(type.squares);
  }
}

Normaliser::Normaliser(const std::vector<TokenSpec>& tokens, bool enabled, float limit)
    : enabled_(enabled), limit_(limit) {
  for (const TokenSpec& type : tokens) {
    const std::size_t width = type.features.size();
    types_.push_back({type.name, std::vector<Moments>(width), std::vector<float>(width),
                      std::vector<float>(width, 1.0F)});
  }
}

void Normaliser::normalise(FeatureBatch& batch, int first, int count) const {
  if (!enabled_) return;
  for (std::size_t t = 0; t < types_.size(); ++t) {
    const std::size_t width = types_[t].shift.size();
    const float* shift = types_[t].shift.data();
    const float* scale = types_[t].scale.data();
    const std::span<float> rows = batch.features(static_cast<int>(t), first, count);
    for (std::size_t begin = 0; begin < rows.size(); begin += width) {
      float* row = rows.data() + begin;
      for (std::size_t j = 0; j < width; ++j) {
        row[j] = std::clamp((row[j] - shift[j]) * scale[j], -limit_, limit_);
      }
    }
  }
}

void Normaliser::merge(const FeatureSums& sums) {
  if (!enabled_) return;
  for (std::size_t t = 0; t < types_.size(); ++t) {
    const FeatureSums::Type& seen = sums.types_[t];
    for (std::size_t j = 0; j < seen.sum.size(); ++j) {
      types_[t].moments[j].merge(seen.count, seen.sum[j], seen.squares[j]);
    }
    refresh(types_[t]);
  }
}

void Normaliser::refresh(Type& type) {
  for (std::size_t j = 0; j < type.moments.size(); ++j) {
    const double variance = std::max(type.moments[j].variance, kSmallestVariance);
    type.shift[j] = static_cast<float>(type.moments[j].mean);
    type.scale[j] = static_cast<float>(1 / std::sqrt(variance));
  }
}

void Normaliser::save(TensorMap& tensors, const std::string& prefix) const {
  if (!enabled_) return;
  for (const Type& type : types_) {
    std::vector<double> mean, variance;
    for (const Moments& moments : type.moments) {
      mean.push_back(moments.mean);
      variance.push_back(moments.variance);
    }
    const double count = type.moments.empty() ? 0 : type.moments[0].count;
    const std::string name = prefix + "observation." + type.name;
    tensors[name + ".mean"].assign(mean);
    tensors[name + ".variance"].assign(variance);
    tensors[name + ".count"].assign(std::vector<double>{count});
  }
}

void Normaliser::load(const TensorMap& tensors) {
  if (!enabled_) return;
  std::vector<Type> loaded = types_;
  for (Type& type : loaded) {
    const std::string prefix = "observation." + type.name;
    const std::size_t width = type.moments.size();
    const auto mean = read_finite<double>(tensors, prefix + ".mean", width);
    const auto variance = read_not_negative<double>(tensors, prefix + ".variance", width);
    const double count = read_not_negative<double>(tensors, prefix + ".count", 1)[0];
    for (std::size_t j = 0; j < width; ++j) type.moments[j] = {count, mean[j], variance[j]};
    refresh(type);
  }
  types_ = std::move(loaded);
}

}  // namespace saccade
