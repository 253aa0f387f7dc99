import { expect, expectAccessible, test } from './fixtures.ts';
import { listen, openPage } from './reader.ts';
import { SHELF } from './shelf.ts';

const inside = '<ol><li>The page has a list of its own</li></ol>';

test.describe('a missing file', () => {
  test.use({ tolerate: [/404|Failed to load resource/] });

  test('says so, shows the own list, and can be tried again', async ({ page }) => {
    const heard = await listen(page);
    const reader = await openPage(page, { set: 'Not here', status: 404, inside });
    await expect(reader.part('error')).toContainText('404');
    await expect(reader.root.getByText('The page has a list of its own')).toBeVisible();
    const [said] = (await heard()).filter(({ type }) => type === 'error');
    expect(said).toMatchObject({ bubbles: true, composed: true });
    expect(said?.detail.message).toContain('404');
    await expectAccessible(page);

    await page.unroute('**/made.json');
    await page.route('**/made.json', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(SHELF) }));
    await reader.button('Try again').click();
    await reader.settled();
    await expect(reader.part('error')).toHaveCount(0);
    await expect(reader.root.getByText('The page has a list of its own')).toBeHidden();
  });
});

/** As the standard has it, a module that did not come does not come until the page is loaded again. */
const KEEPS_FAILURES = new Set(['firefox']);

test.describe('without a network', () => {
  test.use({ tolerate: [/Failed to load resource|dynamically imported module|NetworkError|error loading/i] });

  test('a set is said not to have come, by its address', async ({ page }) => {
    const reader = await openPage(page, { set: SHELF, inside });
    await reader.settled();
    await page.route('**/other.json', (route) => route.abort());
    await reader.set({ src: 'other.json' });
    await expect(reader.part('error')).toContainText('other.json: no answer from there');
    await expect(reader.root.getByText('The page has a list of its own')).toBeVisible();
  });

  test('a list whose script does not come says so, and comes when asked again', async ({ page, browserName }) => {
    await page.route('**/list-define*', (route) => route.abort());
    const reader = await (await openPage(page, { set: SHELF })).settled();
    await expect(reader.root.getByText('could not be fetched')).toHaveCount(0);
    await reader.button('List').click();
    await expect(reader.root.getByRole('alert')).toContainText('could not be fetched');
    await expectAccessible(page);
    await reader.button('Axis').click();
    await expect(reader.axis, 'what is there goes on').toBeVisible();
    await reader.button('List').click();
    await page.unroute('**/list-define*');
    await reader.button('Try again').click();
    if (KEEPS_FAILURES.has(browserName)) return void (await expect(reader.root.getByRole('alert')).toContainText('load the page again'));
    await expect(reader.list).toBeVisible();
    await expect(reader.root.getByText('could not be fetched')).toHaveCount(0);
  });

  test('an export whose script does not come says so, and comes when asked again', async ({ page, browserName }) => {
    await page.route('**/part-*.js', (route) => route.abort());
    const reader = await (await openPage(page, { set: SHELF })).settled();
    await reader.button('Export…').click();
    await expect(reader.root.getByRole('alert')).toContainText('could not be fetched');
    await page.unroute('**/part-*.js');
    await reader.button('Try again').click();
    if (KEEPS_FAILURES.has(browserName)) return void (await expect(reader.root.getByRole('alert')).toContainText('load the page again'));
    await expect(reader.root.getByRole('dialog')).toBeVisible();
  });
});

test('what is no JSON is refused in words, and the own list stays', async ({ page }) => {
  const reader = await openPage(page, { set: '<!doctype html><p>Sign in first</p>', inside });
  await expect(reader.part('error')).toBeVisible();
  await expect(reader.part('error')).toContainText('a page without events that programs can read');
  await expect(reader.root.getByText('The page has a list of its own')).toBeVisible();
  await expectAccessible(page);
});

test('two hundred levels deep are refused without harm', async ({ page }) => {
  const reader = await openPage(page, { set: '['.repeat(200) + ']'.repeat(200), inside });
  await expect(reader.part('error').or(reader.part('empty'))).toBeVisible();
});

test('of a set cut short the whole events are shown, and where it ends is said', async ({ page }) => {
  const whole = JSON.stringify(SHELF, null, 2);
  const cut = whole.slice(0, whole.indexOf('"Great comet"') + 5);
  const reader = await openPage(page, { set: cut });
  await reader.settled();
  await expect(reader.counts).toContainText('7 events');
  await expect(reader.mark('Castle falls')).toBeAttached();
  await reader.button(/not read/).click();
  const dialog = reader.root.getByRole('dialog', { name: 'What was read' });
  await expect(dialog).toBeVisible();
  const lines = cut.split('\n');
  await expect(dialog).toContainText(new RegExp(`line ${lines.length}, column \\d+`));
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
});

test('each thing that cannot be read is listed with its line, column and place', async ({ page }) => {
  const set = `[
  { "id": "a", "title": "Good", "date": "2001" },
  { "id": "a", "title": "Has the id of another", "date": "2002" },
  { "id": "c", "title": "Bad date", "date": "the day after" },
  { "id": "d", "title": "Part of nothing", "date": "2003", "part_of": "nowhere" },
  { "id": "e", "date": "2004" },
  42,
  { "id": "g", "title": "Good too", "date": "2005" }
]`;
  const reader = await openPage(page, { set });
  await reader.settled();
  await expect(reader.counts).toContainText('5 events');
  await reader.button(/not read/).click();
  const listed = reader.root.getByRole('dialog', { name: 'What was read' }).getByRole('listitem');
  for (const line of [3, 4, 5, 6, 7]) {
    await expect(listed.filter({ hasText: `line ${line}, column` }).first(), `line ${line}`).toBeVisible();
  }
  await expect(listed.filter({ hasText: 'line 4' })).toContainText('[2].date');
});

test('an empty set says that it is one', async ({ page }) => {
  const reader = await openPage(page, { set: { title: 'Nothing yet', events: [] } });
  await expect(reader.part('empty')).toContainText('No events');
  await expect(reader.root.getByRole('heading', { name: 'Nothing yet' })).toBeVisible();
  await expectAccessible(page);
});

test('a set without dates is a tray and a list', async ({ page }) => {
  const reader = await openPage(page, { set: [{ title: 'Some time' }, { title: 'Some other time' }] });
  await reader.matches(2, 2);
  await expect(reader.root.getByText('None of these events has a date')).toBeVisible();
  await reader.tray.getByRole('button', { name: 'Some other time' }).click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText('Some other time');
});

test.describe('hostile text', () => {
  const attack = (where: string) => `<img src=x onerror="alert('${where}')"><script>alert('${where}')</script>{{1+1}}\u202E${where}`;

  test('stays text wherever it stands, and its links run nothing', async ({ page }) => {
    const dialogs: string[] = [];
    page.on('dialog', async (dialog) => {
      dialogs.push(dialog.message());
      await dialog.dismiss();
    });
    const event = {
      id: attack('id'), title: attack('title'), date: '2001-02-03', date_text: attack('date text'), date_note: attack('date note'),
      description: attack('description'), kind: [attack('kind'), 'plain'], [attack('key')]: attack('value'),
      claims: [{ by: attack('by'), status: attack('status'), about: attack('about'), citations: [attack('citation')] }],
      places: [{ name: attack('place') }],
      links: [
        { url: 'javascript:alert(1)', label: attack('link') }, { url: 'data:text/html,<script>alert(2)</script>', label: 'data' },
        { url: ' java\nscript:alert(3)', label: 'split' }, { url: 'vbscript:x', label: 'vb' }, { url: 'https://example.org/', label: 'good' },
      ],
      media: [{ url: 'javascript:alert(4)', caption: attack('caption'), credit: attack('credit'), alt: attack('alt') }],
      after: [attack('after')], part_of: attack('part of'),
    };
    const set = {
      title: attack('set'), description: attack('about'), source: attack('source'),
      fields: { kind: { label: attack('label'), type: 'category' } },
      vocabularies: { kind: [{ name: attack('kind'), aliases: [attack('alias')] }] },
      events: [event, { ...event, id: 'second' }, { title: attack('third'), kind: attack('kind') }, { title: 'bad', date: attack('date') }],
    };
    const reader = await openPage(page, { set, attributes: 'color-by="kind" group-by="kind"', height: 1000 });
    await reader.settled();
    await expect(reader.root.getByText(attack('set'))).toBeVisible();
    await reader.marks.first().click();
    await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText(attack('title'));
    for (const where of ['date text', 'date note', 'description', 'by', 'status', 'about', 'citation', 'place', 'link', 'caption', 'credit']) {
      await expect(reader.detail, where).toContainText(attack(where));
    }
    const links = reader.detail.getByRole('link');
    await expect(links).toHaveText(['good']);
    await expect(links).toHaveAttribute('rel', /noopener/);
    for (const label of ['data', 'split', 'vb', attack('link'), attack('caption')]) {
      await reader.detail.getByText(label, { exact: true }).click();
    }
    await reader.showList();
    await expect(reader.rows.first()).toContainText(attack('title'));
    await reader.button(/not read|note/).click();
    await expect(reader.root.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await reader.search.fill(`"${attack('title').replaceAll('"', '')}" ${attack('nothing')}`);
    await expect(reader.part('no-match')).toBeVisible();
    const made = await reader.root.evaluate((element) => {
      const found: string[] = [];
      const walk = (root: ParentNode) => {
        for (const node of root.querySelectorAll('*')) {
          if (['IMG', 'SCRIPT', 'IFRAME', 'OBJECT', 'EMBED'].includes(node.tagName)) found.push(node.outerHTML);
          if (node.shadowRoot) walk(node.shadowRoot);
        }
      };
      if (element.shadowRoot) walk(element.shadowRoot);
      return found;
    });
    expect(made).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(page.url()).toContain('made.html');
  });
});
