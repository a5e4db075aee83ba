// Checks a WGSL text and gives its typed program. Pure and synchronous; strict as browsers are (WGSL specification, W3C). Compute shaders only:
// vertex and fragment shaders, textures and samplers are refused with their line.

import { KernelError } from '../kernel';
import { findAliases } from './aliases';
import type { Declaration, NamedDeclaration } from './ast';
import { ModuleChecker, type CheckedFunction, type Override } from './check-module';
import { findDependencies, type Dependencies } from './dependencies';
import { checkLimits } from './limits';
import { parse, type Parsed } from './parser';
import { placeOf } from './problem';
import type { Program, Span, Variable, WgslProblem } from './typed';
import { checkUniformity } from './uniformity';

/** More help nobody; there are fewer warnings than these. */
const maxProblems = 100;

export interface CheckedModule {
  source: string;
  /** Every error and warning, in the order of the text. With an error among them nothing can run. */
  problems: WgslProblem[];
  entryPoints: { name: string; span: Span }[];
  /** Storage and uniform variables, in the order of the text. */
  bindings: Variable[];
  overrides: Override[];
  /** For `instantiate`. */
  parsed: Parsed;
  dependencies: Dependencies;
}

/** Checks all of a text, functions that nothing calls included. */
export function checkModule(source: string): CheckedModule {
  const parsed = parse(source);
  const dependencies = findDependencies(parsed.module);
  const checker = new ModuleChecker(dependencies, null);
  if (parsed.problems.length === 0) {
    checker.check(parsed.module, dependencies.order);
    for (const { declaration, entry } of checker.functions) if (entry) checkBindings(checker, reach(dependencies, declaration));
  }
  const whole = ![...parsed.problems, ...dependencies.problems, ...checker.problems].some(({ severity }) => severity === 'error');
  if (whole) checker.problems.push(...findAliases(checker.functions), ...checkUniformity(source, checker.functions, checker.severities));
  const problems = [...parsed.problems, ...(parsed.problems.length === 0 ? dependencies.problems : []), ...checker.problems];
  problems.sort((a, b) => a.span.start - b.span.start);
  const inText = <T extends { span: Span }>(items: T[]): T[] => items.sort((a, b) => a.span.start - b.span.start);
  return {
    source,
    problems: problems.slice(0, maxProblems),
    entryPoints: inText(checker.functions.flatMap(({ entry }) => (entry ? [{ name: entry.name, span: entry.span }] : []))),
    bindings: inText([...checker.variables.values()].filter(({ binding }) => binding)),
    overrides: inText(checker.overrides),
    parsed,
    dependencies,
  };
}

/** The program of one entry point, with overrides set by name or @id. Throws KernelError where it cannot run. */
export function instantiate(module: CheckedModule, entryName: string, constants: Readonly<Record<string, number>> = {}): Program {
  const { source, dependencies, parsed } = module;
  const fail = ({ message, span }: Pick<WgslProblem, 'message' | 'span'>): never => {
    throw new KernelError(message, placeOf(source, span.start).line);
  };
  const error = module.problems.find(({ severity }) => severity === 'error');
  if (error) fail(error);
  const declaration = dependencies.byName.get(entryName);
  if (!declaration || !module.entryPoints.some(({ name }) => name === entryName)) throw new KernelError(noSuchEntry(module, entryName));
  const values = new Map<string, number>();
  for (const [key, value] of Object.entries(constants)) {
    const override = module.overrides.find(({ name }) => name === key) ?? module.overrides.find((other) => other.key === key);
    if (!override) throw new KernelError(`The constant "${key}" is set, but your code does not declare it with "override": keep the declarations of the starter.`);
    values.set(override.name, value);
  }
  const reached = reach(dependencies, declaration);
  const checker = new ModuleChecker(dependencies, values);
  checker.check(parsed.module, dependencies.order.filter((candidate) => reached.has(candidate)));
  const wrong = checker.problems.find(({ severity }) => severity === 'error');
  if (wrong) fail(wrong);
  const entry = checker.functions.find((candidate) => candidate.declaration === declaration)!.entry!;
  const variables = [...checker.variables.values()].sort((a, b) => a.span.start - b.span.start);
  const functions = checker.functions.filter((candidate: CheckedFunction) => candidate.declaration !== declaration).map(({ func }) => func);
  const program: Program = { source, variables, functions, entry, structs: checker.structs };
  const limit = checkLimits(program);
  if (limit) fail(limit);
  return program;
}

export function noSuchEntry({ entryPoints }: Pick<CheckedModule, 'entryPoints'>, name: string): string {
  const others = entryPoints.length > 0 ? `It has ${entryPoints.map((entry) => entry.name).join(', ')}.` : 'It has no @compute function at all.';
  return `Your code has no @compute function "${name}". ${others}`;
}

/** A declaration and all that it needs, directly or not. */
function reach({ needs }: Dependencies, root: Declaration): Set<Declaration> {
  const reached = new Set<Declaration>([root]);
  for (const declaration of reached) for (const needed of needs.get(declaration)!.keys()) reached.add(needed);
  return reached;
}

/** Two variables of one entry point may not have one binding. */
function checkBindings(checker: ModuleChecker, reached: ReadonlySet<Declaration>): void {
  const taken = new Map<string, Variable>();
  const variables = [...reached].flatMap((declaration) => checker.variables.get(declaration as NamedDeclaration) ?? []);
  for (const variable of variables.sort((a, b) => a.span.start - b.span.start)) {
    if (!variable.binding) continue;
    const key = `@group(${variable.binding.group}) @binding(${variable.binding.binding})`;
    const other = taken.get(key);
    if (other && !checker.problems.some(({ span }) => span === variable.span))
      checker.problems.push({ severity: 'error', message: `"${variable.name}" and "${other.name}" have the same binding, ${key}: give one another number.`, span: variable.span });
    taken.set(key, variable);
  }
}

