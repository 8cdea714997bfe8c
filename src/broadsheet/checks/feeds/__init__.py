"""Rules for feeds, whoever wrote them.

file ──source──▶ text ──document──▶ Document ──grammar──▶ Matched ──rules──▶ faults

`grammar` compares a document with the shapes of `vocabulary`; the rules say what follows from it.
"""
