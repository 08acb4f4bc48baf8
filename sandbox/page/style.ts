/** Styles of the page. Instagram threads are violet, Messenger's blue. */
export const style = `
:root {
	color-scheme: light dark;
	--ground: #fff; --panel: #f6f6f8; --line: #e4e4ea; --ink: #16161a; --quiet: #6b6b76;
	--inbound: #ececf1; --instagram: linear-gradient(135deg, #7638fa, #c32aa3); --messenger: linear-gradient(135deg, #0a7cff, #00a2ff);
}
@media (prefers-color-scheme: dark) {
	:root { --ground: #131318; --panel: #1b1b22; --line: #2b2b35; --ink: #f1f1f5; --quiet: #9a9aa8; --inbound: #2a2a34; }
}
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: grid; grid-template-columns: minmax(15rem, 20rem) 1fr; background: var(--ground); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
aside { background: var(--panel); border-right: 1px solid var(--line); display: flex; flex-direction: column; min-height: 0; }
aside header { padding: 1.1rem 1.25rem .75rem; }
h1 { margin: 0; font-size: 1.15rem; letter-spacing: -.01em; }
p { margin: 0; }
#clock, .quiet { color: var(--quiet); font-size: .8rem; }
nav { overflow-y: auto; padding: 0 .5rem 1rem; }
h2 { margin: 1rem .75rem .35rem; font-size: .72rem; text-transform: uppercase; letter-spacing: .06em; color: var(--quiet); }
nav button { display: flex; gap: .7rem; align-items: center; width: 100%; padding: .55rem .75rem; border: 0; border-radius: 12px; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
nav button:hover { background: color-mix(in srgb, var(--ink) 6%, transparent); }
nav button[aria-current] { background: color-mix(in srgb, var(--ink) 10%, transparent); }
.face { flex: none; width: 2.4rem; height: 2.4rem; border-radius: 50%; display: grid; place-items: center; color: #fff; font-size: .85rem; font-weight: 600; }
.instagram { background: var(--instagram); }
.messenger { background: var(--messenger); }
.who { min-width: 0; flex: 1; }
.who strong, .who span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who strong { font-weight: 600; }
.count { flex: none; min-width: 1.4rem; padding: 0 .4rem; border-radius: 1rem; background: var(--ink); color: var(--ground); font-size: .75rem; text-align: center; }
main { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
main > header { display: flex; align-items: center; gap: .8rem; padding: .9rem 1.5rem; border-bottom: 1px solid var(--line); }
.window { margin-left: auto; padding: .2rem .7rem; border-radius: 1rem; border: 1px solid var(--line); font-size: .78rem; color: var(--quiet); white-space: nowrap; }
.window.open::before { content: '● '; color: #1fa855; }
.window.closed::before { content: '● '; color: #d64545; }
#conversation { flex: 1; overflow-y: auto; padding: 1.5rem; display: flex; flex-direction: column; gap: .9rem; }
#conversation > .empty { margin: auto; text-align: center; color: var(--quiet); max-width: 26rem; }
article { align-self: flex-start; display: flex; flex-direction: column; align-items: flex-start; max-width: min(30rem, 85%); }
.bubble { border-radius: 20px 20px 20px 6px; background: var(--inbound); padding: .6rem .95rem; overflow-wrap: anywhere; white-space: pre-wrap; }
.mine { align-self: flex-end; align-items: flex-end; }
.mine .bubble { border-radius: 20px 20px 6px 20px; }
.mine .bubble:not(.voice) { background: var(--ink); color: var(--ground); }
.bubble.unsent { font-style: italic; opacity: .6; }
.bubble.instagram { background: var(--instagram); }
.bubble.messenger { background: var(--messenger); }
.bubble.voice { color: #fff; padding: .6rem .9rem .6rem .6rem; display: flex; align-items: center; gap: .8rem; }
.voice button { flex: none; width: 2.3rem; height: 2.3rem; border: 0; border-radius: 50%; background: rgb(255 255 255 / .24); cursor: pointer; display: grid; place-items: center; }
.voice button:hover { background: rgb(255 255 255 / .36); }
.voice svg { width: 1.1rem; height: 1.1rem; fill: #fff; }
.wave { display: flex; align-items: center; gap: 2px; height: 2rem; cursor: pointer; }
.wave i { width: 3px; border-radius: 2px; background: #fff; opacity: .4; }
.wave i.played { opacity: 1; }
.length { font-variant-numeric: tabular-nums; font-size: .82rem; }
.facts { margin: .3rem .3rem 0; font-size: .74rem; color: var(--quiet); overflow-wrap: anywhere; }
.facts code { font-size: .7rem; }
img.photo { display: block; max-width: 18rem; border-radius: 16px; }
#composer { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; padding: .7rem 1.5rem; border-top: 1px solid var(--line); }
#composer label { flex-basis: 100%; }
#words { flex: 1; min-width: 8rem; padding: .55rem 1rem; border: 1px solid var(--line); border-radius: 20px; background: var(--panel); color: inherit; font: inherit; }
#composer button { padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 20px; background: none; color: inherit; font: inherit; cursor: pointer; }
#composer #write { background: var(--ink); color: var(--ground); }
#status { padding: .5rem 1.5rem; border-top: 1px solid var(--line); font-size: .78rem; color: var(--quiet); min-height: 2.1rem; }
:focus-visible { outline: 2px solid #0a7cff; outline-offset: 2px; }
@media (max-width: 40rem) { body { grid-template-columns: 1fr; grid-template-rows: 40vh 1fr; } }
`;
