// --set key=value from anywhere, one a line: as in fuzz_config.
#include <sstream>

#include "experiments/config/config_text.h"
#include "experiments/config/experiment_config.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  static RegisteredEnvironments environments;
  static const ExperimentConfig kForage =
      parse_config("[env]\nid = \"forage\"\n", "forage", environments);
  std::istringstream lines(testing::text_of(data, size));
  std::vector<std::string> sets;
  for (std::string line; std::getline(lines, line);) sets.push_back(line);
  ExperimentConfig config = kForage;
  try {
    apply_sets(config, sets, environments);
  } catch (const Error&) {
    return 0;
  }
  const std::string written = write_config(config);
  const std::string again = write_config(parse_config(written, "written.toml", environments));
  testing::promise(written == again, "what was written is read back");
  return 0;
}
