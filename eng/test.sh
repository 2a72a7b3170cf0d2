#!/usr/bin/env bash
# Runs the tests. On Debian and Ubuntu it first installs the native packages they use, where that is possible.
# Arguments go to the test runner: bash eng/test.sh --filter-namespace TissueNet.Tests.Tissue
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has() { ldconfig -p 2>/dev/null | grep -q "$1"; }

missing=""
has libturbojpeg || missing="libturbojpeg0"
has libopenslide || missing="$missing libopenslide0"
if [ -n "$missing" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing what decodes JPEG tiles and reads scanners' own formats: $missing"
  apt-get update -qq >/dev/null 2>&1 || true
  for package in $missing; do
    # Newer releases have OpenSlide 4 instead.
    for name in "$package" "${package/libopenslide0/libopenslide1}"; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$name" >/dev/null 2>&1 && break
    done || true
  done
fi
has libturbojpeg || echo "libturbojpeg is not installed: tiles are decoded through libvips, which is slower." >&2
has libopenslide || echo "OpenSlide is not installed: the tests of NDPI, MRXS and JPEG 2000 SVS are skipped, or fail where CI is set." >&2

# The ANSI switch keeps logs plain; the report is what counts are read from.
exec dotnet test --project tests/TissueNet.Tests --configuration Release \
  --no-ansi --results-directory "${TEST_RESULTS:-TestResults}" --report-xunit-xml --report-xunit-xml-filename tests.xml "$@"
