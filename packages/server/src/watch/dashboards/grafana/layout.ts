import type { Panel } from '../definition.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface PlacedPanel {
  readonly panel: Panel;
  readonly place: Place;
}

const COLUMNS = 12;
/** Grafana's grid has twice as many columns. */
const SCALE = 2;

/** Panels from left to right, wrapped at twelve columns, beginning at a line; `endY` is the first line below them. */
export function layOut(panels: readonly Panel[], startY: number): { placed: readonly PlacedPanel[]; endY: number } {
  let [column, y, lineHeight] = [0, startY, 0];
  const placed = panels.map((panel) => {
    if (column + panel.width > COLUMNS) [column, y, lineHeight] = [0, y + lineHeight, 0];
    const place = { x: column * SCALE, y, w: panel.width * SCALE, h: panel.height };
    column += panel.width;
    lineHeight = Math.max(lineHeight, panel.height);
    return { panel, place };
  });
  return { placed, endY: y + lineHeight };
}
