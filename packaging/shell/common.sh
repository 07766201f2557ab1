# What the scripts ./nunchi, ./verify, .ci/run and ./package share. Sourced by bash >= 3.2, never run.
# Expects $root (the repository) and $me (the script's name, for messages).

# No library may report home, whichever script starts it.
export ORT_DISABLE_TELEMETRY=1

say() { printf '%s: %s\n' "$me" "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

java_version_of() { # FOLDER: prints the feature release of the JDK there, if it has a compiler
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets and exports JAVA_HOME to a JDK 25: the one the user chose, else the usual places, else the path's.
find_jdk() {
    local on_path candidate
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(cd "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")/.." && pwd)
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.asdf/installs/java/* "$HOME"/.jdks/* /opt/*jdk* "$on_path"; do
        if [ -n "$candidate" ] && [ "$(java_version_of "$candidate")" = 25 ]; then
            export JAVA_HOME=$candidate
            return
        fi
    done
    fail "no JDK 25 found. Install one (Debian and Ubuntu: openjdk-25-jdk; macOS: brew install openjdk@25; or Temurin 25) or set JAVA_HOME to it."
}

find_maven() {
    command -v mvn >/dev/null || fail "Maven not found. Install it (Debian and Ubuntu: apt install maven; macOS: brew install maven)."
    export MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
}

# Runs Maven with its whole output in a log and a few short lines on the terminal.
maven_quietly() { # LOG ARGUMENT...
    local log=$1 line files=0
    shift
    mvn -B -f "$root/pom.xml" "$@" 2>&1 | tee "$log" | while IFS= read -r line; do
        case $line in
            *"Downloaded from"*)
                files=$((files + 1))
                [ $((files % 100)) -ne 0 ] || say "  fetched $files files of libraries and build tools"
                ;;
            *"Building Nunchi "*) line=${line#*Building }; say "  ${line%%  *}" ;;
        esac
    done
    return "${PIPESTATUS[0]}"
}

target=$root/app/target
stamp=$target/nunchi.stamp
run_arguments=$target/run.args
start_cache=$target/nunchi.aot

# True when nothing that goes into the program changed since the last build. Folders count: a deleted file touches its folder.
is_built() {
    [ -f "$stamp" ] && [ -z "$(cd "$root" && find pom.xml engine/pom.xml app/pom.xml engine/src/main app/src/main -newer "$stamp" -print | head -n 1)" ]
}

build_program() {
    mkdir -p "$target" 2>/dev/null && [ -w "$target" ] || fail "cannot write to $target, where the program is built. Make the folder writable or use a copy of it."
    find_maven
    local log=$target/build.log
    say "building (the first time takes a few minutes and fetches libraries; later starts skip this)"
    rm -rf "$target/lib" "$target/fx" "$target/natives" "$target/dependency-maven-plugin-markers" "$target/run.args"
    touch "$stamp.new"
    maven_quietly "$log" -pl app -am -Dmaven.test.skip=true -Dspotless.check.skip=true package ||
        fail "the build failed; the end of $log:
$(grep -E 'ERROR' "$log" | head -n 12)"
    mv "$stamp.new" "$stamp"
    write_run_arguments
    record_start
    say "built"
}

# Where libraries find their native parts, so that none unpacks a copy at each start.
native_options() { # FOLDER: as the running program sees it
    echo "-Donnxruntime.native.path=$1"
    echo "-DRUST_LIBRARY_PATH=$1/$(basename "$target"/natives/*tokenizers.*)"
    echo "-Djna.boot.library.path=$1"
    echo "-Djna.nounpack=true"
    echo "-Dorg.sqlite.lib.path=$1"
    echo "-Dorg.sqlite.lib.name=$(basename "$target"/natives/*sqlitejdbc.*)"
}

quoted() { # TEXT: as the java launcher reads it in an argument file
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# Writes the java argument file: JavaFX on the module path, all else on the class path, native libraries unpacked once.
write_run_arguments() {
    local jar option classpath=""
    for jar in "$target"/lib/*.jar; do classpath=$classpath:$jar; done
    {
        echo "# $root"
        echo "--module-path $(quoted "$target/fx") --add-modules javafx.controls"
        echo "-classpath $(quoted "${classpath#:}")"
        sed -e '/^#/d' "$root/packaging/jvm.options"
        native_options "$target/natives" | while IFS= read -r option; do quoted "$option" && echo; done
        quoted "-Dnunchi.assets=$root/assets" && echo
    } >"$run_arguments.new"
    mv "$run_arguments.new" "$run_arguments"
}

# A cache of loaded and linked classes is valid for the very jars it was recorded with.
start_cache_is_valid() {
    [ -f "$start_cache" ] && [ -z "$(find "$target/lib" "$target/fx" -newer "$start_cache" -print | head -n 1)" ]
}

record_start() {
    say "preparing faster starts"
    rehearse "$start_cache" "$JAVA_HOME/bin/java" @"$run_arguments"
}

# Opens the window once without a screen, as on somebody's first day: the model is opened and answers about a picture.
# What was loaded and linked is kept, so that later starts take about half the time. Nothing depends on it.
rehearse() { # CACHE COMMAND...: all that starts the program but for its class
    local cache=$1 home program
    shift
    home=$(mktemp -d)
    mkdir "$home/config"
    echo '{}' >"$home/config/settings.json" # there are some to be read at every start but the first
    NUNCHI_HOME=$home "$@" -XX:AOTCacheOutput="$cache.new" -Dglass.platform=Headless -Dprism.order=sw \
        dev.nunchi.app.Launcher >"$target/aot.log" 2>&1 &
    program=$!
    # The marker of a start (class StartMarker) comes first and goes when the window can be worked with.
    wait_until "$program" test -e "$home/state/starting"
    wait_until "$program" test ! -e "$home/state/starting"
    sleep 8 # the answer
    kill -TERM "$program" 2>/dev/null || true
    wait "$program" 2>/dev/null || true
    [ ! -f "$cache.new" ] || mv "$cache.new" "$cache"
    rm -rf "$home"
}

wait_until() { # PROCESS CONDITION...: at most three minutes, and no longer than the process lives
    local process=$1 _
    shift
    for _ in $(seq 900); do
        ! "$@" && kill -0 "$process" 2>/dev/null || return 0
        sleep 0.2
    done
}
