#!/usr/bin/env bash
# The long version of the randomised tests. TISSUENET_SOAK_RUNS is the number of runs of the graph (default 30,000),
# TISSUENET_SOAK_MUTATIONS that of damaged slides (default 100,000; TISSUENET_SOAK_FIRST the first seed), TISSUENET_SOAK_SECONDS how long
# many threads read each slide (default 60; TISSUENET_BENCH_SLIDE names one more). TISSUENET_SOAK_REPORT names a file for what
# came of the damaged slides. Arguments go to the test runner.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export TISSUENET_SOAK_RUNS="${TISSUENET_SOAK_RUNS:-30000}"
export TISSUENET_SOAK_MUTATIONS="${TISSUENET_SOAK_MUTATIONS:-100000}"
export TISSUENET_SOAK_SECONDS="${TISSUENET_SOAK_SECONDS:-60}"
if [ $# = 0 ]; then
  set -- --filter-namespace "TissueNet.Tests.Pipelines*" --filter-namespace "TissueNet.Tests.Slides*"
fi
echo "Soaking with ${TISSUENET_SOAK_RUNS} runs, ${TISSUENET_SOAK_MUTATIONS} damaged slides, ${TISSUENET_SOAK_SECONDS} s of reading each slide."
TEST_RESULTS="${TEST_RESULTS:-TestResults/soak}" exec bash eng/test.sh "$@"
