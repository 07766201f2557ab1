# Arguments and file names in any script reach Java only where the character set of the locale is UTF-8.
# Sourced by ./nunchi and by the installed program; sh is enough.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
    *)
        [ -z "${LC_ALL:-}" ] || export LANG="$LC_ALL"
        unset LC_ALL
        export LC_CTYPE=C.UTF-8
        ;;
esac
