/** Leaves the latest measure of a stage for the performance panel: it began then, and ends now. */
export function measured(stage: string, start: number): void {
  const name = `event-timeline:${stage}`;
  performance.clearMeasures(name);
  performance.measure(name, { start, end: performance.now() });
}
