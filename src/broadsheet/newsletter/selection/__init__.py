"""Which articles an issue has: its period, the edition's filter, the headings, the editor's note.

    Site ─select▶ Issue ─arrange, by a Note▶ Issue

An `Issue` is named after what selects it, so that its name makes it again.
"""
