/** The hatch that says "possibly": drawn once a colour and density of pixels. */

const TILE_PX = 8;
const LINE_PX = 1.2;

export class Hatches {
  private readonly known = new Map<string, CanvasPattern | null>();

  /** Slanted lines of a colour; the caller moves the origin so that the lines travel with the mark. */
  get(context: CanvasRenderingContext2D, color: string, pixelRatio: number): CanvasPattern | null {
    const key = `${color}@${pixelRatio}`;
    let pattern = this.known.get(key);
    if (pattern === undefined) {
      pattern = draw(context, color, pixelRatio);
      this.known.set(key, pattern);
    }
    return pattern;
  }

  forget(): void {
    this.known.clear();
  }
}

function draw(context: CanvasRenderingContext2D, color: string, pixelRatio: number): CanvasPattern | null {
  const size = Math.max(4, Math.round(TILE_PX * pixelRatio));
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = color;
  pen.lineWidth = LINE_PX * pixelRatio;
  // Three lines, so that the corners of one tile meet those of the next.
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
    pen.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(TILE_PX / size));
  return pattern;
}
