// Quantiles of the distributions that confidence intervals need.
#pragma once

namespace saccade {

/// Of Student's t distribution; 0 < probability < 1.  `freedom` > 0 need not be whole.
double student_quantile(double probability, double freedom);

/// Of the beta distribution with a, b > 0.
double beta_quantile(double probability, double a, double b);

}  // namespace saccade
