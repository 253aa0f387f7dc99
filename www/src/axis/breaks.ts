/**
 * Where the scale of the columns is broken: the sign through a column higher than the scale, with its count beside it, and the
 * base that all columns of a group stand on. It comes with the hands; until then columns stand on one scale from zero.
 */

import type { Group } from '../types.ts';
import { textWidth } from './fonts.ts';
import { haloText, type Pen } from './mark-painter.ts';
import { columnOf, type Column } from './painter.ts';
import type { Cell, DrawnGroup, Picture, Scene } from './scene.ts';

/** The sign: two slanted lines through a column, and what they stand out on either side. */
const SIGN_PX = { below: 9, gap: 4, slant: 2.5, out: 3 };
/** Teeth of the line above a base. */
const TOOTH_PX = { width: 4, height: 1.5, below: 2 };
/** Two teeth, and as high: what repeats. */
const EDGE_PX = 2 * TOOTH_PX.width;
/** The ink of a base, as a share of that of columns. */
const BASE_INK = 0.3;
/** Words after those of a heading. */
const HEADING_GAP_PX = 14;
const HEADING_BASELINE_PX = 17;
const LINE_PX = 16;
const FIGURE_GAP_PX = 5;
const FIGURE_HEIGHT_PX = 12;

interface Box { left: number; right: number; top: number; bottom: number }
interface Broken { cell: Cell; column: Column }

/** Some columns are broken, or stand on a base. */
export function isBroken({ scaleEnd, mostInCell, groups }: { scaleEnd: number; mostInCell: number; groups: Group[] }): boolean {
  return scaleEnd !== mostInCell || groups.some(({ base }) => base > 0);
}

/** Whether the heights of columns come to mean something else, other than by the fullest one. */
export function isRescaled(before: Scene | null, after: Scene): boolean {
  if (!before) return false;
  if (before.isPlain) return isBroken(after.frame);
  const [old, now] = [before.frame, after.frame];
  if (!isBroken(old) && !isBroken(now)) return false;
  return old.scaleEnd !== now.scaleEnd || now.groups.some(({ base }, index) => base !== old.groups[index]?.base);
}

/** What stands on the columns that were painted. */
export function paintBreaks(pen: Pen, { cells, groups, scaleEnd }: Picture): void {
  const broken: Broken[] = [];
  const extents = new Map<number, { left: number; right: number; cell: Cell }>();
  for (const cell of cells) {
    if (cell.certain + cell.possible - cell.base > scaleEnd) broken.push({ cell, column: columnOf(pen, cell, scaleEnd) });
    if (cell.footing === 0) continue;
    const extent = extents.get(cell.group);
    const right = cell.x + cell.width;
    extents.set(cell.group, { left: Math.min(extent?.left ?? Infinity, cell.x), right: Math.max(extent?.right ?? -Infinity, right), cell });
  }
  for (const { left, right, cell } of extents.values()) {
    const group = groups.find(({ index }) => index === cell.group);
    paintBase(pen, Math.max(0, left), Math.min(pen.widthPx, right), cell);
    if (group && group.base > 0) paintWords(pen, group, cell);
  }
  for (const { cell, column } of runs(broken)) paintSign(pen, column, cell.opacity);
  paintFigures(pen, broken);
  pen.context.globalAlpha = 1;
}

/** A band of one height for all counts, torn off above. */
function paintBase(pen: Pen, left: number, right: number, cell: Cell): void {
  const { context, theme } = pen;
  const { foot } = columnOf(pen, cell, 1);
  const height = cell.top + cell.height - 1 - foot;
  context.globalAlpha = 1;
  context.fillStyle = theme.surface;
  context.fillRect(left, foot, right - left, height);
  context.globalAlpha = BASE_INK;
  context.fillStyle = theme.mark;
  context.fillRect(left, foot, right - left, height);
  context.globalAlpha = 1;
  const edge = tornEdge(pen);
  if (!edge) return;
  const snap = (px: number): number => Math.round(px * pen.pixelRatio) / pen.pixelRatio;
  const [x, y] = [snap(left), snap(foot + TOOTH_PX.below - EDGE_PX / 2)];
  context.translate(x, y);
  context.fillStyle = edge;
  context.fillRect(0, 0, snap(right) - x, EDGE_PX);
  context.translate(-x, -y);
}

/** A gap with a line through it, drawn once a pair of colours and density of pixels: as paths, the teeth of all groups took as long as the rest of a picture. */
function tornEdge({ context, theme, pixelRatio }: Pen): CanvasPattern | null {
  const key = `${theme.surface} ${theme.mark} ${pixelRatio}`;
  let edge = edges.get(key);
  if (edge === undefined) edges.set(key, (edge = drawEdge(context, theme, pixelRatio)));
  return edge;
}
const edges = new Map<string, CanvasPattern | null>();

function drawEdge(context: CanvasRenderingContext2D, theme: Pen['theme'], pixelRatio: number): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(EDGE_PX * pixelRatio);
  const pen = tile.getContext('2d');
  if (!pen) return null;
  const scale = tile.width / EDGE_PX;
  pen.scale(scale, scale);
  for (let at = -2; at <= EDGE_PX / TOOTH_PX.width + 2; at++) {
    pen.lineTo(at * TOOTH_PX.width, EDGE_PX / 2 + (at % 2 === 0 ? TOOTH_PX.height : -TOOTH_PX.height));
  }
  for (const [color, width] of [[theme.surface, 4], [theme.mark, 1]] as const) {
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.stroke();
  }
  const edge = context.createPattern(tile, 'repeat');
  edge?.setTransform(new DOMMatrix().scale(1 / scale));
  return edge;
}

/** The number that a base stands for: in it, or after what the heading above says; where there is no room, below that. */
function paintWords(pen: Pen, group: DrawnGroup, cell: Cell): void {
  const { context, theme, fonts, widthPx } = pen;
  const text = pen.atLeast(pen.count(group.base));
  const after = cell.isHeaded ? headingEnd(pen, group) + HEADING_GAP_PX : 4;
  const fits = after + textWidth(text, fonts.claimant) <= widthPx;
  const x = fits ? after : 4;
  const y = cell.isHeaded ? cell.top + HEADING_BASELINE_PX + (fits ? 0 : LINE_PX) : cell.top + cell.height - 5;
  context.font = fonts.claimant;
  context.globalAlpha = cell.footing;
  if (cell.isHeaded) haloText(context, text, x, y, theme.muted, theme.surface);
  else {
    context.fillStyle = theme.text;
    context.fillText(text, x, y);
  }
  context.globalAlpha = 1;
}

/** Where the words of a heading, or of a strip, end. */
function headingEnd({ fonts, count, longer }: Pen, group: DrawnGroup): number {
  if (group.stripPx > 0) return 4 + textWidth(longer(count(group.stripCount)), fonts.claimant);
  return 14 + textWidth(group.label ?? '–', fonts.heading) + textWidth(count(group.count), fonts.claimant);
}

/** Broken columns side by side have one sign. */
function runs(broken: Broken[]): Broken[] {
  const merged: Broken[] = [];
  for (const { cell, column } of broken) {
    const last = merged.at(-1);
    const isNext = last && last.cell.group === cell.group && last.cell.opacity === cell.opacity && Math.abs(last.column.x + last.column.width - column.x) < 2;
    if (isNext) last.column = { ...last.column, width: column.x + column.width - last.column.x };
    else merged.push({ cell, column });
  }
  return merged;
}

function paintSign({ context, theme }: Pen, { x, width, foot, room }: Column, opacity: number): void {
  const { gap, slant, out } = SIGN_PX;
  const y = foot - room + Math.min(SIGN_PX.below, room / 2);
  const [left, right] = [x - out, x + width + out];
  context.globalAlpha = opacity;
  context.fillStyle = theme.surface;
  context.beginPath();
  context.moveTo(left, y + slant);
  context.lineTo(right, y - slant);
  context.lineTo(right, y - slant + gap);
  context.lineTo(left, y + slant + gap);
  context.fill();
  context.strokeStyle = theme.text;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const below of [0, gap]) {
    context.moveTo(left, y + slant + below);
    context.lineTo(right, y - slant + below);
  }
  context.stroke();
}

/** The greatest first, beside their columns, each where it covers no other and no broken column. */
function paintFigures(pen: Pen, broken: Broken[]): void {
  const { context, theme, fonts, widthPx } = pen;
  context.font = fonts.claimant;
  const taken: Box[] = broken.map(({ column: { x, width, foot, room } }) => ({ left: x, right: x + width, top: foot - room, bottom: foot }));
  const count = ({ cell }: Broken): number => cell.certain + cell.possible;
  for (const each of [...broken].sort((a, b) => count(b) - count(a))) {
    const { x, width, foot, room } = each.column;
    if (each.cell.opacity < 0.5 || x + width < 0 || x > widthPx) continue;
    const text = pen.count(count(each));
    const textPx = textWidth(text, fonts.claimant);
    const top = foot - room - 1;
    const free = [x + width + FIGURE_GAP_PX, x - FIGURE_GAP_PX - textPx].find((left) => {
      const box = { left: left - 2, right: left + textPx + 2, top, bottom: top + FIGURE_HEIGHT_PX };
      return box.left >= 0 && box.right <= widthPx && !taken.some((other) => overlap(box, other));
    });
    if (free === undefined) continue;
    taken.push({ left: free - 2, right: free + textPx + 2, top, bottom: top + FIGURE_HEIGHT_PX });
    context.globalAlpha = each.cell.opacity;
    haloText(context, text, free, top + FIGURE_HEIGHT_PX - 2, theme.text, theme.surface);
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
