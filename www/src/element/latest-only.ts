/** One task at a time; of those asked for meanwhile, only the last one runs. */
export class LatestOnly<T> {
  private running = false;
  private waiting: { value: T } | null = null;

  constructor(private readonly run: (value: T, isStale: () => boolean) => Promise<void>) {}

  request(value: T): void {
    this.waiting = { value };
    if (!this.running) void this.drain();
  }

  drop(): void {
    this.waiting = null;
  }

  private async drain(): Promise<void> {
    this.running = true;
    try {
      while (this.waiting) {
        const { value } = this.waiting;
        this.waiting = null;
        await this.run(value, () => this.waiting !== null);
      }
    } finally {
      this.running = false;
    }
  }
}
