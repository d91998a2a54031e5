
# Names of this workspace, beside the words of the program.
complete -c jauge -n "__fish_seen_subcommand_from ask what-if" -f -a "(jauge names --quiet kpis 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from kpi; and __fish_seen_subcommand_from show explain tree test check" -f -a "(jauge names --quiet kpis 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from objective; and __fish_seen_subcommand_from new" -f -a "(jauge names --quiet kpis 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from objective; and __fish_seen_subcommand_from check rebase" -f -a "(jauge names --quiet objectives 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from evaluate" -f -a "(jauge names --quiet objectives 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from load" -f -a "(jauge names --quiet sources 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from source; and __fish_seen_subcommand_from check" -f -a "(jauge names --quiet sources 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from ask kpi" -l by -x -a "(jauge names --quiet dimensions 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from ask" -l funnel -x -a "(jauge names --quiet funnels 2>/dev/null)"
complete -c jauge -n "__fish_seen_subcommand_from report" -l objective -x -a "(jauge names --quiet objectives 2>/dev/null)"
