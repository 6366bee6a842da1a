// The keys whose values are names: which names there are, by the type of the field.
#pragma once

#include <span>
#include <vector>

#include "agents/heads/continuous/continuous_kinds.h"
#include "experiments/config/config_keys.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {

/// A value and the name that it has in files and on the command line.
template <class Value>
struct Choice {
  const char* name;
  Value value;
};

inline constexpr Choice<nn::EncoderKind> kEncoders[] = {{"attention", nn::EncoderKind::kAttention},
                                                        {"mean_pool", nn::EncoderKind::kMeanPool},
                                                        {"max_pool", nn::EncoderKind::kMaxPool},
                                                        {"mlp", nn::EncoderKind::kMlp}};
inline constexpr Choice<nn::Activation> kActivations[] = {{"relu", nn::Activation::kRelu},
                                                          {"gelu", nn::Activation::kGelu},
                                                          {"tanh", nn::Activation::kTanh}};

inline constexpr Choice<nn::PositionKind> kPositions[] = {
    {"none", nn::PositionKind::kNone},
    {"learned_index", nn::PositionKind::kLearnedIndex},
    {"sinusoidal", nn::PositionKind::kSinusoidal},
    {"fourier", nn::PositionKind::kFourier}};
inline constexpr Choice<nn::Fusion> kFusions[] = {{"joint", nn::Fusion::kJoint},
                                                  {"cross", nn::Fusion::kCross}};
inline constexpr Choice<Deviation> kDeviations[] = {
    {name_of(Deviation::kLearned), Deviation::kLearned},
    {name_of(Deviation::kFixed), Deviation::kFixed},
    {name_of(Deviation::kState), Deviation::kState},
    {name_of(Deviation::kGsde), Deviation::kGsde}};

inline constexpr Choice<OptimiserKind> kOptimisers[] = {{"adam", OptimiserKind::kAdam},
                                                        {"adamw", OptimiserKind::kAdamW}};
inline constexpr Choice<LearningRateSchedule> kSchedules[] = {
    {"linear", LearningRateSchedule::kLinear},
    {"constant", LearningRateSchedule::kConstant},
    {"cosine", LearningRateSchedule::kCosine},
    {"kl_adaptive", LearningRateSchedule::kKlAdaptive}};

inline constexpr Choice<Minibatches> kMinibatches[] = {{"shuffled", Minibatches::kShuffled},
                                                       {"stratified", Minibatches::kStratified}};
inline constexpr Choice<nn::EmbeddingKind> kEmbeddings[] = {{"linear", nn::EmbeddingKind::kLinear},
                                                            {"mlp", nn::EmbeddingKind::kMlp}};
inline constexpr Choice<ObservationFrame> kFrames[] = {
    {name_of(ObservationFrame::kWorld), ObservationFrame::kWorld},
    {name_of(ObservationFrame::kPosition), ObservationFrame::kPosition},
    {name_of(ObservationFrame::kPose), ObservationFrame::kPose}};
inline constexpr Choice<ParameterSharing> kSharings[] = {
    {name_of(ParameterSharing::kShared), ParameterSharing::kShared},
    {name_of(ParameterSharing::kSeparate), ParameterSharing::kSeparate}};
inline constexpr Choice<CriticScope> kCritics[] = {
    {name_of(CriticScope::kOwn), CriticScope::kOwn},
    {name_of(CriticScope::kCentral), CriticScope::kCentral}};

inline std::span<const Choice<nn::EncoderKind>> choices(nn::EncoderKind) {
  return kEncoders;
}
inline std::span<const Choice<nn::Activation>> choices(nn::Activation) {
  return kActivations;
}

inline std::vector<Choice<const nn::AttentionKind*>> choices(const nn::AttentionKind* /*any*/) {
  std::vector<Choice<const nn::AttentionKind*>> all;
  for (const nn::AttentionKind& kind : nn::attention_kinds()) all.push_back({kind.name, &kind});
  return all;
}
inline std::vector<Choice<const nn::MemoryKind*>> choices(const nn::MemoryKind* /*any*/) {
  std::vector<Choice<const nn::MemoryKind*>> all;
  for (const nn::MemoryKind& kind : nn::memory_kinds()) all.push_back({kind.name, &kind});
  return all;
}
inline std::vector<Choice<const ContinuousKind*>> choices(const ContinuousKind* /*any*/) {
  std::vector<Choice<const ContinuousKind*>> all;
  for (const ContinuousKind& kind : continuous_kinds()) all.push_back({kind.name, &kind});
  return all;
}
inline std::span<const Choice<Deviation>> choices(Deviation) {
  return kDeviations;
}
inline std::span<const Choice<nn::PositionKind>> choices(nn::PositionKind) {
  return kPositions;
}
inline std::span<const Choice<nn::Fusion>> choices(nn::Fusion) {
  return kFusions;
}
inline std::span<const Choice<OptimiserKind>> choices(OptimiserKind) {
  return kOptimisers;
}
inline std::span<const Choice<LearningRateSchedule>> choices(LearningRateSchedule) {
  return kSchedules;
}
inline std::span<const Choice<Minibatches>> choices(Minibatches) {
  return kMinibatches;
}
inline std::span<const Choice<nn::EmbeddingKind>> choices(nn::EmbeddingKind) {
  return kEmbeddings;
}
inline std::span<const Choice<ObservationFrame>> choices(ObservationFrame) {
  return kFrames;
}
inline std::span<const Choice<ParameterSharing>> choices(ParameterSharing) {
  return kSharings;
}
inline std::span<const Choice<CriticScope>> choices(CriticScope) {
  return kCritics;
}

}  // namespace saccade
