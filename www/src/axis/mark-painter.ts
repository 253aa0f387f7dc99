/** One event's mark: solid is certain, hatched is possible, and each end says what is known of it. */

import { FLAG, LABEL, type DrawnRow } from '../types.ts';
import type { ColorReader, Theme } from './colors.ts';
import { textWidth, type Fonts } from './fonts.ts';
import { CLAIMANT_GAP_PX, type Labels } from './labels.ts';
import type { Hatches } from './patterns.ts';
import type { Mark } from './scene.ts';
import { HEAD_PX, traceDot, traceHead, tracePiece, traceTear, type End, type Piece } from './shapes.ts';
import { clamp } from './window.ts';

export interface PaletteEntry { color: string; pattern: number }

export interface Pen {
  context: CanvasRenderingContext2D;
  widthPx: number;
  pixelRatio: number;
  lanePx: number;
  isNarrow: boolean;
  theme: Theme;
  fonts: Fonts;
  colors: ColorReader;
  hatches: Hatches;
  labels: Labels;
  palette: (code: number) => PaletteEntry;
  row: (row: number) => DrawnRow | undefined;
  selectedRow: number | null;
  /** A count in the reader's digits. */
  count: (n: number) => string;
  /** So many events are longer than what is shown. */
  longer: (count: string) => string;
  /** No fewer events are there at any time. */
  atLeast: (count: string) => string;
  breaks: typeof import('./breaks.ts') | null;
}

/** Narrower than this, a mark is a dot; a possible part narrower is the grain of the screen. */
const DOT_BELOW_PX = 8;
const GRAIN_PX = 2.5;
/** The hatched part reaches under the round corners of the solid one. */
const JOINT_PX = 2;
const DOT_RADIUS_PX = 5.5;
/** From the middle of a dot to its label. */
const DOT_ROOM_PX = 12;
const HALO_PX = 4;
/** How far an outline or a badge stands off the mark. */
const OUTSET_PX = 3;
/** Between a torn end and the head beyond it. */
const LOOSE_GAP_PX = 3;
/** From an arrow's head to the label inside its bar. */
const HEAD_ROOM_PX = HEAD_PX + 13;

/** Middle and heights of a mark in its lane. */
export function barMetrics(lanePx: number, isNarrow: boolean): { middle: number; solid: number; hatched: number } {
  return isNarrow ? { middle: lanePx - 13, solid: 14, hatched: 10 } : { middle: lanePx / 2, solid: 19, hatched: 12 };
}

/** Left and right of the mark as it is seen: arrows of open ends stand at the edge of the view. */
export function visibleExtent(mark: Mark, widthPx: number): { left: number; right: number } {
  const isLoose = (flag: number): boolean => (mark.flags & flag) !== 0;
  let left = mark.earliestStart;
  let right = mark.latestEnd;
  if (isLoose(FLAG.startOpen | FLAG.startUnknown)) left = Math.max(left, 1);
  if (isLoose(FLAG.endOpen | FLAG.endUnknown)) right = Math.min(right, widthPx - 1);
  return { left: Math.min(left, right), right };
}

export function isDot(mark: Mark): boolean {
  const isLoose = mark.flags & (FLAG.startOpen | FLAG.startUnknown | FLAG.endOpen | FLAG.endUnknown);
  return !isLoose && mark.latestEnd - mark.earliestStart < DOT_BELOW_PX;
}

export function paintMark(pen: Pen, mark: Mark): void {
  const { context } = pen;
  const entry = pen.palette(mark.color);
  const color = pen.colors.mark(entry.color);
  const bar = barMetrics(pen.lanePx, pen.isNarrow);
  const y = mark.y + bar.middle;
  context.globalAlpha = mark.opacity;
  if (isDot(mark)) paintDot(pen, dotX(mark, pen.widthPx), y, color, entry.pattern);
  else paintBar(pen, mark, y, color);
  context.globalAlpha = 1;
}

/** The middle of a dot; one at the very edge of the view is moved in, whole. */
function dotX(mark: Mark, widthPx: number): number {
  const x = (mark.earliestStart + mark.latestEnd) / 2;
  const isAtEdge = -DOT_RADIUS_PX < x && x < widthPx + DOT_RADIUS_PX;
  return isAtEdge ? clamp(x, DOT_RADIUS_PX + 1, widthPx - DOT_RADIUS_PX - 1) : x;
}

function paintDot({ context, theme }: Pen, x: number, y: number, color: string, pattern: number): void {
  context.beginPath();
  traceDot(context, x, y, DOT_RADIUS_PX, pattern);
  context.strokeStyle = theme.surface;
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

function paintBar(pen: Pen, mark: Mark, y: number, color: string): void {
  const { left, right } = visibleExtent(mark, pen.widthPx);
  const heights = barMetrics(pen.lanePx, pen.isNarrow);
  const startEnd = endOf(mark.flags, FLAG.startOpen, FLAG.startUnknown, mark.earliestStart < 0);
  const endEnd = endOf(mark.flags, FLAG.endOpen, FLAG.endUnknown, mark.latestEnd > pen.widthPx);
  const solidLeft = Math.max(left, mark.latestStart);
  const solidRight = Math.min(right, mark.earliestEnd);
  const hatched = { y, height: heights.hatched };
  if (solidRight - solidLeft < 1) {
    paintHatched(pen, { ...hatched, x0: left, x1: right, left: startEnd, right: endEnd }, color);
    return;
  }
  const isLeftPossible = solidLeft - left > GRAIN_PX;
  const isRightPossible = right - solidRight > GRAIN_PX;
  if (isLeftPossible) paintHatched(pen, { ...hatched, x0: left, x1: solidLeft + JOINT_PX, left: startEnd, right: 'joint' }, color);
  if (isRightPossible) paintHatched(pen, { ...hatched, x0: solidRight - JOINT_PX, x1: right, left: 'joint', right: endEnd }, color);
  paintSolid(pen, {
    y, height: heights.solid, x0: isLeftPossible ? solidLeft : left, x1: isRightPossible ? solidRight : right,
    left: isLeftPossible ? 'square' : startEnd, right: isRightPossible ? 'square' : endEnd,
  }, color);
}

function endOf(flags: number, open: number, unknown: number, isOutside: boolean): End {
  if (flags & open) return 'arrow';
  if (flags & unknown) return 'torn';
  if (isOutside) return 'cut';
  return flags & FLAG.approximate ? 'wavy' : 'square';
}

function paintSolid({ context }: Pen, piece: Piece, color: string): void {
  context.beginPath();
  tracePiece(context, piece);
  context.fillStyle = color;
  context.fill();
  strokeLooseHeads(context, piece, color);
}

function paintHatched({ context, hatches, pixelRatio, theme }: Pen, piece: Piece, color: string): void {
  const outline = { ...piece, x0: piece.x0 + 0.6, x1: piece.x1 - 0.6, height: piece.height - 1.2 };
  context.beginPath();
  tracePiece(context, outline);
  context.fillStyle = theme.surface;
  context.fill();
  const pattern = hatches.get(context, color, pixelRatio);
  if (pattern) {
    // The lines travel with the mark instead of standing still behind it.
    const origin = piece.x0 < 0 ? piece.x1 : piece.x0;
    context.save();
    context.translate(origin, piece.y);
    context.beginPath();
    tracePiece(context, { ...outline, x0: outline.x0 - origin, x1: outline.x1 - origin, y: 0 });
    context.globalAlpha *= 0.75;
    context.fillStyle = pattern;
    context.fill();
    context.restore();
  }
  context.beginPath();
  tracePiece(context, outline);
  context.strokeStyle = color;
  context.lineWidth = 1.2;
  context.setLineDash([3.5, 2.5]);
  context.stroke();
  context.setLineDash([]);
  fillOpenHeads(context, outline, color);
  strokeLooseHeads(context, piece, color);
}

/** An open end is sure to be open, however unsure the rest: its head is solid. */
function fillOpenHeads(context: CanvasRenderingContext2D, piece: Piece, color: string): void {
  if (piece.left !== 'arrow' && piece.right !== 'arrow') return;
  context.beginPath();
  if (piece.left === 'arrow') traceHead(context, piece, 'left');
  if (piece.right === 'arrow') traceHead(context, piece, 'right');
  context.fillStyle = context.strokeStyle = color;
  context.fill();
  context.stroke();
}

/** A torn edge is a line of its own; the dashed head beyond it points where nobody knows the end. */
function strokeLooseHeads(context: CanvasRenderingContext2D, piece: Piece, color: string): void {
  if (piece.left !== 'torn' && piece.right !== 'torn') return;
  context.beginPath();
  if (piece.left === 'torn') traceTear(context, piece, 'left');
  if (piece.right === 'torn') traceTear(context, piece, 'right');
  context.strokeStyle = color;
  context.lineWidth = 1.4;
  context.stroke();
  context.beginPath();
  if (piece.left === 'torn') traceHead(context, piece, 'left', LOOSE_GAP_PX);
  if (piece.right === 'torn') traceHead(context, piece, 'right', LOOSE_GAP_PX);
  context.lineWidth = 1.2;
  context.setLineDash([2.5, 2]);
  context.stroke();
  context.setLineDash([]);
}

/** The qualifiers as the notation writes them: above the mark's start, or beside the mark where its label is above. */
export function paintBadge({ context, fonts, theme, isNarrow, lanePx, widthPx, colors, palette }: Pen, mark: Mark): void {
  const text = (mark.flags & (FLAG.uncertain | FLAG.inferred) ? '?' : '') + (mark.flags & FLAG.approximate ? '~' : '');
  if (!text) return;
  const heights = barMetrics(lanePx, isNarrow);
  const y = mark.y + heights.middle;
  const color = colors.mark(palette(mark.color).color);
  const { left, right } = visibleExtent(mark, widthPx);
  const middle = isDot(mark) ? dotX(mark, widthPx) : (left + right) / 2;
  const textPx = textWidth(text, fonts.badge);
  context.font = fonts.badge;
  context.globalAlpha = mark.opacity;
  if (isNarrow) {
    const headPx = mark.flags & (FLAG.endOpen | FLAG.endUnknown) ? -HEAD_ROOM_PX - textPx : 0;
    const end = (isDot(mark) ? middle + DOT_RADIUS_PX : right) + OUTSET_PX + headPx;
    // At the very edge there is room on the other side only.
    const isCovered = isDot(mark) && widthPx - textPx - 2 < end;
    const x = isCovered ? middle - DOT_RADIUS_PX - OUTSET_PX - textPx : Math.min(end, widthPx - textPx - 2);
    return haloText(context, text, x, y + 4, color, theme.surface);
  }
  const height = isDot(mark) ? 2 * DOT_RADIUS_PX : mark.earliestEnd - mark.latestStart >= 1 && mark.latestStart - mark.earliestStart < textPx ? heights.solid : heights.hatched;
  haloText(context, text, isDot(mark) ? middle - textPx / 2 : Math.max(left, 2), Math.max(8, y - height / 2 - 1.5), color, theme.surface);
}

/** The outline of the selected mark, on top of all. */
export function paintOutline(pen: Pen, mark: Mark): void {
  const { context, theme } = pen;
  const bar = barMetrics(pen.lanePx, pen.isNarrow);
  const y = mark.y + bar.middle;
  context.strokeStyle = theme.accent;
  context.lineWidth = 2;
  context.beginPath();
  if (isDot(mark)) {
    context.arc(dotX(mark, pen.widthPx), y, DOT_RADIUS_PX + OUTSET_PX, 0, 2 * Math.PI);
  } else {
    const { left, right } = visibleExtent(mark, pen.widthPx);
    const height = (mark.earliestEnd - mark.latestStart >= 1 ? bar.solid : bar.hatched) + 2 * OUTSET_PX;
    context.roundRect(left - OUTSET_PX, y - height / 2, right - left + 2 * OUTSET_PX, height, 5);
  }
  context.stroke();
}

export function paintLabel(pen: Pen, mark: Mark): void {
  if (mark.side === LABEL.none) return;
  const row = pen.row(mark.row);
  if (!row) return;
  const { context, fonts, theme } = pen;
  const label = pen.labels.get(row, mark.labelWidth, fonts);
  if (!label.title) return;
  const bar = barMetrics(pen.lanePx, pen.isNarrow);
  const baseline = mark.y + (mark.side === LABEL.above ? bar.middle - bar.solid / 2 - 6 : bar.middle + 4.5);
  const textPx = label.titlePx + (label.by ? CLAIMANT_GAP_PX + label.byPx : 0);
  const x = labelStart(mark, textPx);
  const isOnSolid = mark.side === LABEL.inside && mark.latestStart <= x && x + textPx <= mark.earliestEnd;
  context.globalAlpha = mark.opacity;
  if (isOnSolid) {
    const color = pen.colors.on(pen.colors.mark(pen.palette(mark.color).color));
    plainText(context, label.title, fonts.title, x, baseline, color);
    if (label.by) plainText(context, label.by, fonts.claimant, x + label.titlePx + CLAIMANT_GAP_PX, baseline, color);
  } else {
    const halo = mark.row === pen.selectedRow ? theme.selection : theme.surface;
    if (mark.side === LABEL.inside) paintPlate(context, x, mark.y + bar.middle, textPx, halo);
    context.font = fonts.title;
    haloText(context, label.title, x, baseline, theme.text, halo);
    context.font = fonts.claimant;
    if (label.by) haloText(context, label.by, x + label.titlePx + CLAIMANT_GAP_PX, baseline, theme.muted, halo);
  }
  context.globalAlpha = 1;
}

/** Clears the hatch behind a label that stands on it. */
function paintPlate(context: CanvasRenderingContext2D, x: number, y: number, width: number, surface: string): void {
  context.fillStyle = surface;
  context.beginPath();
  context.roundRect(x - 5, y - 8.5, width + 10, 17, 5);
  context.fill();
}

/** A label to the left ends at its mark, whatever was cut from it; one beside a dot leaves room for its outline. */
function labelStart(mark: Mark, textPx: number): number {
  const middle = (mark.earliestStart + mark.latestEnd) / 2;
  if (mark.side === LABEL.left) {
    const x = mark.labelX + Math.max(0, mark.labelWidth - textPx);
    return isDot(mark) ? Math.min(x, middle - DOT_ROOM_PX - textPx) : x;
  }
  const isLoose = mark.flags & (FLAG.startOpen | FLAG.startUnknown);
  if (mark.side === LABEL.inside && isLoose) return Math.max(mark.labelX, Math.max(0, mark.earliestStart) + HEAD_ROOM_PX);
  return mark.side === LABEL.right && isDot(mark) ? Math.max(mark.labelX, middle + DOT_ROOM_PX) : mark.labelX;
}

function plainText(context: CanvasRenderingContext2D, text: string, font: string, x: number, y: number, color: string): void {
  context.font = font;
  context.fillStyle = color;
  context.fillText(text, x, y);
}

export function haloText(context: CanvasRenderingContext2D, text: string, x: number, y: number, color: string, surface: string): void {
  context.strokeStyle = surface;
  context.lineWidth = HALO_PX;
  context.lineJoin = 'round';
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}
