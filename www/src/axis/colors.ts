/** Colours of the page, read from the host's custom properties as the canvas needs them: resolved. */

export interface Theme {
  surface: string;
  text: string;
  muted: string;
  hairline: string;
  accent: string;
  selection: string;
  mark: string;
  /** The reader's system chooses the colours: shapes alone tell marks apart. */
  isForced: boolean;
  fontFamily: string;
}

const FALLBACKS: Record<string, [property: string, normal: string, forced: string]> = {
  surface: ['--event-timeline-surface', 'Canvas', 'Canvas'],
  text: ['--event-timeline-text', 'CanvasText', 'CanvasText'],
  muted: ['--event-timeline-muted', 'color-mix(in srgb, CanvasText 62%, Canvas)', 'CanvasText'],
  hairline: ['--event-timeline-hairline', 'color-mix(in srgb, CanvasText 13%, Canvas)', 'color-mix(in srgb, CanvasText 30%, Canvas)'],
  accent: ['--event-timeline-accent', 'LinkText', 'Highlight'],
  selection: ['--event-timeline-selection', 'color-mix(in srgb, LinkText 12%, Canvas)', 'Canvas'],
  mark: ['--event-timeline-mark', 'color-mix(in srgb, CanvasText 62%, Canvas)', 'CanvasText'],
};

/** Resolves colours with an element that is there for nothing else and inherits what the host sets. */
export class ColorReader {
  private readonly resolved = new Map<string, string>();
  private readonly contrast = new Map<string, string>();
  private current: Theme | null = null;

  constructor(private readonly probe: HTMLElement) {}

  /** Reads everything anew at the next need. */
  forget(): void {
    this.resolved.clear();
    this.contrast.clear();
    this.current = null;
  }

  theme(): Theme {
    if (this.current) return this.current;
    const isForced = matchMedia('(forced-colors: active)').matches;
    const read = (name: string): string => {
      const [property, normal, forced] = FALLBACKS[name] ?? ['--', 'CanvasText', 'CanvasText'];
      return this.resolve(isForced ? forced : `var(${property}, ${normal})`);
    };
    this.current = {
      surface: read('surface'), text: read('text'), muted: read('muted'), hairline: read('hairline'), accent: read('accent'),
      selection: read('selection'), mark: read('mark'), isForced, fontFamily: getComputedStyle(this.probe).fontFamily,
    };
    return this.current;
  }

  /** Any CSS colour, `var()` included, as `rgb(…)`. */
  resolve(color: string): string {
    let found = this.resolved.get(color);
    if (found === undefined) {
      this.probe.style.setProperty('border-top-color', color);
      found = getComputedStyle(this.probe).borderTopColor;
      this.resolved.set(color, found);
    }
    return found;
  }

  /** The colour of marks of one palette entry. */
  mark(color: string): string {
    const theme = this.theme();
    return theme.isForced ? theme.mark : this.resolve(color);
  }

  /** Text or surface, whichever reads better on the colour. */
  on(color: string): string {
    let found = this.contrast.get(color);
    if (found === undefined) {
      const { text, surface } = this.theme();
      found = contrastRatio(color, surface) >= contrastRatio(color, text) ? surface : text;
      this.contrast.set(color, found);
    }
    return found;
  }
}

/** Contrast after WCAG 2.2 of two colours as computed styles give them. */
export function contrastRatio(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const isUnit = color.startsWith('color(');
  const numbers = (color.replace(/^color\(\S+/, '').match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = numbers.map((value) => {
    const unit = isUnit ? value : value / 255;
    return unit <= 0.04045 ? unit / 12.92 : ((unit + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
