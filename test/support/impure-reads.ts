import { parseSync, Visitor, type ESTree } from 'vite';

/** What a file reads from the outside world instead of being handed it. */
export type ImpureRead = 'clock' | 'random' | 'fetch' | 'env';

const members: Readonly<Record<string, ImpureRead>> = {
  'Date.now': 'clock',
  'performance.now': 'clock',
  'Math.random': 'random',
  'crypto.randomUUID': 'random',
  'crypto.getRandomValues': 'random',
  'globalThis.fetch': 'fetch',
};

/** Finds them in the syntax tree, so that a comment or a string never counts; each with its line. */
export function impureReads(path: string, code: string): readonly { read: ImpureRead; line: number }[] {
  const found: { read: ImpureRead; start: number }[] = [];
  // A `fetch` that was handed in is a name of the file's own.
  let ownsFetch = false;
  const declare = (...patterns: readonly ESTree.Node[]): void => {
    ownsFetch ||= patterns.flatMap(boundNames).includes('fetch');
  };
  const visitor = new Visitor({
    MemberExpression({ object, property, computed, start }) {
      if (computed || property.type !== 'Identifier') return;
      if (property.name === 'env') found.push({ read: 'env', start });
      const read = object.type === 'Identifier' ? members[`${object.name}.${property.name}`] : undefined;
      if (read !== undefined) found.push({ read, start });
    },
    NewExpression({ callee, arguments: args, start }) {
      const isDate = callee.type === 'Identifier' && callee.name === 'Date';
      if (isDate && args.length === 0) found.push({ read: 'clock', start });
    },
    CallExpression({ callee, start }) {
      if (callee.type === 'Identifier' && callee.name === 'fetch') found.push({ read: 'fetch', start });
    },
    ImportDeclaration({ source, specifiers, start }) {
      const names = specifiers.map(({ local }) => local.name);
      if (source.value === 'cloudflare:workers' && names.includes('env')) found.push({ read: 'env', start });
    },
    FunctionDeclaration: ({ params }) => declare(...params),
    FunctionExpression: ({ params }) => declare(...params),
    ArrowFunctionExpression: ({ params }) => declare(...params),
    VariableDeclarator: ({ id }) => declare(id),
  });
  visitor.visit(parseSync(path, code).program);
  const reads = found.filter(({ read }) => read !== 'fetch' || !ownsFetch);
  return reads.map(({ read, start }) => ({ read, line: code.slice(0, start).split('\n').length }));
}

/** The names that a parameter or a declaration binds, through destructuring. */
function boundNames(pattern: ESTree.Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((entry) =>
        boundNames(entry.type === 'Property' ? entry.value : entry.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}
