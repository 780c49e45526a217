/** How many workers a stage has and how many items may wait before it. */
export interface StageSize {
  readonly workers: number;
  readonly capacity: number;
}
