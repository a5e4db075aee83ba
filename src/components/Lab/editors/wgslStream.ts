// WGSL for CodeMirror: enough of a tokenizer to colour it.

import { StreamLanguage } from '@codemirror/language';

const keywords = new Set(
  'alias break case const const_assert continue continuing default diagnostic discard else enable fn for if let loop override requires return struct switch var while true false'.split(' '),
);
const types = /^(bool|f16|f32|i32|u32|atomic|array|ptr|sampler\w*|texture_\w+|vec[234]\w*|mat[234]x[234]\w*)$/;

interface State {
  /** Block comments nest in WGSL. */
  depth: number;
}

export const wgsl = StreamLanguage.define<State>({
  name: 'wgsl',
  startState: () => ({ depth: 0 }),
  token(stream, state) {
    if (state.depth > 0 || stream.match('/*')) {
      if (state.depth === 0) state.depth = 1;
      while (state.depth > 0 && !stream.eol()) {
        if (stream.match('*/')) state.depth--;
        else if (stream.match('/*')) state.depth++;
        else stream.next();
      }
      return 'comment';
    }
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^@\w+/)) return 'keyword';
    if (stream.match(/^(0[xX][0-9a-fA-F.]+([pP][+-]?\d+)?|\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?)[iufh]?/)) return 'number';
    const word = stream.match(/^[A-Za-z_]\w*/);
    if (!word) {
      stream.next();
      return null;
    }
    const name = (word as RegExpMatchArray)[0];
    if (keywords.has(name)) return 'keyword';
    return types.test(name) ? 'typeName' : 'variableName';
  },
  languageData: { commentTokens: { line: '//', block: { open: '/*', close: '*/' } } },
});
