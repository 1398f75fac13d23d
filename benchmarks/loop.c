/* What a C programmer would write over the same tape: the peer of the compiled loops.

   One switch forward and one backward. The numbers of the ops (-DOP_ADD=2 …) are given by the benchmark, which takes
   them from the catalogue. A node's arguments are in `first` and `second`; those of an op of any arity are
   terms[first[i]] to terms[second[i] - 1]. `takes` has a bit for each argument that takes a gradient. */

#include <math.h>
#include <stdint.h>

#define TAPE const int64_t n, const uint8_t *restrict codes, const uint32_t *restrict first, \
             const uint32_t *restrict second, const uint8_t *restrict takes, const uint32_t *restrict terms

void forward(TAPE, double *restrict data) {
    for (int64_t i = 0; i < n; i++) {
        const uint32_t a = first[i], b = second[i];
        switch (codes[i]) {
            case OP_ADD: data[i] = data[a] + data[b]; break;
            case OP_SUB: data[i] = data[a] - data[b]; break;
            case OP_MUL: data[i] = data[a] * data[b]; break;
            case OP_POW: data[i] = pow(data[a], data[b]); break;
            case OP_NEG: data[i] = -data[a]; break;
            case OP_TANH: data[i] = tanh(data[a]); break;
            case OP_RELU: data[i] = data[a] <= 0.0 ? 0.0 : data[a]; break;
            case OP_SUM: {
                double result = 0.0;
                for (uint32_t k = a; k < b; k++) result += data[terms[k]];
                data[i] = result;
                break;
            }
        }
    }
}

void backward(TAPE, const double *restrict data, double *restrict grad) {
    for (int64_t i = 0; i < n; i++) grad[i] = 0.0;
    grad[n - 1] = 1.0;
    for (int64_t i = n - 1; i >= 0; i--) {
        const uint32_t a = first[i], b = second[i];
        const uint8_t take = takes[i];
        const double upstream = grad[i], out = data[i];
        double partial_a = 0.0, partial_b = 0.0;
        switch (codes[i]) {
            case OP_ADD: partial_a = 1.0; partial_b = 1.0; break;
            case OP_SUB: partial_a = 1.0; partial_b = -1.0; break;
            case OP_MUL: partial_a = data[b]; partial_b = data[a]; break;
            case OP_POW:
                partial_a = data[b] * pow(data[a], data[b] - 1.0);
                if (take & 2) partial_b = out * log(data[a]);
                break;
            case OP_NEG: partial_a = -1.0; break;
            case OP_TANH: partial_a = 1.0 - out * out; break;
            case OP_RELU: partial_a = data[a] <= 0.0 ? 0.0 : 1.0; break;
            case OP_SUM:
                for (uint32_t k = a; k < b; k++)
                    if (take || codes[terms[k]] != CONSTANT) grad[terms[k]] += upstream;
                continue;
            default: continue;
        }
        if (take & 1) grad[a] += upstream * partial_a;
        if (take & 2) grad[b] += upstream * partial_b;
    }
}

/* `steps` steps of gradient descent: update, forward, backward. */
void descend(TAPE, double *restrict data, double *restrict grad, const int64_t count,
             const uint32_t *restrict parameters, const int64_t steps, const double *restrict rates,
             double *restrict losses) {
    for (int64_t k = 0; k < steps; k++) {
        for (int64_t p = 0; p < count; p++) data[parameters[p]] -= rates[k] * grad[parameters[p]];
        forward(n, codes, first, second, takes, terms, data);
        losses[k] = data[n - 1];
        backward(n, codes, first, second, takes, terms, data, grad);
    }
}
