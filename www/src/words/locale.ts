/** Which language the reader's words, months and numbers are in. */

/** The nearest `lang` around the element, through shadow roots; the browser's language where no page says. */
export function localeOf(element: Element, attribute: string | null): string {
  return valid(attribute) ?? valid(inheritedLang(element)) ?? valid(navigator.language) ?? 'en';
}

function inheritedLang(element: Element): string | null {
  for (let node: Node | null = element; node; node = parentOf(node)) {
    if (node instanceof Element && node.hasAttribute('lang')) return node.getAttribute('lang');
  }
  return null;
}

function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}

function valid(tag: string | null | undefined): string | null {
  if (!tag) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

const RIGHT_TO_LEFT_SCRIPTS = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** Words in the reader's language among ours, which are English: what is read from right to left stands apart, or its numbers would join ours. */
export function among(words: string, locale: string): string {
  return directionOf(locale) === 'rtl' ? `\u2067${words}\u2069` : words;
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  const script = new Intl.Locale(locale).maximize().script ?? '';
  return RIGHT_TO_LEFT_SCRIPTS.has(script) ? 'rtl' : 'ltr';
}
