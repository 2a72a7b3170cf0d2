#!/bin/bash
# Measures 'tissuenet convert' beside 'vips tiffsave' with the same options, in turns, and prints a Markdown table of the best of each.
# Usage: bench/convert.sh SLIDE [ROUNDS]   (needs vips, GNU time; a release build: dotnet build -c Release)
set -euo pipefail
slide=$(realpath "$1") rounds=${2:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
tissuenet=("dotnet" "$root/src/TissueNet.Cli/bin/Release/net10.0/tissuenet.dll")
work=$(mktemp -d "${TMPDIR:-/tmp}/convert-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

measure() { # NAME COMMAND...
  local name=$1
  shift
  /usr/bin/time -f "%e %U %M" -o "$work/time" "$@" >/dev/null
  tail -1 "$work/time" >>"$work/$name.times"
}

for ((round = 0; round < rounds; round++)); do
  rm -rf "$work"/out* "$work"/vips.tif
  measure vips vips tiffsave "$slide" "$work/vips.tif" --tile --tile-width 512 --tile-height 512 --pyramid --compression jpeg --Q 75
  measure convert "${tissuenet[@]}" convert "$slide" -o "$work/out"
  measure lossless "${tissuenet[@]}" convert "$slide" -o "$work/out-lossless" --lossless
done

size() { du -b "$1" | cut -f1; }
vips_size=$(size "$work/vips.tif")
convert_size=$(size "$(ls "$work"/out/*.tif)")
lossless_size=$(size "$(ls "$work"/out-lossless/*.tif)")
best() { sort -n -k1 "$work/$1.times" | head -1; }
row() { # LABEL NAME BYTES
  read -r seconds cpu rss < <(best "$2")
  read -r base _ < <(best vips)
  awk -v l="$1" -v s="$seconds" -v c="$cpu" -v r="$rss" -v b="$base" -v n="$3" \
    'BEGIN { printf "| %s | %.2f | %.2f | %.2f | %.0f | %.1f |\n", l, s, b / s, c, r / 1024, n / 1e6 }'
}

echo "$(vips --version), $(nproc) processors, $(vipsheader "$slide" | sed 's/.*: //'), best of $rounds rounds in turns"
echo
echo "| command | seconds | times vips | CPU seconds | peak MiB | MB written |"
echo "| --- | ---: | ---: | ---: | ---: | ---: |"
row "vips tiffsave --tile --pyramid --compression jpeg --Q 75" vips "$vips_size"
row "tissuenet convert" convert "$convert_size"
row "tissuenet convert --lossless" lossless "$lossless_size"
