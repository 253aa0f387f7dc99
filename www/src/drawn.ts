/** A page that draws nothing (it is hidden, or a frame out of sight) is not waited for longer than this. */
const MOST_WAIT_MS = 250;

/** Fulfilled in a task of its own when what was changed has been drawn. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, MOST_WAIT_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve);
    });
  });
}

/** Fulfilled in a task of its own, before a frame where the browser lets one say so. */
export function nextTask(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { postTask?(task: () => void, options: { priority: string }): Promise<void> } };
  return scheduler?.postTask?.(() => undefined, { priority: 'user-blocking' }) ?? new Promise((resolve) => setTimeout(resolve));
}
