"""The styles of the report page and of the notebook fragment."""

from __future__ import annotations

# Marks and words carry the meaning; colour only repeats it.
PAGE_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #555; --line: #bbb;
  --bad: #a3141c; --warn: #7a4b00; --ask: #1d4f91; --good: #1f6130; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #16181b; --soft: #b3b3b3; --line: #565a60;
    --bad: #ff9a94; --warn: #f0bd63; --ask: #9cc4ff; --good: #93d6a3; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--ink);
  background: var(--paper); line-height: 1.6; overflow-wrap: anywhere;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-bottom: .2rem;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0; }
h4 { font-size: 1rem; margin: .8rem 0 .2rem; }
p { margin: .4rem 0; }
ul { margin: .3rem 0; padding-left: 1.3rem; }
dl { margin: .4rem 0; }
dl > div { display: grid; grid-template-columns: minmax(6em, 9em) 1fr; column-gap: 1rem; }
dt { color: var(--soft); }
dd { margin: 0; grid-column: 2; }
.overall { padding: .6rem .8rem; border: 1px solid var(--line); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .4rem; text-align: left;
  vertical-align: top; font-weight: normal; }
thead th { font-weight: bold; word-break: keep-all; overflow-wrap: normal; }
tbody th { min-width: 7em; } td:not(.number) { min-width: 10em; }
.numbers th, .numbers td { overflow-wrap: normal; min-width: 0; }
.numbers tbody th { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
article { margin: 1rem 0; padding: .6rem .8rem; border: 1px solid var(--line);
  border-left-width: .35rem; }
.breach { border-left-color: var(--bad); } .breach .mark { color: var(--bad); }
.deviation { border-left-color: var(--warn); } .deviation .mark { color: var(--warn); }
.unknown { border-left-color: var(--ask); } .unknown .mark { color: var(--ask); }
.excused { border-left-color: var(--good); } .excused .mark { color: var(--good); }
.mark { font-weight: bold; }
.byline { color: var(--soft); }
li.inner { margin-left: 1.2rem; list-style-type: circle; }
summary { cursor: pointer; padding: .2rem 0; }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--ask); outline-offset: 2px; }
ul.ahead { list-style: none; padding-left: 0; }
ul.ahead > li { margin: .4rem 0; padding-left: .7rem; border-left: .2rem solid var(--line); }
.printed { display: none; }
@media (max-width: 30rem) {
  body { padding: .6rem; } th, td { padding: .2rem .25rem; font-size: .85rem; }
  dl > div { display: block; } dd { margin-left: 1em; } }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #000; --line: #000;
    --bad: #000; --warn: #000; --ask: #000; --good: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  li, tr { break-inside: avoid; } h2, h3, .verdict { break-after: avoid; }
  .scroll { overflow: visible; } table { font-size: 9.5pt; }
  .printed { display: block; font-size: 9pt; } summary { list-style: none; }
  article details:not([open]), .fold:not([open]) { display: none; } }
"""

# Every rule begins with the class, so that nothing else in the notebook changes. Ink and paper
# are the notebook's own, light or dark, whatever its theme is called: nothing sets a colour.
FRAGMENT_STYLE = """
.jintan-report { line-height: 1.5; overflow-wrap: anywhere; }
.jintan-report p { margin: .3em 0; }
.jintan-report .scroll { overflow-x: auto; }
.jintan-report .scroll table { border-collapse: collapse; margin: .4em 0; table-layout: auto; }
.jintan-report .scroll caption { text-align: left; color: inherit; padding: .2em 0; }
.jintan-report .scroll tr { background: none; }
.jintan-report .scroll table th, .jintan-report .scroll table td { border: 1px solid currentColor;
  padding: .2em .5em; text-align: left; vertical-align: top; font-weight: normal;
  max-width: 40em; overflow-wrap: normal; }
.jintan-report .scroll table tbody th { white-space: nowrap; }
.jintan-report .scroll thead th { font-weight: bold; }
.jintan-report .scroll table .number { text-align: right; font-variant-numeric: tabular-nums; }
.jintan-report dl { margin: .3em 0; }
.jintan-report dl > div { display: grid; grid-template-columns: minmax(7em, 11em) 1fr;
  column-gap: 1em; }
.jintan-report dt { font-weight: normal; opacity: .8; }
.jintan-report dd { margin: 0; grid-column: 2; }
.jintan-report code { background: none; color: inherit; }
"""
