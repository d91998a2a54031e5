
# Names of this workspace, beside the words of the program. They are compared and never run.
_jauge_names() {
    local cur="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" kind="" name
    case "$before" in
        --by) kind=dimensions ;;
        --funnel) kind=funnels ;;
        --objective) kind=objectives ;;
        -*) ;;
        *)
            case "${COMP_WORDS[*]:1:COMP_CWORD-1} " in
                "ask "* | "what-if "* | "objective new "*) kind=kpis ;;
                "kpi show "* | "kpi explain "* | "kpi tree "* | "kpi test "* | "kpi check "*) kind=kpis ;;
                "load "* | "source check "*) kind=sources ;;
                "evaluate "* | "objective check "* | "objective rebase "*) kind=objectives ;;
            esac
            ;;
    esac
    _jauge "$@"
    if [[ -n "$kind" && "$cur" != -* ]]; then
        COMPREPLY=()
        while IFS= read -r name; do
            if [[ "$name" == "$cur"* ]]; then COMPREPLY+=("$name"); fi
        done < <(jauge names --quiet "$kind" 2>/dev/null)
    fi
}
complete -F _jauge_names -o bashdefault -o default jauge
