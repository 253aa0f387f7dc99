/** Files are dragged, or something is pasted where nobody types. */
export function isForTimeline(event: Event): boolean {
  const { dataTransfer } = event as DragEvent;
  const [target] = event.composedPath();
  return dataTransfer ? dataTransfer.types.includes('Files') : !(target as Element).matches('input, textarea, select');
}
