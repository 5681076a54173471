// How the survey's pages look. Contrasts are at least 4.5:1 for texts and 3:1 for borders, in light
// and in dark; targets are at least 44 px.
#pragma once

namespace mainstay::survey {

inline constexpr char kPageStyle[] = R"css(
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--text:#1c2330;--soft:#4a5364;
--line:#6f7989;--main:#1f5fbf;--on-main:#fff;--bad:#a12a2a;--tint:#e8f0fc}
@media (prefers-color-scheme:dark){:root{--page:#12161d;--card:#1c222c;--text:#e8ebf0;
--soft:#b3bccb;--line:#8791a2;--main:#8ab4ff;--on-main:#0d1420;--bad:#ffaaa2;--tint:#24334d}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:1rem 1rem 3rem}
h1{font-size:1.35rem;line-height:1.35;margin:.6rem 0}
h2{font-size:1.15rem;line-height:1.4;margin:1.2rem 0 .4rem}
p{margin:.5rem 0;overflow-wrap:anywhere;white-space:pre-line}
.soft{color:var(--soft);font-size:.95rem}
.top{display:flex;justify-content:flex-end}
.step{display:flex;gap:.8rem;align-items:center;color:var(--soft);font-size:.95rem}
progress{flex:1;height:.6rem;accent-color:var(--main)}
.q{background:var(--card);border-radius:.7rem;padding:1rem;margin:1rem 0}
.q.bad{border-left:.3rem solid var(--bad)}
fieldset{border:0;margin:0;padding:0;min-width:0}
fieldset fieldset{margin-top:1rem}
legend,.ask{padding:0;font-weight:600;white-space:pre-line;overflow-wrap:anywhere;display:block}
fieldset fieldset legend{font-weight:400}
.req{color:var(--soft);font-weight:400;font-size:.9rem}
.help{color:var(--soft);margin:.3rem 0}
.bad-text{color:var(--bad);font-weight:600;margin:.4rem 0}
.scale{display:grid;gap:.4rem;grid-template-columns:repeat(var(--narrow),1fr);margin-top:.6rem}
.scale label{position:relative;display:block}
.scale input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.scale span{display:flex;align-items:center;justify-content:center;min-height:3rem;
border:1px solid var(--line);border-radius:.5rem}
.scale input:checked+span{background:var(--main);color:var(--on-main);border-color:var(--main);
font-weight:700}
.scale input:focus-visible+span{outline:3px solid var(--main);outline-offset:2px}
.scale .wide{grid-column:1/-1}
.ends{display:flex;margin-top:.4rem;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.95rem}
.ends span:last-child{text-align:right}
.pick{display:flex;gap:.7rem;align-items:center;min-height:3rem;padding:.35rem .5rem;
border-radius:.5rem;cursor:pointer}
.pick input{flex:none;width:1.4rem;height:1.4rem;margin:0;accent-color:var(--main)}
.pick:has(input:checked){background:var(--tint)}
@supports selector(:has(*)){.own{display:none}.pick:has(input:checked)+.own{display:block}}
textarea,input[type=text],input[type=date]{width:100%;min-height:3rem;margin-top:.5rem;
padding:.55rem .7rem;font:inherit;color:inherit;background:var(--card);
border:1px solid var(--line);border-radius:.5rem}
textarea{min-height:7rem}
a{color:var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.box{border:2px solid var(--bad);border-radius:.7rem;padding:.8rem 1rem;margin:1rem 0;
background:var(--card)}
.box h2{margin:0 0 .3rem}
.box ul{margin:0;padding-left:1.2rem}
.box.note{border-color:var(--main)}
.box a{display:inline-block;padding:.3rem 0}
button{display:block;width:100%;min-height:3.2rem;margin:.8rem 0;padding:.5rem 1rem;font:inherit;
font-weight:600;border-radius:.7rem;border:1px solid var(--main);background:var(--card);
color:var(--main);cursor:pointer}
button.go{background:var(--main);color:var(--on-main)}
button.lang{width:auto;min-height:2.75rem;margin:0;font-weight:400}
.first{position:absolute;width:1px;height:1px;min-height:0;margin:-1px;padding:0;border:0;
overflow:hidden;clip-path:inset(50%)}
@media (min-width:40rem){.scale{grid-template-columns:repeat(var(--wide),1fr)}main{padding:2rem 1rem 4rem}.q{padding:1.4rem}
.steps{display:flex;gap:1rem}.steps button{width:auto;flex:1}.steps .go{flex:2}}
@media (forced-colors:active){.scale input:checked+span{outline:4px solid Highlight}}
)css";

}  // namespace mainstay::survey
