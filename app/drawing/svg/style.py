"""The stylesheet of a picture outside the page: a download, an image in a README.

Plain colours and one media query, because viewers of files know neither variables nor light-dark(). Inside
the page these rules are not sent: its own stylesheet, with the same tokens, styles the same classes.
"""

from string import Template

from app.drawing.choice import Theme

TOKENS = {
    "surface": ("#ffffff", "#17181b"),
    "canvas": ("#fbfbf9", "#121315"),
    "sunken": ("#f1f1ed", "#1d1f23"),
    "line": ("#e4e4df", "#2a2c31"),
    "line-2": ("#c8c8c2", "#42454c"),
    "ink": ("#1a1b1e", "#edeceb"),
    "ink-2": ("#4b4e54", "#b6bac1"),
    "ink-3": ("#62666d", "#999ea6"),
    "on-ink": ("#ffffff", "#141518"),
    "data": ("#1658a8", "#82b6ff"),
    "data-tint": ("#e9f1fb", "#16263b"),
    "grad": ("#a64b00", "#ffa75e"),
    "grad-tint": ("#fdf0e2", "#35230f"),
    "grad-soft": ("#eab981", "#7d5223"),
    "warn": ("#785600", "#e6bb55"),
}
"""Each colour in the light and in the dark theme, as in the page's tokens."""

UI = "-apple-system,'Segoe UI',Roboto,'Noto Sans',Ubuntu,'DejaVu Sans Condensed',sans-serif"
"""The family of a card's keys, as each system has it."""
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace"
"""The family of everything else."""

_SHAPES = f"""\
text{{font-family:{MONO};font-size:12.5px}}
.key{{font-family:{UI};font-size:11px}}
.op,.name.mid,.mk-n{{text-anchor:middle}}
.op{{font-weight:600;font-size:13px}} .leaf .op{{font-size:12px}}
.name{{font-weight:700;font-size:13.5px}} .name.unnamed{{font-weight:400}}
.classic .name.mid{{font-size:13px}}
.note,.data,.grad,.count{{text-anchor:end}} .note{{font-size:11px}}
.times{{font-weight:600}} text.range{{font-size:11.5px}} .pair.range{{font-size:10.5px}}
.pile{{fill:none;stroke-width:1}}
.many{{text-anchor:middle;font-size:10px;paint-order:stroke;stroke-width:4px}}
text.grad{{font-weight:600}} .is-pending text.grad{{font-weight:400}}
.is-stale text.grad{{font-weight:400;font-style:italic}}
.pair,text.long{{font-size:11.5px}} text.long{{font-size:10.5px}}
.mk-n{{font-weight:700;font-size:10px}}
.ring,.edgeline,.gradrow,.rule,.line,.mk{{fill:none}} .ring{{stroke:none}}
.rule,.edgeline,.behind{{stroke-width:1}} .is-acc .edgeline{{stroke-width:1.5}}
.line{{stroke-width:1.4}} .mk-pending,.mk-ring,.mk-warn{{stroke-width:1.2}}
.h-fg{{stroke-width:1.6}} .mk-pending{{stroke-dasharray:2 1.8}}
.edge.from-copy .line,.copy .edgeline{{stroke-dasharray:4 3}}
"""

_COLOURS = Template("""\
.paper{fill:$canvas} text{fill:$ink} .face,.behind,.h-bg{fill:$surface}
.many{fill:$ink_3;stroke:$canvas} .times{fill:$ink_2}
.edgeline,.line,.h-fg,.pile{stroke:$line_2} .head{fill:$line_2} .rule{stroke:$line}
.badge,.opnode .face{fill:$sunken} .op{fill:$ink_2} .leaf .badge{fill:$data_tint} .leaf .op{fill:$data}
.note,.key,.name.unnamed{fill:$ink_3} .copy .name{fill:$ink_2}
text.data{fill:$data} text.grad{fill:$grad} .is-pending text.grad{fill:$ink_3}
.is-fresh .gradrow,.is-acc .gradrow{fill:$grad_tint} .is-stale .gradrow{fill:url(#${prefix}hatch)}
.is-stale text.grad{fill:$ink_2}
.behind,.is-acc .edgeline{stroke:$grad}
.mk-pending,.mk-ring{stroke:$ink_3} .mk-ring{fill:$surface} .mk-half{fill:$ink_3}
.mk-fresh,.mk-pill{fill:$grad} .mk-n{fill:$on_ink} .mk-warn{stroke:$warn}
.edge.is-done .line{stroke:$grad_soft} .edge.is-done .head{fill:$grad_soft}
""")


def stylesheet(theme: Theme, prefix: str) -> str:
    """The rules for one theme, or for both where the viewer's system decides."""
    if theme != "auto":
        return _SHAPES + _colours(theme == "dark", prefix)
    dark = "".join(f"  {line}\n" for line in _colours(True, prefix).splitlines())
    return f"{_SHAPES}{_colours(False, prefix)}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _colours(dark: bool, prefix: str) -> str:
    chosen = {name.replace("-", "_"): pair[dark] for name, pair in TOKENS.items()}
    return _COLOURS.substitute(chosen, prefix=prefix)
