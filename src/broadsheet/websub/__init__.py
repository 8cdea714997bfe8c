"""WebSub, the publisher's side (https://www.w3.org/TR/websub/): hubs are told which feeds changed.

written paths ──topics──▶ feeds' URLs ──ledger──▶ what is still to be told ──notify──▶ hubs
"""
