/** The picture of the lanes and of the ticks above them, on canvases of their own. */

import type { TickWords } from '../words/ticks.ts';
import { textWidth } from './fonts.ts';
import { haloText, paintBadge, paintLabel, paintMark, paintOutline, type Pen } from './mark-painter.ts';
import { stripOf, type Cell, type DrawnGroup, type DrawnTick, type Mark, type Picture, type Sight } from './scene.ts';

export interface Highlights { selectedRow: number | null; hoverRow: number | null; hoverCell: number | null }

/** Height of the ticks' labels. */
export const HEADER_PX = 28;
/** Least distance between two labels of ticks. */
const TICK_GAP_PX = 10;
/** From a tick to its label. */
const LABEL_INSET_PX = 4;
/** A density cell's bars leave this much of their band free at the top, with and without a heading. */
const BAND_TOP_PX = { headed: 30, plain: 8 };
/** Height of what columns stand on where they do not stand from zero: below a heading, and with words in it. */
const BASE_PX = { headed: 9, plain: 18, narrow: 20 };
/** Narrower cells touch, and only their tops are outlined. */
const NARROW_CELL_PX = 8;

/** Sizes a canvas for the screen's pixels and hands out a cleared context in CSS pixels. */
export function prepare(canvas: HTMLCanvasElement, widthPx: number, heightPx: number, pixelRatio: number): CanvasRenderingContext2D | null {
  const width = Math.max(1, Math.round(widthPx * pixelRatio));
  const height = Math.max(1, Math.round(heightPx * pixelRatio));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context?.clearRect(0, 0, widthPx, heightPx);
  return context;
}

export function paintLanes(pen: Pen, view: Picture, sight: Sight, { selectedRow, hoverRow, hoverCell }: Highlights): void {
  const selected = view.marks.find((mark) => mark.row === selectedRow);
  const hovered = view.marks.find((mark) => mark.row === hoverRow);
  if (hovered && hovered !== selected) paintBand(pen, hovered, 0.45);
  if (selected) paintBand(pen, selected, 1);
  paintGrid(pen, view.ticks, sight);
  paintDensity(pen, view, hoverCell);
  for (const group of view.groups) paintHeading(pen, group);
  for (const mark of view.marks) paintMark(pen, mark);
  if (selected) paintOutline(pen, selected);
  for (const mark of view.marks) paintBadge(pen, mark);
  pen.context.globalAlpha = 1;
  for (const mark of view.marks) paintLabel(pen, mark);
}

function paintBand({ context, theme, widthPx, lanePx }: Pen, mark: Mark, opacity: number): void {
  context.globalAlpha = opacity;
  context.fillStyle = theme.selection;
  context.beginPath();
  context.roundRect(2, mark.y + 1, widthPx - 4, lanePx - 2, 5);
  context.fill();
  if (theme.isForced) {
    context.strokeStyle = theme.accent;
    context.lineWidth = 1;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintGrid({ context, theme, pixelRatio }: Pen, ticks: DrawnTick[], { top, bottom }: Sight): void {
  for (const { tick, x, opacity } of ticks) {
    const crisp = (Math.round(x * pixelRatio) + 0.5) / pixelRatio;
    context.globalAlpha = opacity * (tick.major ? 0.55 : 1);
    context.strokeStyle = tick.major ? theme.muted : theme.hairline;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(crisp, top);
    context.lineTo(crisp, bottom);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintHeading(pen: Pen, group: DrawnGroup): void {
  const { context, theme, fonts, widthPx } = pen;
  if (group.index > 0) {
    context.fillStyle = theme.hairline;
    context.fillRect(0, Math.round(group.yPx), widthPx, 1);
  }
  const strip = stripOf(group);
  if (strip) {
    context.fillStyle = theme.hairline;
    context.fillRect(0, Math.round(strip.yPx + strip.heightPx), widthPx, 1);
    context.font = fonts.claimant;
    haloText(context, pen.longer(pen.count(group.stripCount)), 4, strip.yPx + 17, theme.muted, theme.surface);
  }
  if (group.label === '') return;
  const baseline = group.yPx + 17;
  context.font = fonts.heading;
  const text = group.label ?? '–';
  haloText(context, text, 4, baseline, theme.text, theme.surface);
  const after = textWidth(text, fonts.heading) + 10;
  context.font = fonts.claimant;
  haloText(context, pen.count(group.count), after, baseline, theme.muted, theme.surface);
}

/** Where a cell's column stands, how high it may be, and how high what is certain of it is. */
export interface Column { x: number; width: number; foot: number; room: number; solid: number }

export function columnOf({ isNarrow, pixelRatio }: Pen, cell: Cell, scaleEnd: number): Column {
  const [x, width] = cell.width < NARROW_CELL_PX ? whole(cell, pixelRatio) : [cell.x + 0.5, cell.width - 1];
  const base = cell.footing * (cell.isHeaded ? BASE_PX.headed : isNarrow ? BASE_PX.narrow : BASE_PX.plain);
  const room = Math.max(8, cell.height - (cell.isHeaded ? BAND_TOP_PX.headed : BAND_TOP_PX.plain) - base);
  const certain = cell.certain - cell.base;
  return { x, width, foot: cell.top + cell.height - 1 - base, room, solid: certain > 0 ? Math.max(2, Math.min(1, certain / scaleEnd) * room) : 0 };
}

function paintDensity(pen: Pen, view: Picture, hoverCell: number | null): void {
  const { context, theme } = pen;
  const { cells, scaleEnd } = view;
  const hovered = cells.findLast(({ index }) => index === hoverCell);
  if (hovered) {
    context.fillStyle = theme.selection;
    context.fillRect(hovered.x, hovered.top, hovered.width, hovered.height);
  }
  // In as few kinds of ink as there are: each change of it costs as much as a bar.
  context.fillStyle = theme.mark;
  let alpha = 1;
  const paint = (cell: Cell): void => {
    const { x, width, foot, solid } = columnOf(pen, cell, scaleEnd);
    if (solid > 0) context.fillRect(x, foot - solid, width, solid);
  };
  for (const cell of cells) {
    if (cell === hovered) continue;
    if (cell.opacity !== alpha) context.globalAlpha = alpha = cell.opacity;
    paint(cell);
  }
  context.globalAlpha = 1;
  if (hovered) {
    context.fillStyle = theme.accent;
    paint(hovered);
  }
  for (const cell of cells) {
    if (!cell.possible) continue;
    const { x, width, foot, room, solid } = columnOf(pen, cell, scaleEnd);
    const height = Math.max(3, Math.min((cell.possible / scaleEnd) * room, room - solid));
    context.globalAlpha = cell.opacity;
    paintPossible(pen, x, foot - solid - height, width, height, cell.width < NARROW_CELL_PX, cell.opacity);
  }
  context.globalAlpha = 1;
  pen.breaks?.paintBreaks(pen, view);
}

/** Edges on whole pixels, where neighbours meet without a seam. */
function whole({ x, width }: Cell, pixelRatio: number): [number, number] {
  const left = Math.round(x * pixelRatio) / pixelRatio;
  return [left, Math.round((x + width) * pixelRatio) / pixelRatio - left];
}

function paintPossible({ context, theme, hatches, pixelRatio }: Pen, x: number, y: number, width: number, height: number, isNarrow: boolean, opacity: number): void {
  const pattern = hatches.get(context, theme.mark, pixelRatio);
  if (pattern) {
    context.globalAlpha = 0.6 * opacity;
    context.fillStyle = pattern;
    context.fillRect(x, y, width, height);
    context.globalAlpha = opacity;
  }
  if (isNarrow) {
    context.fillStyle = theme.mark;
    return context.fillRect(x, y, width, 1);
  }
  context.strokeStyle = theme.mark;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), Math.max(1, height - 1));
  context.setLineDash([]);
}

interface PlacedLabel { text: string; x: number; width: number; isStrong: boolean; opacity: number }

/** Labels of ticks: larger units first, the rest where there is room; the first in view names its larger units. */
export function paintHeader(pen: Pen, ticks: DrawnTick[], words: TickWords): void {
  const { context, theme, fonts } = pen;
  for (const label of placeTicks(pen, ticks, words)) {
    context.globalAlpha = label.opacity;
    context.font = label.isStrong ? fonts.tickStrong : fonts.tick;
    context.fillStyle = label.isStrong ? theme.text : theme.muted;
    context.fillText(label.text, label.x, HEADER_PX - 10);
  }
  context.globalAlpha = 1;
}

function placeTicks({ widthPx, fonts }: Pen, ticks: DrawnTick[], words: TickWords): PlacedLabel[] {
  const sorted = [...ticks].sort((a, b) => a.x - b.x);
  const inView = sorted.filter(({ x }) => x >= 0 && x <= widthPx - 8);
  const placed: PlacedLabel[] = [];
  const put = ({ tick, x, opacity }: DrawnTick, text: string, before = Infinity): boolean => {
    const width = textWidth(text, tick.major ? fonts.tickStrong : fonts.tick);
    const left = Math.min(Math.max(x, 0) + LABEL_INSET_PX, widthPx - width);
    const isFree = placed.every((other) => left + width + TICK_GAP_PX <= other.x || other.x + other.width + TICK_GAP_PX <= left);
    if (!isFree || left + width + TICK_GAP_PX > before) return false;
    placed.push({ text, x: left, width, isStrong: tick.major, opacity });
    return true;
  };
  // The tick left of the view sticks to its edge, until the next one pushes it out.
  const sticky = sorted.findLast(({ x }) => x < 0);
  const sticks = sticky !== undefined && put({ ...sticky, opacity: 1 }, words.full(sticky.tick), (inView[0]?.x ?? Infinity) + LABEL_INSET_PX);
  const first = sticks ? undefined : inView[0];
  for (const drawn of inView) if (drawn.tick.major) put(drawn, drawn === first ? words.full(drawn.tick) : words.label(drawn.tick));
  if (first && !first.tick.major) put(first, words.full(first.tick)) || put(first, words.label(first.tick));
  for (const drawn of inView) if (!drawn.tick.major && drawn !== first) put(drawn, words.label(drawn.tick));
  return placed;
}
