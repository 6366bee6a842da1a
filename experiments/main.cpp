#include "experiments/cli/cli.h"

int main(int argc, char** argv) {
  return saccade::run_program({argv + 1, argv + argc});
}
