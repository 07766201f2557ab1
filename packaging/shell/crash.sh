# Sourced by ./nunchi and by the installed program; sh is enough.
# Where Java notes that native code ended it: with the log, as AppFolders says, and not where the program was started.
case ${NUNCHI_HOME:+own}-$(uname) in
    own-*) crash_folder=$NUNCHI_HOME/state ;;
    -Darwin) crash_folder=${HOME:-}/Library/Logs/Nunchi ;;
    *) crash_folder=${XDG_STATE_HOME:-${HOME:-}/.local/state}/nunchi ;;
esac
crash_option=-XX:ErrorFile=$crash_folder/hs_err_pid%p.log
