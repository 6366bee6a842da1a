// Functions that distributions need, of our own: std::lgamma writes a global variable, and the
// library has no digamma.
#pragma once

namespace saccade::nn {

/// log Gamma(x), x > 0, to within 1e-14 max(1, |log Gamma(x)|).
double log_gamma(double x);

/// d/dx log Gamma(x), x > 0, to the same accuracy.
double digamma(double x);

/// d/dx digamma(x), x > 0, to the same accuracy.
double trigamma(double x);

/// log(1 + exp(x)), of any x.
double softplus(double x);

/// 1 / (1 + exp(-x)), the derivative of softplus.
double sigmoid(double x);

}  // namespace saccade::nn
