/** `JSON.parse` and nothing else: the least that reading a document costs a page. */
export const title = 'JSON.parse';
export const forms = ['json'];
export const textual = true;

export async function create() {
  let objects = [];
  return {
    load(_form, text) {
      objects = JSON.parse(text);
      return objects.length;
    },
    unload() {
      objects = [];
    },
  };
}
