# Sourced by the other scripts: which PHP, which php-config. Sets $php and $php_config.

php=${PHP:-php}
if [ -z "${PHP_CONFIG:-}" ] && [ -n "${PHP:-}" ]; then
    # php8.4 has its php-config8.4 beside it.
    case $PHP in
        */*) PHP_CONFIG="$(dirname "$PHP")/$(basename "$PHP" | sed 's/^php/php-config/')" ;;
        *) PHP_CONFIG=$(printf '%s' "$PHP" | sed 's/^php/php-config/') ;;
    esac
fi
php_config=${PHP_CONFIG:-php-config}

# ext-php-rs wants absolute paths; when nobody chose a PHP, nothing is exported (a changed value rebuilds the bindings).
if [ -n "${PHP:-}" ]; then
    PHP=$(command -v "$php" || printf '%s' "$php")
    PHP_CONFIG=$(command -v "$php_config" || printf '%s' "$php_config")
    export PHP PHP_CONFIG
fi

# php-fpm of the same version, if it is there. It lies where not everybody looks for programs.
find_fpm() {
    local name version
    version=$("$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;') || return
    for name in "php-fpm$version" "/usr/sbin/php-fpm$version" "$("$php_config" --prefix)/sbin/php-fpm"; do
        command -v "$name" && return
    done
    return 1
}

# Says in one sentence why it cannot go on, and ends.
stop() {
    printf 'swoxide: %s\n' "$*" >&2
    exit 1
}
