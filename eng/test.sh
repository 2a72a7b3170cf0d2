#!/usr/bin/env bash
# Runs the tests. On Debian and Ubuntu it first installs the one native package they use, where that is possible.
# Arguments go to the test runner: bash eng/test.sh --filter-namespace TissueNet.Tests.Tissue
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has_turbojpeg() { ldconfig -p 2>/dev/null | grep -q libturbojpeg; }

if ! has_turbojpeg && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing libturbojpeg0, which decodes JPEG tiles."
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libturbojpeg0) >/dev/null 2>&1 || true
fi
has_turbojpeg || echo "libturbojpeg is not installed: tiles are decoded through libvips, which is slower." >&2

# The ANSI switch keeps logs plain; the report is what counts are read from.
exec dotnet test --project tests/TissueNet.Tests --configuration Release \
  --no-ansi --results-directory "${TEST_RESULTS:-TestResults}" --report-xunit-xml --report-xunit-xml-filename tests.xml "$@"
