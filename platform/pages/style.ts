import { createHash } from 'node:crypto';
import { Html } from './html.ts';

const style = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--accent:#0b5cad;--good:#116329;--bad:#a40e26;--wait:#7d4e00}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#a0aab4;--paper:#0d1117;--line:#3d444d;--accent:#79b8ff;--good:#56d364;--bad:#ff8182;--wait:#e3b341}}
*{box-sizing:border-box}body{margin:0;font:1.05rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
.wrap{max-width:44rem;margin:0 auto;padding:1rem}header.top{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid var(--line);margin-bottom:1.25rem;padding-bottom:.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}a{color:var(--accent)}a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.35rem 1rem;margin:1rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
@media(max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
.picture{display:block;width:min(16rem,70vw);height:auto;margin:0 auto}.status{display:inline-block;border:2px solid;border-radius:.5rem;padding:.2rem .7rem;font-weight:700}
.good{color:var(--good)}.bad{color:var(--bad)}.wait{color:var(--wait)}.soft{color:var(--soft)}.buttons{display:flex;flex-wrap:wrap;gap:.6rem;padding:0;list-style:none}
.buttons a,button{display:inline-block;border:1px solid var(--accent);border-radius:.5rem;padding:.5rem .9rem;text-decoration:none;background:var(--paper);color:var(--accent);font:inherit;cursor:pointer}
.qr{width:9rem;background:#fff;padding:.5rem}.qr svg{display:block;width:100%;height:auto}.said{white-space:pre-line;overflow-wrap:anywhere}
form{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:.5rem}label{display:block;font-weight:600;margin-bottom:.3rem}input{width:100%;font:inherit;padding:.5rem;margin-bottom:.7rem;border:1px solid var(--soft);border-radius:.35rem;background:var(--paper);color:var(--ink)}
table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.35rem .5rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}`;

/** The style of every page for people, as an element for its head. */
export const pageStyle = new Html(`<style>${style}</style>`);

/** What lets that element, and no other style, take effect: a source for `style-src`. */
export const pageStyleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
