// Parses a WGSL text: its whole grammar, other stages than compute included. Reports every statement that it cannot read; a text
// with such a problem has no meaning to check. Never throws, whatever the text.

import type { Declaration, Directive, FunctionDeclaration, Module, Name, Parameter, StructDeclaration } from './ast';
import { tokenize } from './lexer';
import { StatementParser } from './parse-statements';
import { Fault } from './problem';
import type { WgslProblem } from './typed';

export interface Parsed {
  module: Module;
  problems: WgslProblem[];
}

export function parse(source: string): Parsed {
  const { tokens, problems } = tokenize(source);
  const parser = new ModuleParser(tokens);
  const module = parser.module();
  return { module, problems: problems.length > 0 ? problems : parser.problems.sort((a, b) => a.span.start - b.span.start) };
}

const starts = new Set(['fn', 'struct', 'alias', 'var', 'const', 'override', 'const_assert', '@', 'enable', 'requires', 'diagnostic']);

class ModuleParser extends StatementParser {
  module(): Module {
    const directives: Directive[] = [];
    const declarations: Declaration[] = [];
    const skip = () => this.#skipDeclaration();
    while (this.token.kind !== 'end') {
      if (this.accept(';')) continue;
      if (this.is('enable') || this.is('requires') || this.is('diagnostic')) {
        const directive = this.recover(() => this.#directive(declarations.length > 0), skip);
        if (directive) directives.push(directive);
      } else {
        const declaration = this.recover(() => this.#declaration(), skip);
        if (declaration) declarations.push(declaration);
      }
    }
    return { directives, declarations };
  }

  /** To the next token that may begin a declaration, outside braces. */
  #skipDeclaration(): void {
    for (let depth = 0; this.token.kind !== 'end'; ) {
      const { text } = this.token;
      if (depth <= 0 && starts.has(text)) return;
      // A function never stands inside braces, so here the braces were out of balance.
      if (text === 'fn') return;
      if (text === '{') depth++;
      if (text === '}') depth--;
      this.advance();
      if (depth === 0 && text === ';') return;
    }
  }

  #directive(late: boolean): Directive {
    const { start, end, text } = this.advance();
    if (late) throw new Fault({ start, end }, `"${text}" stands before all declarations: move it to the top.`);
    if (text === 'diagnostic') {
      const args = this.argumentList();
      this.expect(';', 'after the directive');
      return { kind: 'diagnostic', args, span: this.spanFrom(start) };
    }
    const names = this.list(() => this.is(';'), () => this.name('the name of an extension'), 'between the names');
    if (names.length === 0) throw this.unexpected('the name of an extension');
    this.expect(';', 'after the directive');
    return { kind: text as 'enable', names, span: this.spanFrom(start) };
  }

  #declaration(): Declaration {
    const attributes = this.attributes();
    const { start, text } = this.token;
    switch (text) {
      case 'fn':
        return this.#function(attributes);
      case 'var':
      case 'override': {
        const declaration = this.valueDeclaration(attributes);
        if (text === 'override' && !declaration.type && !declaration.initializer) throw new Fault(declaration.span, `"override ${declaration.name.text}" needs a type or a value.`);
        this.expect(';', 'after the declaration');
        return declaration;
      }
    }
    if (attributes.length > 0 && starts.has(text)) throw new Fault(attributes[0]!.span, `An attribute may not stand before "${text}".`);
    switch (text) {
      case 'const': {
        const declaration = this.valueDeclaration([]);
        this.expect(';', 'after the declaration');
        return declaration;
      }
      case 'struct':
        return this.#struct();
      case 'alias': {
        this.advance();
        const name = this.name('the name of the type');
        this.expect('=', 'after the name');
        const type = this.type();
        this.expect(';', 'after the declaration');
        return { kind: 'alias', name, type, span: this.spanFrom(start) };
      }
      case 'const_assert': {
        this.advance();
        const condition = this.expression();
        this.expect(';', 'after the assertion');
        return { kind: 'assert', condition, span: this.spanFrom(start) };
      }
      case 'let':
        throw new Fault({ start, end: this.token.end }, '"let" stands only inside functions: outside, write "const".');
    }
    throw this.unexpected('a declaration (fn, var, const, override, struct, alias)');
  }

  #function(attributes: FunctionDeclaration['attributes']): FunctionDeclaration {
    const { start } = this.advance();
    const name = this.name('the name of a function');
    this.expect('(', 'before the parameters');
    const params = this.list(() => this.is(')'), () => this.#parameter('the name of a parameter'), 'or ")" between the parameters');
    this.expect(')', 'after the parameters');
    let returnAttributes: FunctionDeclaration['attributes'] = [];
    let returns: FunctionDeclaration['returns'] = null;
    if (this.accept('->')) {
      returnAttributes = this.attributes();
      returns = this.type();
    }
    return { kind: 'fn', attributes, name, params, returns, returnAttributes, body: this.block(), span: this.spanFrom(start) };
  }

  #struct(): StructDeclaration {
    const { start } = this.advance();
    const name: Name = this.name('the name of a structure');
    this.expect('{', 'before the members');
    const members = this.list(() => this.is('}'), () => this.#parameter('the name of a member'), 'or "}" between the members');
    this.expect('}', 'after the members');
    return { kind: 'struct', name, members, span: this.spanFrom(start) };
  }

  #parameter(what: string): Parameter {
    const attributes = this.attributes();
    const { start } = this.token;
    const name = this.name(what);
    this.expect(':', `after "${name.text}", with its type`);
    return { attributes, name, type: this.type(), span: this.spanFrom(start) };
  }
}
