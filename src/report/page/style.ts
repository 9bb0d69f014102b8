/** The page's whole style. Its hash is in the policy, so nothing else can style the page. */
export const style = `
:root{color-scheme:light dark;--bg:#f6f8fa;--card:#fff;--line:#d8dee4;--text:#1f2328;--muted:#59636e;--pass:#1a7f37;--warn:#9a6700;--fail:#cf222e;--none:#8c959f;--accent:#0969da;--second:#8250df;--pass-bar:#2da44e;--warn-bar:#d4a72c;--fail-bar:#d1242f;--empty:#dfe4ea;--pass-soft:#dafbe1;--warn-soft:#fff8c5;--fail-soft:#ffebe9;--none-soft:#eaeef2;--shadow:0 1px 2px #1f23280f}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#151b23;--line:#3d444d;--text:#f0f6fc;--muted:#9198a1;--pass:#3fb950;--warn:#d29922;--fail:#f85149;--none:#9198a1;--accent:#4493f8;--second:#ab7df8;--pass-bar:#2ea043;--warn-bar:#bb8009;--fail-bar:#f85149;--empty:#2a313c;--pass-soft:#12261e;--warn-soft:#272115;--fail-soft:#25171c;--none-soft:#212830;--shadow:none}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,ul,dl,dd,figure{margin:0;padding:0}
ul{list-style:none}
a{color:var(--accent);text-underline-offset:2px}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--none-soft);border-radius:4px;padding:.1em .35em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.jump{position:absolute;left:-999px}
.jump:focus{left:16px;top:8px;background:var(--card);padding:4px 12px;z-index:1}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;padding-top:20px;padding-bottom:16px;font-size:14px;color:var(--muted)}
.brand{font-weight:600;color:var(--text)}
footer{padding-top:24px;padding-bottom:40px;font-size:13px;color:var(--muted)}
.verdict{display:flex;gap:16px;align-items:flex-start;background:var(--card);border:1px solid var(--line);border-left:6px solid var(--tone);border-radius:12px;padding:20px 24px;box-shadow:var(--shadow)}
.verdict>div{flex:1;min-width:0}
.verdict.pass{--tone:var(--pass)}.verdict.warn{--tone:var(--warn)}.verdict.fail{--tone:var(--fail)}.verdict.untested{--tone:var(--none)}
.over{font-size:14px;color:var(--muted);font-weight:500}
h1{font-size:26px;line-height:1.25;letter-spacing:-.01em}
.under{color:var(--muted);font-size:15px;margin-top:4px}
.counts{display:flex;flex-wrap:wrap;gap:4px 20px}
.counts span{display:inline-flex;align-items:center;gap:6px}
.stack{display:block;margin-top:12px;border-radius:4px}
.icon{flex:none;fill:currentColor;stroke:var(--card);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.icon circle:first-child,.icon .solid{stroke:none}
.icon .dot{stroke-width:1}
.icon .hollow{fill:none;stroke:currentColor!important;stroke-width:1.4}
.icon .ink{stroke:currentColor}
.icon.pass{color:var(--pass)}.icon.warn{color:var(--warn)}.icon.fail{color:var(--fail)}.icon.untested,.icon.skip{color:var(--none)}.icon.change{color:var(--accent)}
.problem{margin-top:12px;border:1px solid var(--line);border-radius:12px;padding:14px 20px;display:grid;gap:6px}
.problem.fail{background:var(--fail-soft)}.problem.warn{background:var(--warn-soft)}
.problem b{margin-right:4px}
.facts{display:flex;flex-wrap:wrap;gap:10px 32px;margin-top:18px;font-size:14px}
.facts dt{color:var(--muted);font-size:13px}
.facts dd{font-weight:500}
.part{margin-top:28px}
h2{font-size:18px;line-height:1.3;margin-bottom:12px;letter-spacing:-.005em}
h3{font-size:15px;margin-bottom:10px}
.uptime,.panel,.events,.checks,.endpoint,.context,.rows,.data{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow)}
.uptime{padding:18px 20px 12px}
.ends{display:flex;justify-content:space-between;gap:8px;font-size:13px;color:var(--muted);margin-top:8px}
.ends b{color:var(--text)}
svg{display:block}
.bars .pass,.meter .pass,.stack .pass{fill:var(--pass-bar)}.bars .warn,.meter .warn,.stack .warn{fill:var(--warn-bar)}.bars .fail,.meter .fail,.stack .fail{fill:var(--fail-bar)}.bars .none,.stack .untested{fill:var(--empty)}
.bars g:hover{opacity:.75}
.meter{margin-top:8px}
.meter .track{fill:var(--empty)}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px}
.panels:has(>:nth-child(3):last-child){grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr))}
.panel{padding:16px 20px 12px;min-width:0}
figcaption{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 10px;margin-bottom:20px}
figcaption .name{flex-basis:100%;font-size:14px;color:var(--muted);font-weight:500}
figcaption strong{font-size:24px;line-height:1.2;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.detail{color:var(--muted);font-size:14px}
.legend{margin-left:auto;font-size:13px;color:var(--muted);display:inline-flex;align-items:center;gap:6px}
.legend i{width:12px;height:3px;border-radius:2px;background:var(--accent)}
.legend i.second{background:var(--second);margin-left:8px}
.plot{display:flex}
.plot svg{overflow:visible}
.plot .chart{flex:1;min-width:0}
.axis text{text-anchor:end}
.plot text{paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round;font-size:11px;fill:var(--muted);font-variant-numeric:tabular-nums}
.chart .grid{stroke:var(--line);stroke-width:1;opacity:.6}
.chart .line,.spark .line{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.chart .second .line{stroke:var(--second);stroke-width:1.25}
.chart .band{fill:var(--accent);opacity:.16}
.chart .second .band{fill:var(--second)}
.chart .forecast{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-dasharray:3 4;vector-effect:non-scaling-stroke}
.chart .now{fill:var(--accent);stroke:var(--card);stroke-width:1.5}
.chart .outage{fill:var(--fail-bar);opacity:.18}
.chart .mark{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}
.chart .today{stroke:var(--muted);stroke-width:1}
.chart .limit{stroke-width:1.25;stroke-dasharray:5 4}
.chart line.limit.warn{stroke:var(--warn-bar)}.chart line.limit.fail{stroke:var(--fail-bar)}
.chart .limit-name{text-anchor:end;paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}
.chart .limit-name.warn{fill:var(--warn)}.chart .limit-name.fail{fill:var(--fail)}
.hover rect{fill:transparent}
.hover line{stroke:var(--text);stroke-width:1;opacity:0}
.hover:hover line{opacity:.5}
.note{font-size:13px;color:var(--muted);margin-top:8px}
.events li,.checks li{display:flex;gap:12px;align-items:flex-start;padding:10px 20px;border-top:1px solid var(--line);font-size:15px}
.events li:first-child,.checks li:first-child{border-top:0}
.events .icon,.checks .icon{margin-top:3px}
.what{flex:1;min-width:0}
.events time,.value{flex:none;color:var(--muted);font-size:14px;text-align:right;font-variant-numeric:tabular-nums}
.value{max-width:40%;color:var(--text)}
.value small{display:block;color:var(--muted)}
.target{font-size:13px;color:var(--muted);margin-right:4px}
.hint{display:block;color:var(--muted);font-size:14px;margin-top:2px}
details>summary{cursor:pointer}
.part>details>summary,.data>summary{font-size:14px;color:var(--muted);padding:10px 2px;width:fit-content}
.part>ul+details{margin-top:4px}
.part>details>.checks{margin-top:4px}
.endpoints{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:16px}
.endpoint{padding:14px 20px;font-size:14px}
.endpoint p{color:var(--muted);margin-top:4px}
.endpoint .side{color:var(--text);font-weight:600;margin:0 0 4px}
.context li{padding:10px 20px;font-size:14px}
.data{margin-top:28px;padding:0 20px}
.scroll{overflow-x:auto;margin-bottom:16px}
table{border-collapse:collapse;font-size:14px;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:6px 12px 6px 0;text-align:left;border-top:1px solid var(--line);white-space:nowrap}
thead th{border-top:0;color:var(--muted);font-weight:500}
tbody th{font-weight:500}
.group{margin-top:28px}
.group h2{display:flex;align-items:center;gap:8px}
.count{color:var(--muted);font-weight:400}
.rows{overflow:hidden}
.row{display:grid;grid-template-columns:16px minmax(140px,1.5fr) minmax(150px,1.3fr) 72px 104px 88px 96px 12px;gap:16px;align-items:center;padding:12px 20px}
.row.head{padding-top:10px;padding-bottom:10px;font-size:13px;color:var(--muted)}
.app-row{border-top:1px solid var(--line)}
summary.row{list-style:none}
summary.row::-webkit-details-marker{display:none}
summary.row:hover{background:var(--none-soft)}
.app b{display:block;font-weight:600}
.app small{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;font-size:13px;line-height:1.4;color:var(--muted)}
.cell{display:block;font-size:14px;font-variant-numeric:tabular-nums;min-width:0}
.cell .meter{margin-top:5px}
.cell .spark{margin-top:2px;overflow:visible}
.cell .bars{height:28px}
.cell-name{display:none}
.figure{white-space:nowrap}
.chevron{width:8px;height:8px;border:solid var(--muted);border-width:0 2px 2px 0;transform:rotate(45deg);justify-self:end;margin-top:-4px}
details[open]>summary .chevron{transform:rotate(225deg);margin-top:4px}
.inside{padding:4px 20px 24px;border-top:1px solid var(--line);background:var(--bg)}
@media (max-width:860px){
.top,main,footer{padding-left:16px;padding-right:16px}
.verdict{padding:16px;gap:12px}
.row.head{display:none}
.rows>.app-row:nth-child(2){border-top:0}
.row{grid-template-columns:16px repeat(3,minmax(0,1fr)) minmax(0,1.15fr) 12px;gap:10px 12px;padding:14px 16px;align-items:start}
.row .icon{margin-top:4px}
.app{grid-column:2/6}
.chevron{grid-column:6;grid-row:1;margin-top:6px}
.days{grid-column:2/7}
.cell:not(.days){grid-column:auto}
.cell:nth-of-type(4){grid-column-start:2}
.cell-name{display:block;font-size:11px;color:var(--muted);white-space:nowrap}
.inside{padding-left:16px;padding-right:16px}
.events li,.checks li{padding-left:16px;padding-right:16px;gap:10px}
.panel,.uptime{padding-left:16px;padding-right:16px}
}
@media (max-width:520px){
h1{font-size:21px}
.spark{display:none}
.checks li{flex-wrap:wrap}
.checks .value{max-width:none;flex-basis:100%;text-align:left;padding-left:26px}
.checks .value small{display:inline;margin-left:8px}
.events li{flex-wrap:wrap}
.events time{flex-basis:100%;text-align:left;padding-left:26px}
.ends span:first-child,.ends span:last-child{flex:none}
}
@media print{
:root{--bg:#fff;--card:#fff;--line:#d8dee4;--text:#1f2328;--muted:#59636e;--pass:#1a7f37;--warn:#9a6700;--fail:#cf222e;--none:#59636e;--accent:#0969da;--second:#8250df;--pass-bar:#2da44e;--warn-bar:#d4a72c;--fail-bar:#d1242f;--empty:#dfe4ea;--pass-soft:#fff;--warn-soft:#fff;--fail-soft:#fff;--none-soft:#fff;--shadow:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:12px}
.jump,.chevron,.data{display:none}
.panel,.endpoint,.problem,.uptime,.app-row,.events li,.checks li{break-inside:avoid}
h2,h3{break-after:avoid}
.panels{grid-template-columns:1fr 1fr}
.part>details::details-content{content-visibility:visible;block-size:auto}
}
@media (prefers-reduced-motion:no-preference){.chevron{transition:transform .15s}}
`
