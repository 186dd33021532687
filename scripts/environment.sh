# Sourced by the other scripts: the checkout's own virtual environment, .venv, made once and kept until what it is made of changes.
# prepare_environment demo|dev

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment=$checkout/.venv

# Where nothing may be kept compiled, every process that is started compiles the program anew: half a second each.
unset PYTHONDONTWRITEBYTECODE

prepare_environment() {
    local purpose=$1 wanted target=.
    [ "$purpose" = dev ] && target='.[dev]'
    if ! command -v python3 >/dev/null; then
        echo "There is no python3 on the path; install Python 3.11 or later." >&2
        exit 2
    fi
    if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "python3 is $(python3 -c 'import platform; print(platform.python_version())'); Python 3.11 or later is needed." >&2
        exit 2
    fi
    wanted=$(cat "$checkout/pyproject.toml" "$checkout/constraints.txt" | cksum)" $checkout"
    # What serves development serves the demonstration too.
    if [ -x "$environment/bin/python" ] && { [ "$(cat "$environment/made-for-dev" 2>/dev/null)" = "$wanted" ] ||
        [ "$(cat "$environment/made-for-$purpose" 2>/dev/null)" = "$wanted" ]; }; then
        return
    fi
    echo "Preparing the environment in .venv (the first time takes a minute) ..."
    rm -f "$environment"/made-for-*
    if ! python3 -m venv --clear "$environment"; then
        echo "python3 could not make a virtual environment; on Debian and Ubuntu install the package python3-venv." >&2
        exit 1
    fi
    if ! (cd "$checkout" && "$environment/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --constraint constraints.txt --editable "$target"); then
        echo "The dependencies could not be installed; see above, then run this again." >&2
        exit 1
    fi
    echo "$wanted" >"$environment/made-for-$purpose"
}

# Chromium, which the tests of pages look with. Where it is not there and cannot be had, those tests say so and are skipped.
prepare_browser() {
    local name
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v $name >/dev/null && return
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium and a Chinese font for the tests of pages ..."
        if (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium-headless-shell fonts-noto-cjk || apt-get install -y -qq --no-install-recommends \
            chromium fonts-noto-cjk) >/dev/null 2>&1; then
            return
        fi
    fi
    echo "There is no Chromium: the tests of pages are skipped. Install the package chromium to run them." >&2
}
