#include "agents/critic/central_critic.h"

#include <algorithm>
#include <cassert>

#include "nn/attention/attention_kinds.h"

namespace saccade {
namespace {

constexpr const char* kName = "value.team";

template <class T>
nn::AttentionBlock<T> make_block(const nn::EncoderConfig& config, nn::ParameterLayout& layout) {
  const auto layers = nn::BlockLayers<T>::create(
      layout, kName, config.width, config.mlp_ratio * config.width, config.activation);
  const nn::AttentionPlace place = {config.width, config.heads, 0,
                                    std::string(kName) + ".attention"};
  return {layers, nn::make_attention<T>({}, place, layout)};
}

}  // namespace

template <class T>
CentralCritic<T>::CentralCritic(const nn::EncoderConfig& config, nn::ParameterLayout& layout)
    : width_(config.width),
      block_(make_block<T>(config, layout)),
      norm_(nn::LayerNorm<T>::create(layout, std::string(kName) + ".norm", config.width)) {}

template <class T>
void CentralCritic<T>::initialise(T* parameters, nn::Random& random) const {
  block_.initialise(parameters, random);
  norm_.initialise(parameters);
}

// Each agent with its team.
template <class T>
nn::AttentionBatch<T> CentralCritic<T>::batch_of(const Teams& teams) {
  nn::AttentionBatch<T> batch;
  batch.samples = static_cast<int>(teams.offsets.size()) - 1;
  batch.queries = teams.offsets.data();
  batch.keys = teams.offsets.data();
  return batch;
}

template <class T>
void CentralCritic<T>::gather(const Teams& teams, const T* from, T* to) const {
  for (const std::int32_t sample : teams.members) {
    to = std::copy_n(from + std::ptrdiff_t{sample} * width_, width_, to);
  }
}

template <class T>
void CentralCritic<T>::scatter(const Teams& teams, const T* from, T* to) const {
  for (const std::int32_t sample : teams.members) {
    std::copy_n(from, width_, to + std::ptrdiff_t{sample} * width_);
    from += width_;
  }
}

template <class T>
void CentralCritic<T>::forward(const T* parameters, const T* vectors, int samples,
                               const Teams& teams, CentralCriticPass<T>& pass) const {
  if (teams.offsets.empty()) pass.alone.assign_alone(samples);
  const Teams& all = known(teams, pass);
  assert(all.members.size() == static_cast<std::size_t>(samples));
  T* x = pass.x.resize(samples, width_);
  gather(all, vectors, x);
  block_.forward(parameters, batch_of(all), x, nullptr, pass.block);
  T* normed = pass.normed.resize(samples, width_);
  norm_.forward(parameters, pass.block.out.data(), samples, pass.norm, normed);
  scatter(all, normed, pass.out.resize(samples, width_));
}

template <class T>
void CentralCritic<T>::backward(const T* parameters, int samples, const Teams& teams,
                                CentralCriticPass<T>& pass, T* d_vectors, T* gradient) const {
  const Teams& all = known(teams, pass);
  T* d = pass.d_x.resize(samples, width_);
  // out = scatter(normed)
  gather(all, pass.d_out.data(), d);
  // normed = norm(block.out)
  norm_.backward(parameters, pass.norm, d, samples, d, gradient);
  // block.out = block(x)
  block_.backward(parameters, batch_of(all), pass.block, {.d_out = d, .d_x = d}, gradient);
  // x = gather(vectors)
  scatter(all, d, d_vectors);
}

template class CentralCritic<float>;
template class CentralCritic<double>;

}  // namespace saccade
