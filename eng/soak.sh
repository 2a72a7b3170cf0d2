#!/usr/bin/env bash
# The long version of the randomised tests: more seeds for the graph's chaos runs. TISSUENET_SOAK_RUNS is the number of runs
# (default 30,000); arguments go to the test runner.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export TISSUENET_SOAK_RUNS="${TISSUENET_SOAK_RUNS:-30000}"
echo "Soaking with ${TISSUENET_SOAK_RUNS} runs."
TEST_RESULTS="${TEST_RESULTS:-TestResults/soak}" exec bash eng/test.sh --filter-namespace "TissueNet.Tests.Pipelines*" "$@"
