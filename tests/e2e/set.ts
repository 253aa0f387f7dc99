/** Seven events, small enough to know every answer by heart. */
export const set = {
  title: 'Seven events',
  fields: { kind: { label: 'Kind', type: 'category' }, actor: { label: 'Actors', type: 'category' }, cost: { label: 'Cost', type: 'number' } },
  vocabularies: { actor: [{ name: 'Ann', aliases: ['Annie'] }, { name: 'Council' }, { name: 'Ben', broader: ['Council'] }] },
  events: [
    { id: 'alpha', title: 'Zebras arrive', date: '2014-01-10', kind: 'talk', actor: 'Ann', cost: 5 },
    { id: 'bridge', title: 'Bridge opens', date: '2014-02', kind: 'work', actor: 'Ben', cost: 50 },
    { id: 'canal', title: 'Canal dug', date: '2014-03/2014-05', kind: 'work', actor: ['Ann', 'Ben'], cost: 500 },
    { id: 'dispute', title: 'Élan lost in a dispute', date: '[2014-05-01..2014-06-30]', kind: 'talk', claims: [{ by: 'A witness', status: 'alleged' }] },
    { id: 'embargo', title: 'Embargo begins', date: '2014-07-01/..', kind: 'law', actor: 'Council' },
    { id: 'flood', title: 'Flood', date: '2014-08-15', kind: 'nature' },
    { id: 'gossip', title: 'Gossip of no day', kind: 'talk', actor: 'Annie' },
  ],
};

export const titles = (...ids: string[]): string[] => ids.map((id) => set.events.find((event) => event.id === id)?.title ?? id);
