"""Rules for feeds, by whatever program they were written.

file ──feed_file──▶ text ──xml_document──▶ XmlDocument ──grammar──▶ XmlFeed ──rules──▶ problems

`grammar` compares a document with the shapes in `vocabulary`; the rules report the differences. JSON
Feed has `json_document` and `json_rules`. `check_feed` runs all of it.
"""
