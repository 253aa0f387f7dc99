/** Outlines of bars and dots: what stands at each end of a bar says what is known of it. */

/** `square`: a bound. `cut`: goes on outside the view. `arrow`: open. `torn`: unknown. `wavy`: approximate. `joint`: another piece follows. */
export type End = 'square' | 'cut' | 'arrow' | 'torn' | 'wavy' | 'joint';

export interface Piece {
  x0: number;
  x1: number;
  /** Middle of the bar. */
  y: number;
  height: number;
  left: End;
  right: End;
}

/** Length of an arrow's head, and what it is wider than its bar on each side. */
export const HEAD_PX = 11;
const HEAD_OVERHANG_PX = 3.5;
const TOOTH_PX = 4.5;
const TEETH = 4;
const WAVE_PX = 2;
const CORNER_PX = 2.5;

/** Adds the closed outline of a piece to the current path. */
export function tracePiece(context: CanvasRenderingContext2D, piece: Piece): void {
  const top = piece.y - piece.height / 2;
  const bottom = piece.y + piece.height / 2;
  const headRoom = Math.min(HEAD_PX, Math.max(0, piece.x1 - piece.x0));
  edge(context, piece.right, piece.x1, top, bottom, 1, headRoom, true);
  edge(context, piece.left, piece.x0, bottom, top, -1, headRoom, false);
  context.closePath();
}

/** One end from one corner to the other; `out` points away from the bar. */
function edge(context: CanvasRenderingContext2D, end: End, x: number, from: number, to: number, out: 1 | -1, headRoom: number, isFirst: boolean): void {
  const start = (px: number, py: number): void => (isFirst ? context.moveTo(px, py) : context.lineTo(px, py));
  const down = Math.sign(to - from);
  switch (end) {
    case 'arrow': {
      const base = x - out * headRoom;
      start(base, from);
      context.lineTo(base, from - down * HEAD_OVERHANG_PX);
      context.lineTo(x, (from + to) / 2);
      context.lineTo(base, to + down * HEAD_OVERHANG_PX);
      context.lineTo(base, to);
      return;
    }
    case 'torn': {
      // The dashed head of the arrow stands in the room beyond the tear.
      const base = x - out * headRoom;
      start(base, from);
      for (let i = 1; i <= TEETH; i++) context.lineTo(tooth(base, out, i), from + ((to - from) * i) / TEETH);
      return;
    }
    case 'wavy': {
      const half = (to - from) / 2;
      start(x, from);
      context.bezierCurveTo(x + out * WAVE_PX * 2, from + half * 0.5, x + out * WAVE_PX * 2, from + half * 0.5, x, from + half);
      context.bezierCurveTo(x - out * WAVE_PX * 2, from + half * 1.5, x - out * WAVE_PX * 2, from + half * 1.5, x, to);
      return;
    }
    case 'square': {
      const round = Math.min(CORNER_PX, headRoom / 2);
      start(x - out * round, from);
      context.arcTo(x, from, x, from + down * round, round);
      context.arcTo(x, to, x - out * round, to, round);
      context.lineTo(x - out * round, to);
      return;
    }
    default:
      start(x, from);
      context.lineTo(x, to);
  }
}

/** The torn edge alone, to be stroked. */
export function traceTear(context: CanvasRenderingContext2D, piece: Piece, side: 'left' | 'right'): void {
  const out = side === 'right' ? 1 : -1;
  const base = (side === 'right' ? piece.x1 : piece.x0) - out * Math.min(HEAD_PX, piece.x1 - piece.x0);
  const top = piece.y - piece.height / 2;
  context.moveTo(base, top);
  for (let i = 1; i <= TEETH; i++) context.lineTo(tooth(base, out, i), top + (piece.height * i) / TEETH);
}

function tooth(base: number, out: 1 | -1, i: number): number {
  return base - (i % 2 ? out * TOOTH_PX : 0);
}

/** The head of an arrow; beyond a torn end it stands off by a gap. */
export function traceHead(context: CanvasRenderingContext2D, piece: Piece, side: 'left' | 'right', gapPx = 0): void {
  const out = side === 'right' ? 1 : -1;
  const tip = side === 'right' ? piece.x1 : piece.x0;
  const base = tip - out * Math.max(0, Math.min(HEAD_PX, piece.x1 - piece.x0) - gapPx);
  const half = piece.height / 2 + HEAD_OVERHANG_PX;
  context.moveTo(base, piece.y - half);
  context.lineTo(tip, piece.y);
  context.lineTo(base, piece.y + half);
  context.closePath();
}

/** A dot: its form changes with the palette entry, so that hue is not all that tells entries apart. */
export function traceDot(context: CanvasRenderingContext2D, x: number, y: number, radius: number, pattern: number): void {
  switch (pattern % 4) {
    case 1: {
      const reach = radius * 1.2;
      polygon(context, [[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]]);
      return;
    }
    case 2: {
      const side = radius * 0.9;
      context.rect(x - side, y - side, 2 * side, 2 * side);
      return;
    }
    case 3: {
      const reach = radius * 1.2;
      polygon(context, [[x, y - reach], [x + reach, y + reach * 0.8], [x - reach, y + reach * 0.8]]);
      return;
    }
    default:
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

function polygon(context: CanvasRenderingContext2D, points: [number, number][]): void {
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
}
