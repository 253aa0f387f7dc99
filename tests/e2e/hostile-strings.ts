/** Strings that run a script or ask for something where text is taken for markup, code or an address. */

/** What runs where a string comes to life: each sets a mark that the page's tests look for. */
const CALLS = ['ran()', 'alert(1)', 'top.ran()', 'import("/asked-for.js")', "fetch('/asked-for')"] as const;

/** Markup, `%` for the call. */
const MARKUP = [
  '<script>%</script>', '<script src="/asked-for.js"></script>', '<img src=/asked-for onerror=%>', '<img src="x:x" onerror="%">',
  '<svg onload=%>', '<svg><script>%</script></svg>', '<svg><animate onbegin=% attributeName=x dur=1s>', '<body onload=%>',
  '<iframe srcdoc="<script>parent.%</script>">', '<iframe src="javascript:%">', '<iframe src=/asked-for>', '<object data="javascript:%">',
  '<embed src=/asked-for>', '<link rel=stylesheet href=/asked-for.css>', '<style>@import "/asked-for.css";</style>', '<base href="//asked-for.invalid/">',
  '<meta http-equiv=refresh content="0;url=/asked-for">', '<form action="javascript:%"><button autofocus>', '<input autofocus onfocus=%>', '<details open ontoggle=%>',
  '<video><source onerror=%></video>', '<audio src=/asked-for onerror=%>', '<marquee onstart=%>', '<math><mi xlink:href="javascript:%">x</mi></math>',
  '<a href="javascript:%">x</a>', '<template><script>%</script></template>', '<noscript><p title="</noscript><img src=/asked-for onerror=%>">', '<slot onslotchange=%></slot>',
  '<picture><source srcset=/asked-for><img onerror=%></picture>', '<x onclick=% autofocus tabindex=0 onfocus=%>', '<event-timeline src="/asked-for"></event-timeline>', '<textarea autofocus onfocus=%>',
] as const;

/** Addresses that run or ask. */
const ADDRESSES = [
  'javascript:%', 'JaVaScRiPt:%', ' javascript:%', 'java\tscript:%', 'java\nscript:%', '\u0001javascript:%', 'javascript://asked-for.invalid/%0a%',
  'data:text/html,<script>%</script>', 'data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==', 'vbscript:%', 'blob:null/%', 'file:///etc/passwd', 'view-source:javascript:%', 'feed:javascript:%',
] as const;

/** Code and templates. */
const CODE = ['${%}', '{{%}}', '#{%}', '<%= % %>', '"+%+"', "'-%-'", '`${%}`', ');%;//', '*/%/*', '</title><svg onload=%>', ']]><script>%</script>', '<!--<script>%//-->', '--!><svg onload=%>', '__proto__', 'constructor'] as const;

/** Ways out of what a string may stand in. */
const AROUND: ((text: string) => string)[] = [
  (text) => text, (text) => `">${text}`, (text) => `'>${text}`, (text) => `</p>${text}`, (text) => `</style></script>${text}`, (text) => `"${text} x="`,
  (text) => `x ${text} y`, (text) => `${text}\n${text}`, (text) => `\u202e${text}`, (text) => `]]>${text}`, (text) => `--><!--${text}`,
];

/** Ways to write the same so that one decoding too many brings it to life. */
const WRITTEN: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/[<>"'&]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => encodeURIComponent(text),
  (text) => text.replace(/[<>"']/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => text.toUpperCase(),
];

/** 6,000 and more, each once. */
export function scriptStrings(): string[] {
  const found = new Set<string>();
  const kinds = [MARKUP, ADDRESSES, CODE].flat();
  kinds.forEach((vector, at) => {
    for (const [turn, around] of AROUND.entries()) {
      for (const [spelling, written] of WRITTEN.entries()) {
        for (const more of [0, 2]) {
          const call = CALLS[(at + turn + spelling + more) % CALLS.length] ?? CALLS[0];
          found.add(written(around(vector.replaceAll('%', () => call))));
        }
      }
    }
  });
  return [...found];
}

const rep = (text: string, times: number): string => text.repeat(times);

/** Strings that disturb what stands around them: directions without an end, marks without end, no place to break a line. */
export const NAUGHTY: readonly string[] = [
  '\u202eright to left without an end', '\u202d\u202e\u202d overrides', '\u2067isolate without an end', '\u2066\u2067\u2068 isolates without an end', '\u2069\u2069\u202c\u202c ends without a beginning',
  '\u2069\u202e an end, then an override', '\u2068\u202e both \u2069\u2069\u2069 and more ends', 'تقرير عن 2014 (الموصل)', 'עברית, English, עברית 123', '\u200f\u200e\u061c marks', 'a\u0301'.normalize('NFD') + rep('\u0300\u0316\u0489', 200),
  `Z${rep('\u0361', 400)}`, rep('w', 10_000), rep('\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}', 60), rep('\u200b', 300) + 'zero width', '\ufeff\u00ad\u2060 invisible', '\u{E0001}\u{E0041} tags',
  rep('\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', 20), '\u0000\u0001\u0008\u001f controls', 'line\u2028separator\u2029paragraph', rep('\n', 50) + 'lines', rep('\t', 200) + 'tabs', rep('漢', 500), rep('ﷺ', 100), '𓀀'.repeat(100), '\ud83d half of a pair', 'مرحبا\u202eabc\u202c', '１２３', 'ﬁ ﬂ', '­'.repeat(200),
];
