#!/usr/bin/env bash
# scripts/tray-host.sh COMMAND…: runs it on a virtual display with a session bus, a window manager and a real
# panel that shows tray icons, with an unlocked, empty keyring. Everything ends with the command.
# KEYRING=0: a desktop that has no keyring. SCREEN=1440x900: the size of the display.
set -euo pipefail

outer() {
  local home rc=0
  home=$(mktemp -d)
  local settings="$home/config/xfce4/xfconf/xfce-perchannel-xml"
  mkdir -p "$settings" "$home/data" "$home/cache" && mkdir -m 700 "$home/run"
  cat >"$settings/xfce4-panel.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"><property name="square-icons" type="bool" value="true"/></property>
  </property>
</channel>
XML
  # By this name Chromium chooses its keyring; without one it takes none (else it would ask the bus, which
  # starts a locked keyring, whose question for a password blocks the app).
  local desktop=XFCE
  [[ ${KEYRING:-1} == 1 ]] || desktop=
  # Nothing of the person's own desktop is read or written: no config, no keyring, no running bus.
  # The system's cache stays where it is: the Electron runtime lies there. A desktop always speaks UTF-8.
  TRAY_HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_RUNTIME_DIR=$home/run \
    LANG=${LANG:-C.UTF-8} XDG_CURRENT_DESKTOP=$desktop GTK_A11Y=none NO_AT_BRIDGE=1 \
    xvfb-run -a -s "-screen 0 ${SCREEN:-1440x900}x24" dbus-run-session -- bash "$0" --inside "$@" || rc=$?
  # Whatever is still writing there as it ends gets a moment to do so
  rm -rf "$home" 2>/dev/null || { sleep 1 && rm -rf "$home"; }
  return $rc
}

# until_true SECONDS COMMAND…: waits for a sign, not for a time.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    ((SECONDS < end)) || { echo "tray-host: waited in vain for: $*" >&2 && return 1; }
    sleep 0.1
  done
}
is_on_bus() {
  gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus -m org.freedesktop.DBus.NameHasOwner "$1" | grep -q true
}
has_panel() {
  gdbus call --session -d org.kde.StatusNotifierWatcher -o /StatusNotifierWatcher \
    -m org.freedesktop.DBus.Properties.Get org.kde.StatusNotifierWatcher IsStatusNotifierHostRegistered | grep -q true
}

inside() {
  local started=()
  # shellcheck disable=SC2064
  trap 'kill "${started[@]}" 2>/dev/null || true' EXIT
  if [[ ${KEYRING:-1} == 1 ]]; then
    # In the foreground: a daemonized one outlives the bus and holds this script's output open
    printf 'for tests only' | gnome-keyring-daemon --foreground --unlock --components=secrets >"$TRAY_HOME/keyring.log" 2>&1 &
    started+=($!)
    until_true 10 is_on_bus org.freedesktop.secrets
  fi
  openbox >"$TRAY_HOME/openbox.log" 2>&1 &
  started+=($!)
  xfce4-panel --disable-wm-check >"$TRAY_HOME/panel.log" 2>&1 &
  started+=($!)
  until_true 20 has_panel
  "$@"
}

if [[ ${1:-} == --inside ]]; then
  shift
  inside "$@"
else
  outer "$@"
fi
