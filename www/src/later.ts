/** Parts that could not be fetched: not asked for again until somebody wishes it. */
export const missing = new Set<object>();

/** Code that a first view does not need, fetched when something does. */
export class Later<T> {
  /** What was fetched; null until then. */
  now: T | null = null;
  private isFetching = false;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly fetch: () => Promise<T>) {}

  /** Fetches it once and calls back when it is there; also where it did not come. Not at all where it is there already, or known to be {@link missing}. */
  need(arrived: () => void): void {
    if (this.now !== null || missing.has(this)) return;
    this.waiting.add(arrived);
    if (!this.isFetching) void this.begin();
  }

  /** The part itself, for whoever cannot go on without it. Rejected where it cannot be fetched. */
  async get(): Promise<T> {
    if (this.now !== null) return this.now;
    try {
      this.now = await this.fetch();
    } catch (error) {
      missing.add(this);
      throw error;
    }
    missing.delete(this);
    return this.now;
  }

  private async begin(): Promise<void> {
    this.isFetching = true;
    await this.get().catch(() => undefined);
    this.isFetching = false;
    for (const arrived of this.waiting) arrived();
    this.waiting.clear();
  }
}

/**
 * What answers to every name before the code for it is there: what is asked of it until then is done when that has come, in
 * the order in which it was asked; `early` is what need not wait.
 */
export function toCome<T extends object>(early: Partial<T>, make: () => T | null, part: Later<unknown>): T {
  let made: T | null = null;
  const now = (): T | null => (made ??= make());
  return new Proxy(early, {
    get(_, name): unknown {
      const has = now() ?? early;
      const known: unknown = Reflect.get(has, name);
      if (known !== undefined) return typeof known === 'function' ? known.bind(has) : known;
      return async (...given: unknown[]): Promise<unknown> => {
        await part.get();
        return (now() as Record<PropertyKey, (...given: unknown[]) => unknown>)[name]?.(...given);
      };
    },
  }) as T;
}
