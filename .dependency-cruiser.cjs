// Who may import whom (ARCHITECTURE.md has the picture). A layer may import the ones listed, what they may import, and formats.

const layers = {
  formats: [],
  markdown: [],
  engine: [],
  quiz: ['engine'],
  progress: [],
  storyworld: ['engine'],
  gpu: ['engine'],
  llm: ['engine', 'gpu'],
  kit: ['engine', 'gpu', 'storyworld'],
  runtime: ['kit', 'gpu', 'llm'],
  grader: ['runtime'],
  classroom: ['quiz'],
  components: ['grader', 'quiz', 'progress', 'storyworld', 'classroom', 'markdown'],
  figures: ['components'],
};

function reach(name, seen = new Set()) {
  for (const next of layers[name]) if (!seen.has(next)) (seen.add(next), reach(next, seen));
  return seen;
}

const layerRules = Object.keys(layers).map((name) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `src/${name} may import ${[...reach(name), 'formats'].join(', ')} and itself`,
  from: { path: `^src/${name}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: `^src/(${[name, 'formats', ...reach(name)].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'layer-server',
      severity: 'error',
      comment: 'server may import formats, quiz, markdown and itself',
      from: { path: '^server/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(src|scripts)/', pathNot: '^src/(formats|quiz|engine/random|markdown)' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-react-below-components',
      severity: 'error',
      from: { path: '^src/(formats|markdown|engine|quiz|progress|storyworld|gpu|llm|kit|runtime|grader)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules/react' },
    },
    {
      name: 'reader-files-import-kit-alone',
      severity: 'error',
      from: { path: '^labs/[^/]+/(starter|solution)\\.ts$' },
      to: { pathNot: '^src/kit/' },
    },
    {
      name: 'checks-import-kit-grader-and-their-folder',
      severity: 'error',
      from: { path: '^labs/([^/]+)/checks\\.ts$' },
      to: { pathNot: '^(src/kit/|src/grader/api\\.ts|labs/$1/(?!solution|starter))' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|\\.docusaurus|\\.generated)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
