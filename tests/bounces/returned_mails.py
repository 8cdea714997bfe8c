"""Mails that come back, written by hand."""

from __future__ import annotations

from broadsheet.subscribers import Secret

SECRET = Secret("k" * 32)
BOUNCE = SECRET.token("bounce", 7, 42)
LEAVE = SECRET.token("leave", 7, 42)


def dsn(recipient=f"bounce+{BOUNCE}@letters.example", action="failed", status="5.1.1", code="550"):
    return (
        f"Delivered-To: {recipient}\n"
        "Return-Path: <>\n"
        "From: MAILER-DAEMON@mx.example\n"
        f"To: {recipient}\n"
        "Auto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
        "\n--b\nContent-Type: text/plain\n\nI'm sorry.\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\nArrival-Date: Mon, 2 Jun 2025 08:00:00 +0000\n\n"
        "Final-Recipient: rfc822; reader@example.org\n"
        f"Action: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {code} {status} <reader@example.org>: User\n  unknown\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\nSubject: An issue\n\n--b--\n"
    ).encode()


def arf(kind="abuse", headers=f"List-Unsubscribe: <https://a.example/u/{LEAVE}>"):
    return (
        "From: complaints@yahoo.example\nTo: bounce@letters.example\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n'
        "\n--b\nContent-Type: text/plain\n\nThis is a complaint.\n"
        "--b\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: {kind}\nUser-Agent: Yahoo/1\nVersion: 1\n"
        "Original-Rcpt-To: redacted@yahoo.example\n\n"
        "--b\nContent-Type: message/rfc822\n\n"
        f"From: letters@example.org\n{headers}\nSubject: An issue\n\nHello\n--b--\n"
    ).encode()


def plain(recipient=f"leave+{LEAVE}@letters.example", headers=""):
    return f"From: r@example.org\nTo: <{recipient}>\n{headers}Subject: \n\n".encode()
