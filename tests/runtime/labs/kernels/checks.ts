import { check, defineChecks, expectClose, expectEqual, type Kernel } from 'grader';

const double = async (kernel: Kernel, n: number) => {
  const x = Float32Array.from({ length: n }, (_, i) => i - 3.5);
  const [size] = await kernel.workgroupSize('double');
  const { result } = await kernel.run({ entry: 'double', workgroups: [Math.ceil(n / size)], buffers: { x, result: new Float32Array(n) } });
  expectClose(result, x.map((v) => 2 * v), { called: `double of ${n} numbers`, relative: 0 });
};

export default defineChecks({
  demo: async ({ kernel }) => double(kernel, 8),
  tasks: {
    double: [
      check('one', 'one number', async ({ kernel }) => double(kernel, 1)),
      check('odd', '1,001 numbers', async ({ kernel }) => double(kernel, 1001)),
    ],
    parameters: [
      check('uniform', 'a uniform, a struct and an override', async ({ kernel }) => {
        if (!kernel.source.includes('fn shift')) return;
        const run = kernel.run({
          entry: 'shift',
          workgroups: [2, 2],
          buffers: { params: Uint32Array.of(5, 0), counts: new Int32Array(64) },
          constants: { scale: 3 },
        });
        expectEqual((await run).counts, Int32Array.from({ length: 64 }, (_, i) => 3 * i + 5), { called: 'shift' });
        expectEqual(await kernel.workgroupSize('shift'), [4, 4, 1], { called: 'the workgroup size of shift' });
      }),
    ],
  },
});
