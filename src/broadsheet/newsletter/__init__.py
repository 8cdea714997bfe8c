"""The letter: an edition's issues, made of the site's articles.

    Site ──select──▶ Issue ──words──▶ Letter ──render──▶ HTML, text ──message──▶ .eml
                                         └──pages, issue_feed──▶ web copy, archive, feeds

All is pure but for pictures (`read.pictures`), templates and the look at what lies in out/
(`existing`); an issue is a function of content, configuration and its name.
"""
