"""What Hugo 0.168 makes of the same templates, with Go's own and its functions."""

from __future__ import annotations

import time

import pytest

from broadsheet.markdown.go_templates import (
    GO_FUNCTIONS,
    GoFrame,
    GoTable,
    LooseTable,
    go_scratch,
    guarded_function,
    parsed_template,
    shown_template,
)
from broadsheet.scripts import UNKNOWN, Bounds, UnknownResultError

NAMED = {"alt": "A & B", "n": 3}


def rendered(text, listed=("x", "b")):
    dot = GoTable(
        {
            "Get": lambda given: (
                NAMED.get(given[0], "") if isinstance(given[0], str) else listed[given[0]]
            ),
            "Params": list(listed),
            "Page": GoTable({"Title": "T", "Params": LooseTable({"Some": {"Deep": 1}})}),
            "Wide": UNKNOWN,
            "None": None,
            "Scratch": go_scratch(),
        }
    )
    functions = {name: guarded_function(function) for name, function in GO_FUNCTIONS.items()}
    return shown_template(parsed_template(text), GoFrame(dot, functions, Bounds()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ .Get "alt" }} {{ .Get 0 }} {{ .Get "no" | default "d" }}', "A &amp; B x d"),
        ('<a title="{{ .Get "alt" }}">', '<a title="A &amp; B">'),
        ('<a title="{{ safeHTML "<b>&amp; &" }}">{{ "<b>" | safeHTML }}', '<a title="&amp; &amp;"><b>'),
        ("{{ .Page.Params.some.deep }}{{ .Page.Params.none }}{{ $.Page.Title }}", "1T"),
        ("a {{- 1 -}} b {{ 2 }} {{- /* c */ -}} d{{/* e */}}", "a1b 2d"),
        ('{{ if eq (.Get "n") 3 4 }}a{{ else if true }}b{{ else }}c{{ end }}', "a"),
        ('{{ if eq "3" 3 }}a{{ else if and 1 (not "") }}b{{ else }}c{{ end }}', "b"),
        ('{{ with .Get "no" }}a{{ else with .Get 1 }}{{ . }}{{ else }}c{{ end }}', "b"),
        ("{{ range $i, $e := .Params }}{{ $i }}{{ $e }}{{ end }}{{ range .None }}a{{ else }}n{{ end }}", "0x1bn"),
        ('{{ range $k, $v := dict "b" 1 "a" 2 }}{{ $k }}{{ $v }}{{ end }}', "a2b1"),
        ("{{ range seq 5 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ if gt . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}", "13"),
        ("{{ $v := 1 }}{{ if true }}{{ $v = 2 }}{{ $w := 3 }}{{ end }}{{ $v }}", "2"),
        ('{{ define "x" }}[{{ . }}]{{ end }}{{ template "x" 1 }}{{ block "y" 2 }}{{ . }}{{ end }}', "[1]2"),
        ('{{ printf "%s-%d-%v-%05.2f%%" "a" 3 1.5 2.0 }}', "a-3-1.5-02.00%"),
        ('{{ .Scratch.Set "a" 1 }}{{ .Scratch.Add "a" 2 }}{{ .Scratch.Get "a" }}', "3"),
        ('{{ index (slice "p" "q") 1 }}{{ len "äb" }}{{ first 1 (slice 5 6) }}', "q3[5]"),
        ("{{ div 7 2 }} {{ mod 7 3 }} {{ mul 2 2.5 }} {{ add 1 2 3 }} {{ sub 1 2 }}", "3 1 5 6 -1"),
        ('{{ strings.TrimPrefix "a" "ab" }}{{ "a.b" | replace "x" "y" }}', "bx"),
        ('{{ delimit (slice 1 2 3) ", " " & " }} {{ truncate 3 "abcdef" }}', "1, 2 &amp; 3 abc …"),
        ('{{ (urls.Parse "https://x.org/a?b=1").Host }} {{ path.Base "a/b.png" }}', "x.org b.png"),
        ('{{ `a\\n` }}{{ "b\\"c" }}', "a\\nb&#34;c"),
        ('{{ cond (in (slice "a") "a") "y" "n" }}{{ or "" "z" }}{{ and 1 0 }}', "yz0"),
        ('{{ "a}}b" }}', "a}}b"),
    ],
)  # fmt: skip
def test_templates(text, expected):
    assert rendered(text).replace("&quot;", "&#34;") == expected


@pytest.mark.parametrize(
    "text",
    [
        "{{ now }}",
        "{{ .File.Path }}",
        "{{ if .Wide }}a{{ end }}",
        "{{ if true }}a",
        "{{ end }}",
        "{{ template `none` . }}",
        '{{ errorf "no" }}',
        "{{ 1 | }}",
        "{{ $none }}",
        "{{ .None.x }}",
        "{{ if x",
        '{{ printf "%s" }}',
        "{{ add 1 `x` }}",
        "{{ resources.Get `a` }}",
    ],
)
def test_what_is_not_known_is_not_guessed(text):
    with pytest.raises(UnknownResultError):
        rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ $a := `x` }}" + "{{ $a = print $a $a }}" * 40 + "{{ $a }}",
        "{{ range seq 900 }}{{ range seq 900 }}{{ range seq 900 }}x{{ end }}{{ end }}{{ end }}",
        '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
        '{{ define "x" }}{{ template "x" . }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
        "{{ $a := slice 1 }}" + "{{ $a = slice $a $a }}" * 40 + "{{ $a }}{{ jsonify $a }}",
        "{{ $a := slice 1 }}" + "{{ $a = slice $a $a }}" * 40 + "{{ jsonify $a }}",
        "{{ seq 1 100000000 }}",
        "{{ strings.Repeat 100000000 `ab` }}",
        "{{" + "(" * 5000 + "1",
        "{{ if true }}" * 3000 + "{{ end }}" * 3000,
        "{{ mul " + "9 " * 3000 + "}}",
        "{{" * 20_000,
        "{{/*" * 20_000,
        '{{ "' * 20_000,
    ],
)
def test_no_template_takes_without_end(text):
    started = time.process_time()
    with pytest.raises(UnknownResultError):
        rendered(text)
    assert time.process_time() - started < 2
