/** What a reader can do, before the code for it is there. */

import type { Actions, PageActions } from './actions.ts';
import { asides } from './later-parts.ts';

/** What needs nothing else, while the rest is on its way. */
type Early = Pick<Actions, 'page' | 'setUi' | 'press'>;

/** Answers to every name: what is asked for before the actions have come is done when they have, in the order in which it was asked. */
export function actionsToCome(page: PageActions, setUi: Actions['setUi'], make: (made: typeof Actions) => Actions): Actions {
  const early: Early = { page, setUi, press: () => false };
  let made: Actions | null = null;
  return new Proxy(early as Actions, {
    get(_, name): unknown {
      if (!made && asides.now) made = make(asides.now.Actions);
      const known: unknown = Reflect.get(made ?? early, name);
      if (known !== undefined) return typeof known === 'function' ? known.bind(made ?? early) : known;
      return async (...given: unknown[]): Promise<unknown> => {
        const { Actions } = await asides.get();
        made ??= make(Actions);
        return Reflect.apply(Reflect.get(made, name) as (...given: unknown[]) => unknown, made, given);
      };
    },
  });
}
