#include "experiments/machine/machine.h"

#include <catch2/catch.hpp>

namespace saccade {

TEST_CASE("the name of a processor is that of the first line that has one") {
  CHECK(model_name("processor\t: 0\nmodel\t\t: 85\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.70GHz\r\n"
                   "model name\t: another\n") == "Intel(R) Xeon(R) CPU @ 2.70GHz");
  CHECK(model_name("processor: 0\nBogoMIPS: 50.00\n").empty());  // 64-bit Arm.
  CHECK(model_name("model name").empty());
  CHECK(model_name("").empty());
}

TEST_CASE("a machine has a name and cores") {
  const Machine machine = this_machine();
  CHECK_FALSE(machine.compiler.empty());
  CHECK_FALSE(machine.processor.empty());
  CHECK(machine.cores >= 1);
}

}  // namespace saccade
