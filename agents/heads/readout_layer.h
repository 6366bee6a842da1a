// A linear map of the agents' vectors, whose gradient is added to theirs.
#pragma once

#include <string>

#include "agents/heads/policy_head.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/initialise.h"
#include "nn/layers/linear.h"

namespace saccade {

/// At first its outputs are nearly 0, so that no action is preferred (Andrychowicz et al. 2021).
inline constexpr double kHeadGain = 0.01;

template <class T>
class ReadoutLayer {
 public:
  /// Adds `name.weight` and `name.bias`.
  ReadoutLayer(nn::ParameterLayout& layout, const std::string& name, int in, int out)
      : linear_(nn::Linear<T>::create(layout, name, in, out)) {}

  void initialise(T* parameters, nn::Random& random) const {
    linear_.initialise(parameters, random, kHeadGain);
  }
  /// What the outputs from `first` on are at first, nearly.
  void fill_bias(T* parameters, int first, double value) const {
    const auto begin = static_cast<std::size_t>(first);
    nn::fill_constant(parameters, {linear_.bias.offset + begin, 1, linear_.bias.cols - first},
                      value);
  }

  /// Overwrites pass.output [samples x out].
  void forward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass) const {
    linear_.forward(parameters, input.readout, input.samples,
                    pass.output.resize(input.samples, linear_.weight.cols));
    pass.d_output.resize(pass.output.size());
  }

  /// Of pass.d_output; `d_readout` is scratch.
  void backward(const T* parameters, const HeadInput<T>& input, const HeadPass<T>& pass,
                nn::Buffer<T>& d_readout, const HeadGradient<T>& gradient) const {
    T* d = d_readout.resize(input.samples, linear_.weight.rows);
    linear_.backward(parameters, input.readout, pass.d_output.data(), input.samples, d,
                     gradient.parameters);
    for (std::size_t i = 0; i < d_readout.size(); ++i) gradient.readout[i] += d[i];
  }

 private:
  nn::Linear<T> linear_;
};

}  // namespace saccade
