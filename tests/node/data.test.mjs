// The shipped event sets, by a real validator of JSON Schema (2020-12).
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';

const www = new URL('../../www/', import.meta.url);
const json = async (path) => JSON.parse(await readFile(new URL(path, www), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile(await json('public/event-set.schema.json'));
const sets = (await readdir(new URL('data/', www))).filter((name) => name.endsWith('.json'));

test('there are sets to validate', () => assert.ok(sets.length > 0));

for (const name of sets) {
  test(`${name} is what the schema says`, async () => {
    validate(await json(`data/${name}`));
    const faults = (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    assert.deepEqual(faults, []);
  });
}

test('the schema takes the smallest documents', () => {
  for (const document of [{ events: [] }, { events: [{ title: 'a' }] }, [{ title: 'a' }], [{ title: 'a', start: 0, end: 1.5 }]]) {
    assert.ok(validate(document), JSON.stringify(document));
  }
});

test('the schema refuses what is no event set', () => {
  for (const document of [1, 'events', null, {}, { events: {} }, { events: [{}] }, { events: [{ title: 1 }] }, { events: ['a'] }]) {
    assert.ok(!validate(document), JSON.stringify(document));
  }
});
