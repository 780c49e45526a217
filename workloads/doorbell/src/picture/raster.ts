/** Pixels, three bytes each (red, green, blue), row by row from the top left. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The picture at most `maxEdge` pixels on its long side, each pixel the mean of those it covers. */
export function shrink(raster: Raster, maxEdge: number): Raster {
  const scale = Math.min(1, maxEdge / Math.max(raster.width, raster.height));
  if (scale === 1) return raster;
  return resample(
    raster,
    Math.max(1, Math.round(raster.width * scale)),
    Math.max(1, Math.round(raster.height * scale)),
  );
}

function resample(from: Raster, width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  const stepX = from.width / width;
  const stepY = from.height / height;
  for (let y = 0; y < height; y++) {
    const top = Math.floor(y * stepY);
    const bottom = Math.max(top + 1, Math.floor((y + 1) * stepY));
    for (let x = 0; x < width; x++) {
      const left = Math.floor(x * stepX);
      const right = Math.max(left + 1, Math.floor((x + 1) * stepX));
      writeMean(from, left, top, right, bottom, data, (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** Byte arithmetic in one place: `?? 0` only tells the compiler that the index lies inside. */
function writeMean(
  from: Raster,
  left: number,
  top: number,
  right: number,
  bottom: number,
  into: Uint8Array,
  at: number,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let y = top; y < bottom; y++) {
    for (let k = (y * from.width + left) * 3, end = (y * from.width + right) * 3; k < end; k += 3) {
      red += from.data[k] ?? 0;
      green += from.data[k + 1] ?? 0;
      blue += from.data[k + 2] ?? 0;
    }
  }
  const count = (right - left) * (bottom - top);
  into[at] = red / count;
  into[at + 1] = green / count;
  into[at + 2] = blue / count;
}

/** Turns and mirrors the picture as its EXIF orientation asks, so that faces stand upright. */
export function upright(raster: Raster, orientation: number): Raster {
  if (orientation <= 1 || orientation > 8) return raster;
  const swapped = orientation >= 5;
  const width = swapped ? raster.height : raster.width;
  const height = swapped ? raster.width : raster.height;
  const data = new Uint8Array(raster.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = sourceOf(x, y, raster, orientation);
      const source = (fromY * raster.width + fromX) * 3;
      data.set(raster.data.subarray(source, source + 3), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

function sourceOf(x: number, y: number, from: Raster, orientation: number): readonly [number, number] {
  const right = from.width - 1;
  const bottom = from.height - 1;
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [y, bottom - x];
    case 7:
      return [right - y, bottom - x];
    default:
      return [right - y, x];
  }
}

/** Brightness on a coarse grid: what the motion gate compares, blind to noise and compression. */
export function lumaGrid(raster: Raster, columns: number, rows: number): Uint8Array {
  const small = resample(raster, Math.min(columns, raster.width), Math.min(rows, raster.height));
  const luma = new Uint8Array(small.width * small.height);
  for (let index = 0; index < luma.length; index++) {
    const [red = 0, green = 0, blue = 0] = small.data.subarray(index * 3, index * 3 + 3);
    luma[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return luma;
}
