/** The switch for the theme of the page and of its timelines. */

const root = document.documentElement;
const buttons = document.querySelectorAll<HTMLButtonElement>('.themes button');

for (const button of buttons) {
  button.addEventListener('click', () => showIn(button.dataset.theme ?? 'auto'));
}

function showIn(theme: string): void {
  root.dataset.theme = theme;
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.theme === theme));
  for (const timeline of document.querySelectorAll('event-timeline')) timeline.setAttribute('theme', theme);
}
