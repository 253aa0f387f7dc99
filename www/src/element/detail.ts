/** Everything of one event: when, what, who says so, where, and what stands beside it. */

import { html, nothing, type TemplateResult } from 'lit';
import type { EventDetail, EventReference, Row } from '../types.ts';
import { claims } from './claims.ts';
import { icon } from './icons.ts';
import { hueClass } from './palette.ts';
import { isolated, joined, link, within } from './asides.ts';
import type { LateScene } from './late-scene.ts';
import { labelOf } from './scene.ts';

export function eventPanel(scene: LateScene, event: EventDetail): TemplateResult {
  const { strings, act } = scene;
  return html`
    <article class="event" part="event" aria-labelledby="event-title" lang=${scene.model.info?.lang ?? nothing}>
      <div class="event-head">
        <p class="kind">${kindLine(scene, event)}</p>
        <button type="button" class="icon-button" aria-label=${strings.close} @click=${() => act.close()}>${icon('close')}</button>
      </div>
      <h3 id="event-title" tabindex="-1" dir="auto" class="event-title" part="event-title">${event.title}</h3>
      ${when(scene, event, hueOf(scene, event))}
      ${event.description ? html`<p class="description" part="description" dir="auto">${event.description}</p>` : nothing}
      ${claims(scene, event)}
      ${fields(scene, event)}
      ${places(scene, event)}
      ${references(scene, event)}
      ${linksAndMedia(scene, event)}
    </article>
    ${neighbours(scene)}`;
}

/** The colouring field's values, then the rest of what is short enough for a line: “Operation · P09”. */
function kindLine(scene: LateScene, event: EventDetail): TemplateResult {
  const key = scene.state.colorBy;
  const colored = event.fields.find((field) => field.key === key);
  const minor = event.fields.filter((field) => isMinor(scene, field.key) && field.key !== key);
  const words = [...(colored?.values ?? []), ...minor.flatMap((field) => field.values)];
  return html`${colored ? html`<span class="swatch ${hueOf(scene, event)}" aria-hidden="true"></span>` : nothing}${joined(words, ' · ')}`;
}

function hueOf({ state, model }: LateScene, event: EventDetail): string {
  const codes = event.codes.find(({ field }) => field === state.colorBy)?.codes ?? [];
  return state.colorBy === null ? '' : hueClass(model.palette, codes[0]);
}

/** Fields that tell events apart (a passage, a number in a register) and are no facet. */
function isMinor({ model }: LateScene, key: string): boolean {
  const field = model.info?.fields.find((candidate) => candidate.key === key);
  return field?.type === 'category' && !model.facetFields.some((facet) => facet.key === key);
}

function when({ strings, dates, locale }: LateScene, event: EventDetail, hue: string): TemplateResult {
  const computed = dates.sayOf(event);
  const written = event.date ?? ([event.start, event.end].some((side) => side !== null) ? [event.start ?? '', event.end ?? ''].join(' – ') : null);
  return html`
    <div class="when" part="date"><i class="edge ${hue}" aria-hidden="true"></i>
      <p class="computed" lang=${locale}>${computed}</p>
      ${event.dateText ? html`<p class="muted">${within(strings.dateAsSaid, isolated(event.dateText))}</p>` : nothing}
      ${event.dateNote ? html`<p class="muted" dir="auto">${event.dateNote}</p>` : nothing}
      ${written ? html`<p class="muted"><code>${written}</code></p>` : nothing}
    </div>`;
}

function fields(scene: LateScene, event: EventDetail): TemplateResult | typeof nothing {
  const shown = event.fields.filter((field) => field.key !== scene.state.colorBy && !isMinor(scene, field.key) && field.values.length > 0);
  if (shown.length === 0) return nothing;
  return html`
    <dl class="fields" part="fields">
      ${shown.map((field) => html`
        <div><dt>${labelOf(scene, field.key)}</dt><dd>${field.type === 'link'
          ? field.values.map((value) => html`${link(String(value), null, scene.strings.unsafeLink)} `)
          : joined(field.values.map((value) => (typeof value === 'number' ? scene.number(value) : value)), ' · ')}</dd></div>`)}
    </dl>`;
}

function places({ strings, number }: LateScene, event: EventDetail): TemplateResult | typeof nothing {
  if (event.places.length === 0) return nothing;
  const coordinates = (lat: number | null, lon: number | null) => (lat === null || lon === null ? nothing
    : html`<span class="muted coordinates">${number(Math.abs(lat))}° ${lat < 0 ? 'S' : 'N'}, ${number(Math.abs(lon))}° ${lon < 0 ? 'W' : 'E'}</span>`);
  return html`
    <section><h4 lang=${strings.lang}>${strings.places}</h4>
      <ul class="plain">${event.places.map((place) => html`<li>${isolated(place.name)} ${coordinates(place.lat, place.lon)}</li>`)}</ul>
    </section>`;
}

function references(scene: LateScene, event: EventDetail): TemplateResult {
  const { strings } = scene;
  return html`
    ${referenceList(scene, strings.placedByText, [
      ...event.after.map((reference) => ({ reference, before: `${strings.placedAfter} ` })),
      ...event.before.map((reference) => ({ reference, before: `${strings.placedBefore} ` })),
    ])}
    ${referenceList(scene, strings.partOf, event.partOf ? [{ reference: event.partOf, before: '' }] : [])}
    ${referenceList(scene, strings.parts, event.parts.map((reference) => ({ reference, before: '' })))}`;
}

function referenceList({ act, strings }: LateScene, heading: string, items: { reference: EventReference; before: string }[]): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  const one = ({ id, row, title }: EventReference) => (row === null ? isolated(title ?? id)
    : html`<button type="button" class="link" @click=${() => void act.goToRow(row)}>${title ?? id}</button>`);
  return html`<section><h4 lang=${strings.lang}>${heading}</h4><ul class="plain">${items.map(({ reference, before }) => html`<li>${before}${one(reference)}</li>`)}</ul></section>`;
}

function linksAndMedia({ strings }: LateScene, event: EventDetail): TemplateResult {
  const list = (heading: string, items: TemplateResult[]) => (items.length === 0 ? nothing
    : html`<section><h4 lang=${strings.lang}>${heading}</h4><ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul></section>`);
  return html`
    ${list(strings.links, event.links.map(({ url, label }) => link(url, label, strings.unsafeLink)))}
    ${list(strings.media, event.media.map(({ url, caption, alt, credit }) => html`${link(url, caption ?? alt, strings.unsafeLink)}${credit ? html` <span class="muted">${credit}</span>` : nothing}`))}`;
}

function neighbours({ model, strings, act, number }: LateScene): TemplateResult {
  const to = (row: Row | null, step: number) => {
    const name = step < 0 ? strings.previous : strings.next;
    return html`<button type="button" class="neighbour" ?disabled=${row === null} @click=${() => void act.step(step)}
      aria-label=${row ? `${name}: ${row.title}` : name} title=${row?.title ?? ''}>
      ${step < 0 ? icon('previous') : nothing}<span lang=${row ? model.info?.lang ?? nothing : strings.lang}>${row?.title ?? name}</span>${step > 0 ? icon('next') : nothing}</button>`;
  };
  const matches = model.counts?.matches ?? 0;
  return html`
    <div class="neighbours" part="neighbours" role="group" aria-label=${strings.details}>
      ${to(model.previous, -1)}
      <span class="muted place">${model.position === null ? '' : strings.position(number(model.position + 1), number(matches))}</span>
      ${to(model.next, 1)}
    </div>`;
}
