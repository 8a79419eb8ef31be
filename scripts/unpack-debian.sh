#!/usr/bin/env bash
# unpack-debian.sh SUITE FOLDER PACKAGE…
#
# Unpacks packages of another Debian suite and all that they depend on into FOLDER; nothing is installed. Afterwards
# FOLDER/run PROGRAM ARGUMENT… starts a program from there under that suite's own loader and libraries. The archive is
# the one that apt already uses on this machine; the lists and downloads of the other suite stay in FOLDER/.apt.
set -euo pipefail

suite=$1
folder=$(realpath -m "$2")
shift 2

# The archive's address as apt knows it, else as the sources say it.
archive=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian$' || true)
if [ -z "$archive" ]; then
  archive=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 | tr -d ' ' || true)
fi
if [ -z "$archive" ]; then
  echo "unpack-debian: apt has no Debian archive configured on this machine" >&2
  exit 1
fi

apt="$folder/.apt"
mkdir -p "$apt"/lists/partial "$apt"/cache/archives/partial "$apt"/etc/preferences.d "$apt"/etc/apt.conf.d
: >"$apt/status"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keyring] $archive $suite main" >"$apt/etc/sources.list"
options=(
  -qq
  -o "Dir::Etc=$apt/etc" -o "Dir::Etc::sourcelist=$apt/etc/sources.list" -o Dir::Etc::sourceparts=-
  -o "Dir::State::Lists=$apt/lists" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt/cache"
  -o APT::Sandbox::User=root -o APT::Install-Recommends=false
)
apt-get "${options[@]}" update
apt-get "${options[@]}" -y --download-only install "$@"
for package in "$apt"/cache/archives/*.deb; do
  dpkg-deb --extract "$package" "$folder"
done
rm -rf "$apt/cache"

cat >"$folder/run" <<'RUN'
#!/usr/bin/env bash
root=$(dirname "$(readlink -f "$0")")
program=$1
shift
lib=("$root"/usr/lib/*-linux-gnu)
for file in "$root/usr/bin/$program" "$root/usr/lib/systemd/$program"; do
  [ -e "$file" ] && break
done
for loader in "${lib[0]}"/ld-linux-*.so.*; do
  [ -e "$loader" ] && break
done
libraries="${lib[0]}:${lib[0]}/systemd:$root/usr/lib/systemd"
exec "$loader" --library-path "$libraries" --argv0 "$program" "$(readlink -f "$file")" "$@"
RUN
chmod +x "$folder/run"
