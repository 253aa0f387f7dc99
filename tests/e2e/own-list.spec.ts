import { expect, test } from './fixtures.ts';
import { listen, openPage } from './reader.ts';

const LIST = `<h2>Of the sea</h2><ol>
  <li id="launch"><time datetime="1912-04-10">10 April 1912</time>: a ship sails from <a href="https://example.org/port">Southampton</a></li>
  <li><time datetime="1914-07">July</time> to <time datetime="1918-11">November 1918</time> – a war
    <dl><div><dt>Kind</dt><dd>War</dd></div><div><dt>Actors</dt><dd><bdi>One</bdi> · <bdi>Two</bdi></dd></div></dl></li>
  <li id="treaty"><h3>A treaty, <em>perhaps</em></h3><p><data value="[..1919-06-30]">by the end of June 1919</data></p><p>It was &lt;b&gt;signed&lt;/b&gt;.</p><dl><dt>Actors</dt><dd>One</dd><dd>Two</dd></dl>
    <ul><li>a list inside, of <time datetime="1920">1920</time></li></ul></li>
  <li>Undated: somebody says so</li>
</ol>
<ul><li>no event, for nothing here has a date</li></ul>`;

test('a list inside the tag is the set where no other is given', async ({ page }) => {
  const heard = await listen(page);
  const reader = await openPage(page, { set: null, inside: LIST, attributes: 'color-by="Kind" lang="en-GB"' });
  await reader.settled();
  await reader.matches(4, 4);
  await expect(reader.counts).toContainText('1 undated');
  expect((await heard())[0]).toMatchObject({ type: 'ready', detail: { count: 4, diagnostics: [] } });
  await expect(reader.part('title')).toHaveText('Of the sea');
  await expect(reader.root.getByText('no event, for nothing')).toBeHidden();
  await expect(reader.facet('Actors')).toContainText(/One\s*2/);
  await expect(reader.facet('Actors')).toContainText(/Two\s*2/);
  await reader.showList();
  expect(await reader.titles()).toEqual(['a ship sails from Southampton', 'a war', 'A treaty, perhaps', 'Undated: somebody says so']);

  expect(await reader.root.evaluate((element: any) => element.focusEvent('treaty'))).toBe(true);
  await expect(reader.part('event-title')).toHaveText('A treaty, perhaps');
  await expect(reader.part('description')).toHaveText('It was <b>signed</b>.');
  await expect(reader.part('date').last()).toContainText('by 30 June 1919');
  expect(await reader.root.evaluate((element: any) => element.focusEvent('launch'))).toBe(true);
  await expect(reader.part('detail').getByRole('link', { name: 'Southampton' })).toHaveAttribute('href', 'https://example.org/port');
});

test('a table inside the tag is read as tables are', async ({ page }) => {
  const inside = `<table><thead><tr><th>Date</th><th>Title</th><th>Kind</th></tr></thead>
    <tbody><tr><td><time datetime="1989-11-09">that evening</time></td><td>The wall falls</td><td>Politics</td></tr>
    <tr><td>1989-11-11</td><td>A crossing opens</td><td>Politics</td></tr>
    <tr><td>1990-09-12</td><td>Two and four agree</td><td>Treaty</td></tr>
    <tr><td>1990-10-03</td><td>One country</td><td>Treaty</td></tr></tbody></table>`;
  const reader = await openPage(page, { set: null, inside });
  await reader.settled();
  await reader.matches(4, 4);
  await expect(reader.facet('Kind')).toContainText('Politics');
  await reader.set({ q: 'before:1990' });
  await reader.matches(2, 4);
});

test('what is no list of events stays as it is', async ({ page }) => {
  const reader = await openPage(page, { set: null, inside: '<p>As of <time datetime="2020">2020</time> nothing is known.</p><ul><li>one</li></ul>' });
  await expect(reader.root.getByText('nothing is known')).toBeVisible();
  await expect(reader.part('base')).toHaveClass(/is-idle/);
  await expect(reader.part('error')).toHaveCount(0);
});

test('the list goes back to being read when a set is given, and is read again on reload', async ({ page }) => {
  const reader = await openPage(page, { set: null, inside: LIST });
  await reader.settled();
  await reader.matches(4, 4);
  await reader.root.evaluate((element: any) => {
    element.querySelector('ol').insertAdjacentHTML('beforeend', '<li><time datetime="1925">1925</time> another</li>');
    return element.reload();
  });
  await reader.matches(5, 5);
  await reader.set({ data: [{ title: 'Another set', date: '2001' }] });
  await reader.matches(1, 1);
});
