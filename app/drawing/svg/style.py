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
    "heat-0": ("#eeeee9", "#202227"),
    "heat-neg": ("#3b3d43", "#d3d5da"),
}
"""Each colour in the light and in the dark theme, as in the page's tokens."""

HEAT = {
    "n": (
        ("#c7c8c5", "#a1a2a2", "#838486", "#5b5d61", "#3b3d43"),
        ("#3f4146", "#616369", "#808287", "#abadb3", "#d3d5da"),
    ),
    "data": (
        ("#becddd", "#94afd1", "#678ec2", "#3269b0", "#1658a8"),
        ("#343f51", "#475c7a", "#5d7daa", "#76a4e4", "#82b6ff"),
    ),
    "grad": (
        ("#e1caba", "#d4aa91", "#c48663", "#b05e2b", "#a64b00"),
        ("#4b3d36", "#765741", "#a8744d", "#e49759", "#ffa75e"),
    ),
}
"""The steps of colour away from zero, in both themes: negative numbers, positive data, positive grads. The
page's own style mixes the same in oklab; viewers of files cannot."""

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
.times{{font-weight:600}}
.pile{{fill:none;stroke-width:1}}
.many{{text-anchor:middle;font-size:10px;paint-order:stroke;stroke-width:4px}}
text.grad{{font-weight:600}} .is-pending text.grad{{font-weight:400}}
.is-stale text.grad{{font-weight:400;font-style:italic}}
.pair,text.long{{font-size:11.5px}} text.long{{font-size:10.5px}}
.mk-n{{font-weight:700;font-size:10px}}
.ring,.edgeline,.gradrow,.rule,.edge .line,.mk{{fill:none}} .ring{{stroke:none}}
.rule,.edgeline,.behind{{stroke-width:1}} .is-acc .edgeline{{stroke-width:1.5}}
.edge .line{{stroke-width:1.4}} .mk-pending,.mk-ring,.mk-warn{{stroke-width:1.2}}
.h-fg{{stroke-width:1.6}} .mk-pending{{stroke-dasharray:2 1.8}}
.edge.from-copy .line,.copy .edgeline{{stroke-dasharray:4 3}}
.box .name,.cluster .title{{font-weight:700;font-size:12.5px}}
.big .note,.big .times,.box .count,.cluster .count{{font-size:11px;font-weight:400}}
.box .note,.box .times,.cluster .note,.cluster .times{{text-anchor:start}} .cluster .count{{text-anchor:end}}
.heat path,.bed{{shape-rendering:crispEdges}} .is-pending>.heat.grad .bed{{stroke-dasharray:3 3}}
.mark.outlined,.opener path,.shut path{{fill:none}}
.opener path,.shut path{{stroke-width:1.4;stroke-linecap:round}}
"""

_COLOURS = Template("""\
.paper{fill:$canvas} .paper.white{fill:#ffffff} text{fill:$ink} .face,.behind,.h-bg{fill:$surface}
.many{fill:$ink_3;stroke:$canvas} .times{fill:$ink_2}
.edgeline,.edge .line,.h-fg,.pile{stroke:$line_2} .head{fill:$line_2} .rule{stroke:$line}
.badge,.opnode .face{fill:$sunken} .op{fill:$ink_2} .leaf .badge{fill:$data_tint} .leaf .op{fill:$data}
.note,.key,.name.unnamed{fill:$ink_3} .copy .name{fill:$ink_2}
text.data{fill:$data} text.grad{fill:$grad} .is-pending text.grad{fill:$ink_3}
.is-fresh .gradrow,.is-acc .gradrow{fill:$grad_tint} .is-stale .gradrow{fill:url(#${prefix}hatch)}
.is-stale text.grad{fill:$ink_2}
.behind,.is-acc .edgeline{stroke:$grad}
.mk-pending,.mk-ring{stroke:$ink_3} .mk-ring{fill:$surface} .mk-half{fill:$ink_3}
.mk-fresh,.mk-pill{fill:$grad} .mk-n{fill:$on_ink} .mk-warn{stroke:$warn}
.edge.is-done .line{stroke:$grad_soft} .edge.is-done .head{fill:$grad_soft}
.frame{fill:$surface;stroke:$line_2} .cluster .bar{fill:$sunken;stroke:$line_2}
.box .note,.cluster .note,.cluster .times{fill:$ink_2} .box .count,.cluster .count{fill:$ink_3}
.box .pile{fill:$surface} .mark{fill:$ink_2} .mark.outlined{stroke:$ink_2}
.opener rect,.shut rect{fill:$surface;stroke:$line_2} .opener path,.shut path{stroke:$ink_2}
.bed{fill:$heat_0} .is-pending>.heat.grad .bed{fill:none;stroke:$line_2}
.is-stale>.heat.grad .bed{fill:url(#${prefix}hatch)}
""")


def stylesheet(theme: Theme, prefix: str) -> str:
    """The rules for one theme, or for both where the viewer's system decides."""
    if theme != "auto":
        return _SHAPES + _colours(theme == "dark", prefix)
    dark = "".join(f"  {line}\n" for line in _colours(True, prefix).splitlines())
    return f"{_SHAPES}{_colours(False, prefix)}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _colours(dark: bool, prefix: str) -> str:
    chosen = {name.replace("-", "_"): pair[dark] for name, pair in TOKENS.items()}
    return _COLOURS.substitute(chosen, prefix=prefix) + _heat(dark)


def _heat(dark: bool) -> str:
    """The ten steps of colour of each kind of number."""
    rules = [f".n{k}{{fill:{colour}}}" for k, colour in enumerate(HEAT["n"][dark], 1)]
    rules += [
        f".{kind} .p{k}{{fill:{colour}}}"
        for kind in ("data", "grad")
        for k, colour in enumerate(HEAT[kind][dark], 1)
    ]
    return " ".join(rules) + "\n"
