import type { Problem, ProblemCode } from '../../sdk/contract/problem.ts';
import { PROBLEMS } from '../../sdk/contract/problem.ts';
import type { Refusal } from './context.ts';

const HEADERS = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' };

/** Makes the RFC 9457 answer to a refusal; the type's address leads to the reference page's row of the code. */
export function problemResponse(refusal: Refusal, publicUrl: string, headers?: Headers): Response {
  const { status, title } = PROBLEMS[refusal.code];
  const problem: Problem = {
    type: `${publicUrl}/reference#problem-${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.detail,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
  };
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(HEADERS)) all.set(name, value);
  if (refusal.code === 'busy' || refusal.code === 'rate_limited')
    all.set('retry-after', refusal.code === 'busy' ? '1' : '60');
  return new Response(JSON.stringify(problem), { status, headers: all });
}

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);
