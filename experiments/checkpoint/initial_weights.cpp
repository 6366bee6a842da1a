#include "experiments/checkpoint/initial_weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <utility>

#include "envs/episode/digest.h"

namespace saccade {
namespace {

std::string digest_of(const TensorMap& tensors) {
  Digest digest;
  for (const auto& [name, tensor] : tensors) {
    digest.add(name);
    digest.add(tensor.dtype);
    digest.add_all(tensor.shape);
    for (const std::byte byte : tensor.bytes) digest.add(static_cast<std::uint8_t>(byte));
  }
  return fmt::format("{:016x}", digest.value());
}

std::vector<std::string> kind_names(const Checkpoint& checkpoint) {
  std::vector<std::string> names;
  for (const KindDescription& kind : checkpoint.kinds) names.push_back(kind.name);
  return names;
}

Checkpoint read_source(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    throw Error(fmt::format(
        "init.from: found the directory '{}', wanted a checkpoint file: name one in its "
        "checkpoints/, or use --init",
        file));
  }
  try {
    return read_checkpoint(file);
  } catch (const Error& error) {
    throw Error(fmt::format("init.from: {}", error.what()));
  }
}

}  // namespace

std::string policies_digest(const Checkpoint& checkpoint) {
  return digest_of(policy_tensors(checkpoint.tensors, kind_names(checkpoint)));
}

InitialWeights read_initial_weights(const InitConfig& init) {
  Checkpoint checkpoint = read_source(init.from);
  checkpoint.tensors = policy_tensors(checkpoint.tensors, kind_names(checkpoint));
  std::string digest = digest_of(checkpoint.tensors);
  if (!init.digest.empty() && init.digest != digest) {
    throw Error(fmt::format(
        "init.digest: the weights in '{}' have the digest {}, wanted {}: the file is not the one "
        "that the configuration means",
        init.from, digest, init.digest));
  }
  return {init.from, std::move(checkpoint), std::move(digest), {}};
}

std::optional<InitialWeights> begin_with_weights(Learner& learner, InitConfig& init) {
  if (init.from.empty()) return std::nullopt;
  InitialWeights weights = read_initial_weights(init);
  try {
    weights.transfer = learner.begin_with(weights.checkpoint.tensors);
  } catch (const Error& error) {
    throw Error(fmt::format("init.from: '{}': {}", init.from, error.what()));
  }
  init = {kInitialWeights, weights.digest};
  return weights;
}

std::vector<std::string> describe_transfer(const InitialWeights& weights) {
  const Transfer& transfer = weights.transfer;
  const std::size_t all = transfer.taken.size() + transfer.misfits.size() + transfer.missing.size();
  std::vector<std::string> lines = {
      fmt::format("Begins with the weights of '{}' (environment {}, step {}): {} of {} tensors fit",
                  weights.source, weights.checkpoint.env_id, weights.checkpoint.step,
                  transfer.taken.size(), all)};
  for (const auto& [name, why] : transfer.misfits) {
    lines.push_back(fmt::format("  does not fit, begins anew: {} has {}", name, why));
  }
  if (!transfer.missing.empty()) {
    lines.push_back(
        fmt::format("  missing there, begin anew: {}", fmt::join(transfer.missing, ", ")));
  }
  if (!transfer.unused.empty()) {
    lines.push_back(fmt::format("  not used here: {}", fmt::join(transfer.unused, ", ")));
  }
  return lines;
}

}  // namespace saccade
