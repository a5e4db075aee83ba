import { check, defineChecks, expectClose, expectEqual, fail, type Handle } from 'grader';

export default defineChecks({
  demo: async ({ reader, show }) => {
    if (await reader.has('main')) await reader.call('main');
    show({ kind: 'table', id: 't', columns: ['a'], rows: [[1]], caption: '' });
  },
  tasks: {
    answer: [
      check('value', 'answer() is 42', async ({ reader }) => {
        expectClose(await reader.call('answer'), 42, { called: 'answer()', relative: 0 });
      }),
      check('echo', 'echo(x) gives x back, whatever plain data it is', async ({ reader, rng }) => {
        if (!(await reader.has('echo'))) return;
        const values = Float32Array.from({ length: 5 }, () => rng.normal());
        const data = { n: 1, list: [1, [2, 'x', null]], values, deep: { __proto: 1, t: 'handle', id: 7 } };
        const back = await reader.call<typeof data>('echo', data);
        expectEqual({ ...back, values: Array.from(back.values) }, { ...data, values: Array.from(values) }, { called: 'echo(data)' });
      }),
    ],
    node: [
      check('graph', 'objects keep their identity and may be passed back', async ({ reader }) => {
        const a = await reader.construct('Node', 3);
        const b = await a.call<Handle>('add', a);
        expectClose(await b.get('data'), 6, { called: 'a.add(a).data', relative: 0 });
        const parents = await b.get<Handle[]>('parents');
        if (parents[0] !== a || parents[1] !== a) fail({ message: 'the parents are not a and a' });
        const list = await reader.call<Handle[]>('order', { root: b, others: [a] });
        if (list[0] !== a || list[1] !== b) fail({ message: 'order() mixes the nodes up' });
        await a.set('data', 10);
        expectClose(await a.get('data'), 10, { called: 'a.data', relative: 0 });
      }),
    ],
  },
});
