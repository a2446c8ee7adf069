"""The table of compare.py as bars: CPU per request against wrk, on a scale of powers of two."""

import html
import math

BAR, GAP, LEFT, WIDTH, TOP = 20, 8, 110, 720, 34
LOWEST, HIGHEST = 0.25, 32.0  # of the scale


def _x(ratio):
    share = math.log2(min(max(ratio, LOWEST), HIGHEST) / LOWEST) / math.log2(HIGHEST / LOWEST)
    return LEFT + share * (WIDTH - LEFT - 70)


def svg(table):
    """One block of bars per number of connections. Text takes the colour of the page around it."""
    parts, y = [], 8
    for connections, rows in table.items():
        parts.append(f'<text x="0" y="{y + 16}" class="title">CPU per request, wrk = 1, {connections:,} connections</text>')
        y += TOP
        bottom = y + len(rows) * (BAR + GAP)
        for power in range(int(math.log2(LOWEST)), int(math.log2(HIGHEST)) + 1):
            x = _x(2.0 ** power)
            mark = "one" if power == 0 else "grid"
            parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 4}" y2="{bottom}" class="{mark}"/>')
            parts.append(f'<text x="{x:.1f}" y="{bottom + 12}" class="scale">{2.0 ** power:g}</text>')
        for name, row in rows.items():
            end = _x(row["cpu_ratio"])
            own = "own" if name == "veriload" else "other"
            parts.append(f'<text x="{LEFT - 8}" y="{y + 15}" class="name">{html.escape(name)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{max(end - LEFT, 1):.1f}" height="{BAR}" class="{own}"/>')
            parts.append(f'<text x="{end + 6:.1f}" y="{y + 15}">{row["cpu_ratio"]:.2f}</text>')
            y += BAR + GAP
        y += 34
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" '
            'aria-label="CPU per request of load generators compared with wrk">\n<style>'
            'text{font:13px sans-serif;fill:#667}.title{font-weight:bold}.name{text-anchor:end}'
            '.scale{font-size:10px;text-anchor:middle}.own{fill:#2a7}.other{fill:#99a}'
            '.grid{stroke:#8884;stroke-width:1}.one{stroke:#c53;stroke-width:1}</style>\n'
            + "\n".join(parts) + "\n</svg>\n")
