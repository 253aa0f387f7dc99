/** One task at a time; of those asked for meanwhile, only the last one runs. */
export class LatestOnly<T> {
  private running: Promise<void> | null = null;
  private waiting: { value: T } | null = null;

  constructor(private readonly run: (value: T, isStale: () => boolean) => Promise<void>) {}

  /** Fulfilled when nothing waits any more. */
  request(value: T): Promise<void> {
    this.waiting = { value };
    return (this.running ??= this.drain());
  }

  /** Fulfilled when nothing runs or waits. */
  get rest(): Promise<void> | null {
    return this.running;
  }

  drop(): void {
    this.waiting = null;
  }

  private async drain(): Promise<void> {
    try {
      while (this.waiting) {
        const { value } = this.waiting;
        this.waiting = null;
        await this.run(value, () => this.waiting !== null);
      }
    } finally {
      this.running = null;
    }
  }
}
