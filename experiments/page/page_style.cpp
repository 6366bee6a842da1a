#include "experiments/page/page_style.h"

#include "experiments/plot/palette.h"

namespace saccade {

namespace {

constexpr const char* kBase = R"(
:root{color-scheme:light dark;--ink:#1a1a1a;--muted:#5a5f66;--line:#dfe3e8;--ground:#fff;
--panel:#f6f7f9;--link:#005a9c}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
main,header,footer,nav{max-width:800px;margin:0 auto;padding:0 20px}
header{padding-top:36px}
h1{font-size:1.9rem;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .6rem;padding-top:.9rem;
border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.6rem 0 .4rem;overflow-wrap:anywhere}
p{margin:.6rem 0;overflow-wrap:anywhere}
.subtitle,figcaption,footer,.note{color:var(--muted)}
.subtitle{margin:.4rem 0 0}
.warning{border-left:4px solid #d55e00;background:var(--panel);padding:.6rem .9rem}
nav{margin-top:1rem}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}
a{color:var(--link)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;
margin:1.4rem 0 .6rem}
.tile{background:var(--panel);border-radius:8px;padding:.7rem .9rem}
.tile b{display:block;font-size:1.4rem;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
.tile span{display:block;color:var(--muted);font-size:.85rem;line-height:1.35}
figure{margin:1rem 0}
figcaption{font-size:.9rem;line-height:1.45;margin-top:.3rem}
figure svg,figure img,figure video{display:block;max-width:100%;height:auto}
figure.film img,figure.film video{border-radius:6px}
.narrow{display:none}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:14px 18px}
.grid figure{margin:0}
.grid svg{width:100%}
.grid figcaption{margin:0;font-weight:600;color:var(--ink);overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;
border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--muted);vertical-align:bottom}
th.number,td.number{text-align:right;white-space:nowrap}
td{max-width:26rem;overflow-wrap:break-word}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1.2rem;margin:.8rem 0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
details{margin:1rem 0}
summary{cursor:pointer;color:var(--link)}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.88em}
pre{background:var(--panel);border-radius:8px;padding:.8rem 1rem;overflow-x:auto;line-height:1.45}
footer{font-size:.85rem;margin-top:3rem;padding-bottom:2.5rem}
@media (max-width:640px){
header{padding-top:22px}
main,header,footer,nav{padding-left:16px;padding-right:16px}
h1{font-size:1.5rem}
.wide{display:none}
.narrow{display:block}
.narrow svg{width:100%}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:.5rem}
.tiles{grid-template-columns:repeat(2,1fr)}
}
@media print{
:root{color-scheme:light}
body{font-size:11pt}
main,header,footer{max-width:none;padding:0}
nav{display:none}
.wide{display:block}
.narrow{display:none}
.tile,pre,.warning{border:1px solid var(--line);background:none}
figure,tr,.tile{break-inside:avoid}
h2,h3{break-after:avoid}
}
)";

constexpr const char* kDark = R"(
:root{--ink:#ececec;--muted:#a9afb7;--line:#333840;--ground:#15181c;--panel:#1f2329;--link:#7cc0ff}
)";

}  // namespace

std::string page_style() {
  return std::string(kBase) + "@media screen and (prefers-color-scheme:dark){" + kDark +
         dark_colours() + "\n}\n";
}

}  // namespace saccade
