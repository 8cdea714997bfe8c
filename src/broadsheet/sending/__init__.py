"""How an issue reaches its readers, once: `publish send`.

    FinishedIssue ─compile_issue─▶ CompiledIssue (kept with the ledger)
                                        │ Composer: per reader only join and sign
    Ledger ─Supply─▶ Worker × connections ──▶ relay

`due` says which issue the schedule asks for, `check` looks at relay, keys and DNS.
"""
