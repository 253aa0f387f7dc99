/** Calls of what a worker has by messages: a number, a name and what is given, and back that number and what came of it. */

type Call = [id: number, name: string, given: unknown[]];
type Outcome = [id: number, value: unknown, error?: Pick<Error, 'name' | 'message' | 'stack'>];

/** Calls by name what {@link answerCalls} answers in the worker. Bytes that are given are the worker's from here on. */
export function callsOf(worker: Worker): (name: string, ...given: unknown[]) => Promise<unknown> {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let calls = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Outcome>) => {
    waiting.get(data[0])?.(data);
    waiting.delete(data[0]);
  });
  return (name, ...given) =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      const call: Call = [id, name, given];
      worker.postMessage(call, given.flatMap((value) => (value instanceof Uint8Array ? value.buffer : [])));
      waiting.set(id, ([, value, error]) => (error ? reject(Object.assign(new Error(error.message), error)) : resolve(value)));
    });
}

/** Answers the calls that come to this worker, each with the memory that goes along with its answer. */
export function answerCalls(answer: (name: string, given: unknown[]) => Promise<[value: unknown, memory: Transferable[]]>): void {
  addEventListener('message', ({ data: [id, name, given] }: MessageEvent<Call>) => {
    answer(name, given)
      .then(([value, memory]) => post([id, value], memory))
      .catch((reason: unknown) => {
        const { name, message, stack } = reason instanceof Error ? reason : new Error(String(reason));
        post([id, undefined, { name, message, stack }]);
      });
  });
}

function post(outcome: Outcome, transfer: Transferable[] = []): void {
  postMessage(outcome, { transfer });
}
