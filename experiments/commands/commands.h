// The commands of the program, each in a file of its own: <name>_command.cpp.
//
// A command is given the arguments after its name, prints on stdout, and returns the exit status: 0
// done, 130 interrupted.  It throws Error for everything that went wrong; run_program (cli.h) turns
// that into one line on stderr and the exit status 2 (the request was wrong) or 1 (it failed).
#pragma once

#include <string>
#include <vector>

namespace saccade {

int train_command(const std::vector<std::string>& arguments);
int sweep_command(const std::vector<std::string>& arguments);
int eval_command(const std::vector<std::string>& arguments);
int compare_command(const std::vector<std::string>& arguments);
int watch_command(const std::vector<std::string>& arguments);
int play_command(const std::vector<std::string>& arguments);
int envs_command(const std::vector<std::string>& arguments);
int replay_command(const std::vector<std::string>& arguments);
int check_env_command(const std::vector<std::string>& arguments);
int new_env_command(const std::vector<std::string>& arguments);
int explain_command(const std::vector<std::string>& arguments);
int plot_command(const std::vector<std::string>& arguments);
int report_command(const std::vector<std::string>& arguments);
int export_command(const std::vector<std::string>& arguments);

}  // namespace saccade
