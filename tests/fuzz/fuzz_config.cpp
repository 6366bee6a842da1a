// A configuration file from anywhere: it is understood or refused, and what was understood is
// written and read back as the same.
#include "experiments/config/config_text.h"
#include "experiments/config/experiment_config.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  static RegisteredEnvironments environments;
  ExperimentConfig config;
  try {
    config = parse_config(testing::text_of(data, size), "x.toml", environments);
  } catch (const Error&) {
    return 0;
  }
  const std::string written = write_config(config);
  const std::string again = write_config(parse_config(written, "written.toml", environments));
  testing::promise(written == again, "what was written is read back");
  return 0;
}
