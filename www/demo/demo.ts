/** The demo page: the element, a switch for its theme, and a great many events when somebody asks for them. */

import '../src/event-timeline.ts';
import './theme.ts';

for (const button of document.querySelectorAll<HTMLButtonElement>('.sizes button')) {
  button.addEventListener('click', async () => (await import('./many-events.ts')).show(Number(button.dataset.count)));
}
