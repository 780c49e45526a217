/** Edge of an aligned face, as the recognition network was trained. */
export const CROP_EDGE = 150;

export const CROP_BYTES = CROP_EDGE * CROP_EDGE * 3;
