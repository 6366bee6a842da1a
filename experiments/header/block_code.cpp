#include "experiments/header/block_code.h"

#include <vector>

namespace saccade {

std::string block_code(const HeaderPlan& plan, const std::string& tensors, BlockUse use,
                       WeightCode& weights) {
  const std::string attention = tensors + ".attention", mlp = tensors + ".mlp";
  const bool alone = use == BlockUse::kAlone;
  const std::string key = attention + ".key.weight";
  std::vector<std::string> fields = {weights.use(attention + ".norm.gain"),
                                     weights.use(attention + ".norm.bias")};
  const auto add = [&](const std::string& tensor, bool needed = true) {
    fields.push_back(needed ? weights.use(tensor) : "nullptr");
  };
  add(attention + ".query.weight", !alone);
  add(attention + ".query.bias", !alone);
  fields.push_back(use == BlockUse::kFolded ? weights.use_transposed(key)
                   : alone                  ? "nullptr"
                                            : weights.use(key));
  for (const char* layer : {".value", ".output"}) {
    add(attention + layer + ".weight");
    add(attention + layer + ".bias");
  }
  add(mlp + ".norm.gain");
  add(mlp + ".norm.bias");
  for (const char* layer : {".up", ".down"}) {
    add(mlp + layer + ".weight");
    add(mlp + layer + ".bias");
  }
  if (plan.needs("pair_bias")) add(attention + ".pair_bias", !alone);
  if (plan.needs("pair_value")) add(attention + ".pair_value.weight", !alone);
  if (plan.needs("additive")) add(attention + ".score", !alone);
  if (plan.needs("cosine")) add(attention + ".temperature", !alone);
  return weights.add_struct(tensors, "Block", fields);
}

}  // namespace saccade
