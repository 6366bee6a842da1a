// An encoder with parameters away from their initial zeros and ones, where a wrong gradient could
// hide.
#pragma once

#include <boost/random/normal_distribution.hpp>
#include <memory>
#include <vector>

#include "nn/encoders/encoder.h"

namespace saccade::testing {

struct EncoderModel {
  nn::ParameterLayout layout;
  std::unique_ptr<nn::Encoder<double>> encoder;
  std::unique_ptr<nn::EncoderPass<double>> pass;
  std::vector<double> parameters;
  int width;

  EncoderModel(const nn::EncoderConfig& config, const std::vector<nn::TokenType>& types)
      : encoder(nn::make_encoder<double>(config, types, "policy.", layout)),
        pass(encoder->make_pass()),
        parameters(layout.size()),
        width(config.width) {
    nn::Random random(7);
    encoder->initialise(parameters.data(), random);
    boost::random::normal_distribution<double> normal(0, 0.1);
    for (const auto& entry : layout.entries()) {
      for (std::size_t i = 0; i < entry.slice.size(); ++i) {
        parameters[entry.slice.offset + i] += normal(random);
      }
    }
  }

  std::vector<double> readout(const nn::EntitySets<double>& sets) {
    encoder->prepare(parameters.data(), *pass);
    encoder->forward(parameters.data(), sets, *pass);
    return {pass->readout, pass->readout + sets.samples * width};
  }

  std::vector<nn::AttentionMap> attention(int sample) {
    return encoder->attention(parameters.data(), *pass, sample);
  }
};

}  // namespace saccade::testing
